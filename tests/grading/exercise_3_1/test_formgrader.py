"""The formgrader in JupyterLab, as an instructor has it on the screen."""

import shutil

import pytest
from nbgrader.api import Gradebook

from scripts.course_copy import read_scores

ASSIGNMENT = "3-1-convolution"
pytestmark = pytest.mark.grading


@pytest.fixture(scope="module")
def course(special, tmp_path_factory):
    """A graded course of its own, so that marking by hand changes nobody else's."""
    return shutil.copytree(special.folder, tmp_path_factory.mktemp("formgrader") / "course")


@pytest.fixture(scope="module")
def lab(course, jupyterlab):
    with jupyterlab(course) as (address, token):
        yield address, token


@pytest.fixture
def formgrader(page, lab):
    """Address below which the formgrader's pages lie; the page is logged in, as behind JupyterLab's menu."""
    address, token = lab
    page.goto(f"{address}/lab?token={token}")
    return f"{address}/formgrader/{{}}"


def test_the_formgrader_lists_the_assignment_and_its_submissions(page, formgrader, screenshot):
    page.goto(formgrader.format("manage_assignments"))
    row = page.locator("tr", has_text=ASSIGNMENT)
    row.wait_for()
    page.goto(formgrader.format(f"manage_submissions/{ASSIGNMENT}"))
    page.locator("tr", has_text="solution").first.wait_for()
    screenshot("formgrader")
    page.goto(formgrader.format(f"gradebook/{ASSIGNMENT}"))
    page.locator("tr", has_text="convolution").first.wait_for()


def test_a_written_answer_is_marked_beside_its_mark_scheme(page, formgrader, course, screenshot):
    assert read_scores(course, ASSIGNMENT)["solution"]["answer-inverse"].points is None
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook("convolution", ASSIGNMENT, "solution").id
    page.goto(formgrader.format(f"submissions/{submission}"))
    page.get_by_text("Cᵀ C is not the identity").first.wait_for()  # the mark scheme, put back for the marker
    points = page.locator("input#answer-inverse")
    points.scroll_into_view_if_needed()
    points.fill("3")
    with page.expect_response(lambda response: response.request.method == "PUT") as saved:
        points.press("Tab")
    assert saved.value.ok
    screenshot("formgrader-marking")
    assert read_scores(course, ASSIGNMENT)["solution"]["answer-inverse"].points == 3
