"""The drawing pad in JupyterLab: mouse, finger, keyboard and a photograph; the answer follows, and is told."""

import time

import nbformat
import pytest
from playwright.sync_api import expect

from course.data import digits
from tests.browser.lab import STDERR, drag, handle, run_all, violations, write_notebook
from tests.data.photographs import photograph, png

CELLS = [
    "import torch\nfrom course.explorers import DrawingPad, KLExplorer\n"
    "from course.models.pretrained import pretrained_vae\nvae = pretrained_vae(10)\n"
    "def rebuilt(digit):\n    with torch.no_grad():\n"
    "        return {'yours': digit, 'rebuilt': vae.decode(vae.encode(digit)[0]).sigmoid()}\n"
    "pad = DrawingPad(rebuilt, alt='rebuilt')\npad",
    "pad",
    "KLExplorer(mu=0.0, sigma=1.0)",
]
SEEN = ".course-pad"


@pytest.fixture(scope="module")
def notebook(course, opening):
    """A page with a notebook in which the pad is to be seen twice."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    write_notebook(course / "pad.ipynb", cells)
    page = opening("pad.ipynb")
    run_all(page)
    return page


@pytest.fixture
def pad(notebook):
    """The first of them, cleared."""
    cell = notebook.locator(".jp-CodeCell").first
    cell.locator(SEEN).scroll_into_view_if_needed()
    cell.get_by_role("button", name="Clear").click()
    expect_seen(cell, "The pad is empty")
    return cell


def paper(pad):
    return pad.get_by_role("application")


def strokes(pad):
    return paper(pad).locator("path").get_attribute("d").count("M")


def news(cell):
    return cell.locator(".course-news")


def expect_seen(pad, words):
    expect(pad.locator(SEEN)).to_contain_text(words)


def send(page, pad, name, content):
    """Press the button and choose a file."""
    with page.expect_file_chooser() as chooser:
        pad.get_by_role("button", name="Photograph of a digit").click()
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": content})


def test_drawing_with_mouse_finger_and_keyboard_moves_the_answer(notebook, pad, keep):
    answer = pad.get_by_role("img", name="rebuilt").locator("image").last
    expect(answer).to_have_count(0)

    box = paper(pad).bounding_box()
    notebook.mouse.move(box["x"] + 60, box["y"] + 40)
    notebook.mouse.down()
    notebook.mouse.move(box["x"] + 210, box["y"] + 44, steps=8)
    notebook.mouse.move(box["x"] + 110, box["y"] + 250, steps=8)
    start = time.perf_counter()
    notebook.mouse.up()
    expect_seen(pad, "Drawn, 1 stroke")
    answer.wait_for()
    assert time.perf_counter() - start < 5  # on a busy machine; alone it takes a twentieth of a second
    by_mouse = answer.get_attribute("href")

    finger = notebook.context.new_cdp_session(notebook)
    for kind, points in (("Start", [(80, 130)]), ("Move", [(130, 132)]), ("Move", [(200, 134)]), ("End", [])):
        places = [{"x": box["x"] + x, "y": box["y"] + y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": places})
    expect_seen(pad, "Drawn, 2 strokes")
    expect(answer).not_to_have_attribute("href", by_mouse)
    by_finger = answer.get_attribute("href")

    paper(pad).focus()
    for key in ("ArrowLeft", "ArrowUp", "Space", *["ArrowDown"] * 6, "ArrowRight", "Space"):
        notebook.keyboard.press(key)
    expect_seen(pad, "Drawn, 3 strokes")
    expect(answer).not_to_have_attribute("href", by_finger)
    assert strokes(pad) == 3
    expect(news(pad)).to_contain_text("Drawn, 3 strokes:")
    keep(pad, "pad")

    notebook.keyboard.press("Tab")
    expect(pad.get_by_role("button", name="Undo")).to_be_focused()
    notebook.keyboard.press("Enter")
    expect_seen(pad, "Drawn, 2 strokes")
    expect(answer).to_have_attribute("href", by_finger)  # the very same picture
    assert not notebook.locator(STDERR).count()


def test_a_photograph_is_taken_and_what_is_no_picture_gets_a_sentence(notebook, pad, keep):
    seven = photograph(digits("test", n=1).images)
    send(notebook, pad, "seven.png", png(seven))
    expect_seen(pad, "Photograph seven.png")
    expect(paper(pad).locator("path")).to_have_attribute("d", "")
    keep(pad, "pad-photograph")
    send(notebook, pad, "essay.png", b"To be, or not to be")
    expect(pad.get_by_role("alert")).to_contain_text("Not used:")
    expect_seen(pad, "essay.png is not a picture")
    expect_seen(pad, "Photograph seven.png")


def test_two_views_of_a_pad_show_the_same_drawing(notebook, pad):
    box = paper(pad).bounding_box()
    notebook.mouse.click(box["x"] + 100, box["y"] + 100)
    expect_seen(pad, "Drawn, 1 stroke")
    other = notebook.locator(".jp-CodeCell").nth(1)
    expect(paper(other).locator("path")).to_have_attribute("d", "M100,100L100,100")
    assert other.locator(".course-pad-strokes input").input_value() == "M100,100"


def test_what_a_dragged_slider_has_changed_is_told_in_one_go(notebook):
    cell = notebook.locator(".jp-CodeCell").nth(2)
    cell.scroll_into_view_if_needed()
    expect(news(cell)).to_have_text("")
    news(cell).evaluate("""region => {
        region.told = [];
        new MutationObserver(() => region.told.push(region.textContent)).observe(region, {childList: true});
    }""")
    drag(notebook, handle(cell, "μ"))
    expect(news(cell)).to_contain_text("½μ² +")
    for key in 3 * ["ArrowLeft"]:
        handle(cell, "μ").press(key)
    handle(cell, "σ").press("End")
    expect(news(cell)).to_contain_text("σ = 3:")
    told = news(cell).evaluate("region => region.told")
    assert len(told) <= 4  # of about ten pictures; on a busy machine some are long in coming
    assert told[-1] in cell.locator("desc").text_content()
    expect(cell.get_by_role("status")).to_have_text(told[-1])


def test_the_pad_is_accessible(notebook, pad):
    assert violations(notebook, SEEN) == []
