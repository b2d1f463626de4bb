"""One JupyterLab for each process that runs browser tests, on a course folder of its own."""

import math
import os
from pathlib import Path

import nbformat
import pytest

from scripts.course_copy import ASSIGNMENTS, copy_course, notebook_path
from tests.browser.lab import open_notebook

WIDE = {"width": 1366, "height": 768}  # the common small laptop's screen
TALLEST = 6000  # pixels of one picture of a page


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A copy of the course: source/, release/, and solved/, released notebooks with the known solutions in them."""
    folder = copy_course(tmp_path_factory.mktemp("browser") / "course")
    for assignment in ASSIGNMENTS:
        path = folder / "solved" / assignment / "solved.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(solved(folder, assignment), path)
    return folder


def solved(folder, assignment):
    """The released notebook with the answers of the instructor's own."""
    answers, released = (
        nbformat.read(notebook_path(folder, kind, assignment), as_version=4) for kind in ("source", "release")
    )
    known = {about(cell).get("grade_id"): cell.source for cell in answers.cells if about(cell).get("solution")}
    for cell in released.cells:
        if about(cell).get("solution"):
            cell.source = known[about(cell)["grade_id"]]
    return released


def about(cell):
    return cell.metadata.get("nbgrader", {})


@pytest.fixture(scope="session")
def lab(course, jupyterlab):
    """Address and token of a JupyterLab in the course folder, in which notebooks train as long as while grading."""
    with jupyterlab(course, profile="grading") as server:
        yield server


@pytest.fixture(scope="module")
def opening(browser, lab):
    """A function that opens a notebook of the course on a page that the module's tests share."""
    contexts = []

    def open_page(path):
        contexts.append(browser.new_context(viewport=WIDE, color_scheme="light"))
        contexts[-1].set_default_timeout(30_000)
        page = contexts[-1].new_page()
        open_notebook(page, lab, path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def keep():
    """Keep a picture, ``keep(what, name)``, in the folder that COURSE_SCREENSHOTS names; without it, take none."""
    folder = os.environ.get("COURSE_SCREENSHOTS")

    def take(what, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            what.screenshot(path=Path(folder) / f"{name}.png")

    return take


@pytest.fixture(scope="session")
def keep_whole_page(keep):
    """Keep pictures of a whole notebook, from top to bottom: ``keep_whole_page(page, name)``."""

    def take(page, name):
        if not os.environ.get("COURSE_SCREENSHOTS"):
            return
        panel = page.locator(".jp-WindowedPanel-outer")
        height = panel.evaluate("panel => panel.scrollHeight")
        page.set_viewport_size({"width": WIDE["width"], "height": TALLEST})
        for part in range(math.ceil(height / TALLEST)):
            page.locator(".jp-WindowedPanel-outer").evaluate(
                "(panel, top) => { panel.scrollTop = top }", part * TALLEST
            )
            keep(page, f"{name}-page-{part + 1}")
        page.set_viewport_size(WIDE)

    return take


@pytest.fixture(scope="session")
def released(course):
    """Where the released notebook of an assignment lies, as JupyterLab names it."""
    return lambda assignment: notebook_path(course, "release", assignment).relative_to(course).as_posix()
