"""nbgrader's own commands at whole lessons: what they release, validate and autograde."""

import shutil

import nbformat
import pytest

from course.notebook.known_answers import fill
from scripts.course_copy import notebook_path, read_scores, run_nbgrader, submit
from tests.grading.lessons.graded_class import LESSONS

pytestmark = pytest.mark.grading


def test_the_release_made_by_the_command_is_the_committed_one(graded_class, lesson):
    made = notebook_path(graded_class.folder, "release", lesson.assignment)
    assert nbformat.read(made, as_version=4) == lesson.release


@pytest.mark.parametrize("assignment", LESSONS[:1])
def test_plain_autograde_gives_the_same_points_as_course_grade(graded_class, lesson, tmp_path):
    course = shutil.copytree(graded_class.folder, tmp_path / "course")
    submit(course, "plain", lesson.assignment, lesson.notebook, fill(lesson.release, lesson.mixtures["mixture1"]))
    done = run_nbgrader(course, "autograde", lesson.assignment, "--student", "plain")
    assert done.returncode == 0, done.stdout
    assert read_scores(course, lesson.assignment)["plain"] == graded_class.scores["mixture1"]


@pytest.mark.parametrize("assignment", LESSONS[:1])
def test_the_release_fails_validation_cell_by_cell_without_a_crash(built, lesson):
    done = run_nbgrader(built, "validate", str(notebook_path(built, "release", lesson.assignment)))
    assert done.returncode == 0, done.stdout
    assert f"VALIDATION FAILED ON {len(lesson.graded)} CELL(S)" in done.stdout
    assert "task 1 is still open: write your answer in the cell above" in done.stdout
