"""Each released notebook with the known solutions in it: run from top to bottom, then every explorer used."""

import pytest

from tests.browser.conftest import ASSIGNMENTS, WIDE
from tests.browser.lab import (
    EXPLORER,
    PICTURE,
    STDERR,
    choose,
    drag,
    expect_picture,
    handle,
    moving,
    run_all,
    step_keys,
    violations,
    wait_for_change,
)

OUTPUT = ".jp-OutputArea-output"


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def assignment(request):
    return request.param


@pytest.fixture(scope="module")
def notebook(opening, assignment):
    """The page with the notebook, all of its cells run."""
    page = opening(f"solved/{assignment}/solved.ipynb")
    run_all(page)
    return page


def test_every_cell_runs_without_an_error_or_a_warning(notebook):
    prompts = notebook.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
    assert all(any(c.isdigit() for c in prompt) for prompt in prompts)
    assert notebook.locator(STDERR).all_text_contents() == []


def test_outputs_satisfy_wcag_in_the_light_and_the_dark_theme(notebook, assignment, keep_whole_page):
    found = violations(notebook, OUTPUT)
    keep_whole_page(notebook, assignment)
    choose(notebook, "Settings", "Theme", "JupyterLab Dark")
    notebook.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    found += [f"dark theme: {line}" for line in violations(notebook, OUTPUT)]
    keep_whole_page(notebook, f"{assignment}-dark")
    choose(notebook, "Settings", "Theme", "JupyterLab Light")
    notebook.locator("body[data-jp-theme-light=true]").wait_for(state="attached")
    assert "\n".join(found) == ""


def test_every_explorer_follows_the_mouse(notebook, assignment, keep):
    explorers = notebook.locator(EXPLORER).all()
    assert explorers
    for i, explorer in enumerate(explorers):
        explorer.evaluate("element => element.scrollIntoView({block: 'start'})")
        keep(explorer, f"{assignment}-explorer-{i + 1}")
        picture = explorer.locator(".widget-html").locator("visible=true").first
        before, pixels = explorer.evaluate(PICTURE), picture.screenshot()
        drag(notebook, moving(explorer)[-1])
        wait_for_change(notebook, explorer, before)
        assert picture.screenshot() != pixels


def test_every_slider_is_reached_by_tab_in_order_and_follows_the_arrow_keys(notebook):
    for explorer in notebook.locator(EXPLORER).all():
        sliders = moving(explorer)
        left = [slider.evaluate("slider => slider.ariaLabel") for slider in sliders]
        explorer.locator("button, select, [role=slider], input").locator("visible=true").first.focus()
        for _ in range(60):
            focused = notebook.locator(":focus")
            if focused.get_attribute("role") == "slider":
                assert focused.get_attribute("aria-label") == left.pop(0)
                before, (there, back) = explorer.evaluate(PICTURE), step_keys(focused)
                notebook.keyboard.press(there)
                after = wait_for_change(notebook, explorer, before)
                notebook.keyboard.press(back)
                wait_for_change(notebook, explorer, after)
            if not left:
                break
            notebook.keyboard.press("Tab")
        assert left == []


def test_every_choice_changes_the_picture(notebook):
    for explorer in notebook.locator(EXPLORER).all():
        for choice in explorer.get_by_role("combobox").all():
            chosen = choice.evaluate("choice => choice.selectedIndex")
            for index in (int(chosen == 0), chosen):
                before = explorer.evaluate(PICTURE)
                choice.select_option(index=index)
                wait_for_change(notebook, explorer, before)
        for group in explorer.get_by_role("group").all():
            for _ in range(2):  # there and back
                before = explorer.evaluate(PICTURE)
                group.locator("[aria-pressed=false]").first.click()
                wait_for_change(notebook, explorer, before)


@pytest.mark.parametrize("assignment", ["3-1-convolution"], indirect=True)
def test_the_explorer_of_the_readme_follows_the_keyboard(notebook, assignment, keep):
    explorer = notebook.locator(EXPLORER).first
    position = handle(explorer, "position")
    position.press("Home")
    expect_picture(explorer, "= 57")
    position.press("ArrowRight")
    expect_picture(explorer, "= 50")
    notebook.set_viewport_size({"width": 1280, "height": 845})  # the explorer just fits, from its heading on
    heading = notebook.get_by_role("heading", name="2 Convolution is a matrix")
    heading.evaluate("element => element.scrollIntoView({block: 'start'})")
    keep(notebook.locator(".jp-NotebookPanel"), "explorer")  # neither menus nor files
    notebook.set_viewport_size(WIDE)


@pytest.mark.parametrize("assignment", ["3-1-convolution"], indirect=True)
def test_an_impossible_setting_says_why_and_the_explorer_recovers(notebook, assignment):
    explorer = notebook.locator(EXPLORER).first
    for label in ("padding", "stride", "dilation"):
        handle(explorer, label).press("Home")
    size = handle(explorer, "input size")
    size.press("Home")
    expect_picture(explorer, "the kernel does not fit")
    size.press("End")
    expect_picture(explorer, "Convolution 7×7")
    handle(explorer, "kernel size").press("Home")
    handle(explorer, "position").press("End")  # further than the slider went when it was made
    expect_picture(explorer, "position 48")
