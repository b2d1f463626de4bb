"""Other courses graded with this configuration: the scores are those that nbgrader itself gives."""

from __future__ import annotations

import json

import pytest
from nbformat.v4 import new_notebook

from course.errors import CourseError
from course.grading.class_run.source_notebooks import files_beside, read_sources
from course.grading.gradebook.course_folder import open_folder
from tests.grading.any_course.assignments import ASSIGNMENTS, make_course
from tests.grading.any_course.by_course import CONFIG, graded_by_course
from tests.grading.any_course.stock_scores import RECORDED, WAITS, graded_by_stock
from tests.randomness import LONG

FEW = ("ps1", "autotest-hidden", "basic", "environment-variable", "partial-credit", "replaced-globals")
FEW += ("relative-files", "functions", "kernel-names", "graded-by-hand")
NAMES = tuple(ASSIGNMENTS) if LONG else FEW
# Where nbgrader gives no points at all: docs/any-course.md tells the reasons.
STOPPED, LEFT_OUT = "nbgrader stops grading the student", "nbgrader leaves a deleted cell without a grade"
UNGRADED_BY_NBGRADER = {
    "basic/answer-cell-type-changed": STOPPED,
    "basic/grade-cell-type-changed": STOPPED,
    "hidden-tests/test": STOPPED,
    "ps1_autotest/bitdiddle": LEFT_OUT,
    "ps1_autotest/hacker": LEFT_OUT,
    "squares/test-hidden-tests": LEFT_OUT,
}


@pytest.fixture(scope="module")
def recorded():
    """nbgrader's own scores, of all assignments."""
    return json.loads(RECORDED.read_text())


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return graded_by_course(tmp_path_factory.mktemp("other") / "course", NAMES)


@pytest.mark.grading
def test_other_courses_get_the_scores_that_nbgrader_gives(graded, recorded):
    stock = {place: score for place, score in recorded.items() if place.partition("/")[0] in NAMES}
    different = {place: (score, graded.get(place)) for place, score in stock.items() if graded.get(place) != score}
    expected = {one for one in UNGRADED_BY_NBGRADER if one.partition("/")[0] in NAMES}
    assert {place.rsplit("/", 2)[0] for place in different} == expected
    assert {score for score, _ in different.values()} <= {WAITS}, "nobody gets other points than nbgrader gives"
    assert len(different) <= len(stock) * 10 / 128


@pytest.mark.grading
@pytest.mark.skipif(not LONG, reason="nbgrader takes minutes: in make test-long")
def test_the_recorded_scores_are_those_of_the_nbgrader_that_is_installed(tmp_path, recorded):
    assert graded_by_stock(tmp_path / "course") == recorded


@pytest.fixture
def folder(tmp_path):
    """A course of which nothing has been released."""
    return open_folder(make_course(tmp_path / "course", CONFIG, ("autotest-simple", "open-relative-file")))


def test_autotests_are_not_graded_before_nbgrader_has_made_them(folder):
    with pytest.raises(CourseError, match=r"test_simple.*AUTOTEST.*run: nbgrader generate_assignment autotest-simple"):
        read_sources(folder, "autotest-simple")


@pytest.mark.parametrize(
    "about", [{"kernelspec": {"name": "ir", "display_name": "R"}}, {"language_info": {"name": "julia"}}]
)
def test_a_notebook_that_is_not_in_python_is_refused_by_its_name(folder, about):
    place = folder.source("other")
    place.mkdir()
    (place / "p1.ipynb").write_text(json.dumps(new_notebook(metadata=about)))
    with pytest.raises(CourseError, match=r"p1\.ipynb is written for .*(ir|julia).*only Python"):
        read_sources(folder, "other")


def test_files_beside_the_notebook_that_fill_a_submissions_disk_are_refused(folder):
    assert [*files_beside(folder, "open-relative-file", 1000)] == ["data.txt"]
    with pytest.raises(CourseError, match=r"take .* bytes, and c\.Limits\.disk allows a submission 10"):
        files_beside(folder, "open-relative-file", 10)


def test_other_marks_of_hidden_tests_are_refused_for_students_would_see_them(folder):
    folder.config.ClearHiddenTests.begin_test_delimeter = "SECRET"
    with pytest.raises(CourseError, match=r"begin_test_delimeter = 'SECRET'; .* by 'BEGIN HIDDEN TESTS' only"):
        read_sources(folder, "open-relative-file")
