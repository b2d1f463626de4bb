"""The released notebook in JupyterLab, as a student has it on the screen: the README's picture."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURE = ".jp-OutputArea svg[role=img]"  # what the explorer draws
NOTEBOOK = "3-1-convolution/convolution.ipynb"


@pytest.fixture(scope="module")
def lab(tmp_path_factory, jupyterlab):
    """Address of the notebook in a JupyterLab on a copy of release/."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "release", folder / "release")
    with jupyterlab(folder, "--ServerApp.root_dir=release") as (address, token):
        yield f"{address}/lab/tree/{NOTEBOOK}?token={token}"


@pytest.fixture
def notebook(page, lab):
    """The released notebook, its kernel ready, its first cell selected."""
    page.goto(lab)
    page.get_by_role("heading", name="Exercise 3-1").wait_for()
    page.get_by_text("| Idle").wait_for()  # the kernel is up
    page.get_by_role("heading", name="Exercise 3-1").click()
    return page


def run_until(page, selector, cells=40):
    """Press Shift+Enter until something appears, as a student does."""
    for _ in range(cells):
        if page.locator(selector).count():
            return page.locator(selector).first
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(400)
    page.locator(selector).first.wait_for()
    return page.locator(selector).first


def handle(page, label):
    """The handle of the slider with that label, which takes the keyboard."""
    return page.locator(".widget-hslider", has_text=label).first.locator("[role=slider]")


def test_the_explorer_follows_the_keyboard(notebook, screenshot):
    picture = run_until(notebook, PICTURE)
    picture.scroll_into_view_if_needed()
    assert "57" in picture.text_content()
    assert "= 50" not in picture.text_content()
    slider = handle(notebook, "position")
    slider.focus()
    slider.press("ArrowRight")
    notebook.locator(PICTURE, has_text="= 50").first.wait_for()
    heading = notebook.get_by_role("heading", name="2 Convolution is a matrix")
    heading.evaluate("element => element.scrollIntoView({block: 'start'})")
    notebook.wait_for_timeout(500)
    screenshot("explorer")
