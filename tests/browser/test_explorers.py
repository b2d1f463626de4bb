"""Every explorer in JupyterLab, on one page: used by mouse, keyboard and choices, in the light and the dark theme."""

import pytest
from nbformat.v4 import new_code_cell

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
    write_notebook,
)
from tests.explorers.examples import NAMES, example_cells

CONVOLUTIONS = (
    "from course.explorers import ConvolutionExplorer; ConvolutionExplorer()",
    "ConvolutionExplorer(transposed=True, input_size=3, stride=2, padding=1)",
)


@pytest.fixture(scope="module")
def notebook(course, opening):
    """A page with a small example of each explorer, all of its cells run."""
    cells = [new_code_cell(source) for source in (*CONVOLUTIONS, *example_cells())]
    write_notebook(course / "explorers.ipynb", cells)
    page = opening("explorers.ipynb")
    run_all(page)
    assert page.locator(STDERR).all_text_contents() == []
    return page


def explorers(page):
    """Those with a slider; a drawing pad, whose tests stand apart, has none."""
    found = page.locator(EXPLORER).all()
    assert len(found) >= len(NAMES)
    return found


def test_they_satisfy_wcag_in_the_light_and_the_dark_theme(notebook):
    found = violations(notebook, EXPLORER)
    choose(notebook, "Settings", "Theme", "JupyterLab Dark")
    notebook.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    found += [f"dark theme: {line}" for line in violations(notebook, EXPLORER)]
    choose(notebook, "Settings", "Theme", "JupyterLab Light")
    notebook.locator("body[data-jp-theme-light=true]").wait_for(state="attached")
    assert "\n".join(found) == ""


def test_every_one_follows_the_mouse(notebook, keep):
    for i, explorer in enumerate(explorers(notebook)):
        explorer.evaluate("element => element.scrollIntoView({block: 'start'})")
        keep(explorer, f"explorer-{i + 1}")
        picture = explorer.locator(".widget-html").locator("visible=true").first
        before, pixels = explorer.evaluate(PICTURE), picture.screenshot()
        drag(notebook, moving(explorer)[-1])
        wait_for_change(notebook, explorer, before)
        assert picture.screenshot() != pixels


def test_every_slider_is_reached_by_tab_in_order_and_follows_the_arrow_keys(notebook):
    for explorer in explorers(notebook):
        left = [slider.evaluate("slider => slider.ariaLabel") for slider in moving(explorer)]
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
    for explorer in explorers(notebook):
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


def test_the_position_of_a_convolution_follows_the_keyboard(notebook):
    explorer = notebook.locator(EXPLORER).first
    position = handle(explorer, "position")
    position.press("Home")
    expect_picture(explorer, "= 57")
    position.press("ArrowRight")
    expect_picture(explorer, "= 50")


def test_an_impossible_setting_says_why_and_the_explorer_recovers(notebook):
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
