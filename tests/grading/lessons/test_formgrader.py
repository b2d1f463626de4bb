"""The formgrader in JupyterLab, as an instructor has it on the screen."""

import re
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.notebook.regions import MARK_SCHEME, region_lines
from scripts.course_copy import read_scores
from tests.grading.lessons.graded_class import LESSONS

pytestmark = [pytest.mark.grading, pytest.mark.parametrize("assignment", LESSONS[:1])]


@pytest.fixture
def course(graded_class, tmp_path):
    """A graded course of its own, so that marking by hand changes nobody else's."""
    return shutil.copytree(graded_class.folder, tmp_path / "course")


@pytest.fixture
def formgrader(page, course, jupyterlab):
    """Address below which the formgrader's pages lie; the page is logged in, as behind JupyterLab's menu."""
    with jupyterlab(course) as (address, token):
        page.goto(f"{address}/lab?token={token}")
        yield f"{address}/formgrader/{{}}"


def words_of_a_mark_scheme(lesson):
    """Plain words of the first line of a mark scheme that has enough of them."""
    for cell in lesson.source.cells:
        for number in sorted(region_lines(cell.source, MARK_SCHEME)):
            if found := re.search(r"[A-Za-z]+( [A-Za-z]+){3,}", cell.source.split("\n")[number - 1]):
                return found[0]
    raise AssertionError("no mark scheme with words")


def test_a_written_answer_is_found_in_the_lists_and_marked_beside_its_mark_scheme(
    page, formgrader, course, lesson, assignment, screenshot
):
    notebook, written = Path(lesson.notebook).stem, next(test.grade_id for test in lesson.graded if test.written)
    page.goto(formgrader.format("manage_assignments"))
    page.locator("tr", has_text=assignment).wait_for()
    page.goto(formgrader.format(f"manage_submissions/{assignment}"))
    page.locator("tr", has_text="solution").first.wait_for()
    screenshot("formgrader")
    page.goto(formgrader.format(f"gradebook/{assignment}"))
    page.locator("tr", has_text=notebook).first.wait_for()

    assert read_scores(course, assignment)["solution"][written].points is None
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(notebook, assignment, "solution").id
    page.goto(formgrader.format(f"submissions/{submission}"))
    page.get_by_text(words_of_a_mark_scheme(lesson)).first.wait_for()  # put back for the marker
    points = page.locator(f"input#{written}")
    points.scroll_into_view_if_needed()
    points.fill("1")
    with page.expect_response(lambda response: response.request.method == "PUT") as saved:
        points.press("Tab")
    assert saved.value.ok
    screenshot("formgrader-marking")
    assert read_scores(course, assignment)["solution"][written].points == 1
