"""The explorers and the pad in Debian's Firefox: what the other tests here try in Chromium, in short."""

import re
import shutil

import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import expect

from tests.browser.conftest import WIDE
from tests.browser.lab import EXPLORER, PICTURE, STDERR, moving, open_notebook, run_all, wait_for_change, write_notebook
from tests.explorers.examples import NAMES, example_cells

FIREFOX = shutil.which("firefox-esr")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox; get it with: sudo apt-get install firefox-esr"),
]
POSITION = "from course.explorers import ConvolutionExplorer; ConvolutionExplorer(input_size=3)"


@pytest.fixture(scope="module")
def notebook(driver, course, lab):
    """A page with a small example of each explorer, all of its cells run."""
    write_notebook(course / "firefox.ipynb", [new_code_cell(source) for source in (POSITION, *example_cells())])
    firefox = driver.firefox.launch(channel="moz-firefox", executable_path=FIREFOX)
    context = firefox.new_context(viewport=WIDE, color_scheme="null")  # this Firefox knows no colours set from outside
    context.set_default_timeout(30_000)
    page = context.new_page()
    open_notebook(page, lab, "firefox.ipynb")
    run_all(page)
    assert page.locator(STDERR).all_text_contents() == []
    yield page
    firefox.close()


def test_every_explorer_has_names_and_tells_its_news(notebook):
    found = notebook.locator(".course-explorer")
    assert found.count() > len(NAMES)
    for explorer in found.all():
        expect(explorer.locator(".course-news")).to_have_count(1)
        for slider in explorer.get_by_role("slider").all():
            expect(slider).to_have_attribute("aria-label", re.compile("."))


def test_a_position_without_a_way_to_go_cannot_be_moved(notebook):
    """Before any other test has moved its sliders."""
    position = notebook.locator(EXPLORER).first.get_by_role("slider", name="position", exact=True)
    expect(position).to_have_attribute("aria-disabled", "true")
    expect(position).not_to_have_attribute("aria-valuenow", "NaN")


def test_home_and_end_reach_the_ends_and_the_picture_follows(notebook):
    for explorer in notebook.locator(EXPLORER).all():
        for slider in moving(explorer)[:1]:
            for there, back, end in (("Home", "End", "aria-valuemax"), ("End", "Home", "aria-valuemin")):
                slider.press(there)
                before = explorer.evaluate(PICTURE)
                slider.press(back)
                wait_for_change(notebook, explorer, before)
                expect(slider).to_have_attribute("aria-valuenow", slider.get_attribute(end))


def test_the_pad_takes_strokes_of_the_mouse(notebook):
    pad = notebook.locator(".course-pad").first
    paper = pad.get_by_role("application")
    paper.scroll_into_view_if_needed()
    pad.get_by_role("button", name="Clear").click()
    expect(pad).to_contain_text("The pad is empty")
    box = paper.bounding_box()
    notebook.mouse.move(box["x"] + 60, box["y"] + 40)
    notebook.mouse.down()
    notebook.mouse.move(box["x"] + 60, box["y"] + 220, steps=5)
    notebook.mouse.up()
    expect(pad).to_contain_text("Drawn, 1 stroke")
