"""`make lesson`: the lesson that it writes is a whole one."""

import json
import re

import nbformat
import pytest

from course.authoring.answer_files import missing_answers
from course.authoring.build import ROOT, build
from course.authoring.leaks import given_away, secret_lines
from course.authoring.new_lesson import new_lesson
from course.errors import CourseError


@pytest.fixture
def lesson(tmp_path):
    return new_lesson(tmp_path, "4-1-two-squares")


def test_it_has_title_counts_figure_task_question_and_gives_nothing_away(lesson, tmp_path):
    assert lesson == tmp_path / "lessons" / "4-1-two-squares" / "two-squares.py"
    build(tmp_path / "lessons", tmp_path)
    released = nbformat.read(tmp_path / "release" / "4-1-two-squares" / "two-squares.ipynb", as_version=4)
    assert released.cells[0].source.startswith("# Exercise 4-1: Two squares\n\nMany formulas")
    assert "\n1 short program (2 points) and 1 written answer (2 points); plan" in released.cells[0].source
    assert any("alt=" in cell.source for cell in released.cells)
    assert given_away(tmp_path / "release", secret_lines([lesson])) == []
    tasks = json.loads((tmp_path / "course/assets/tasks/4-1-two-squares.json").read_text())["tasks"]
    assert [(task["label"], task["points"]) for task in tasks] == [("Task 1", 2), ("Written answer 1", 2)]


def test_each_of_its_answers_has_known_answers(lesson, tmp_path):
    build(tmp_path / "lessons", tmp_path)
    source = nbformat.read(tmp_path / "source" / "4-1-two-squares" / "two-squares.ipynb", as_version=4)
    assert list(missing_answers(lesson, source)) == []


@pytest.mark.parametrize(
    "name", ["", "squares", "4-1", "4-1-Squares", "4-squares", "../4-1-squares", "4-1-squares/", "4-1-a--b"]
)
def test_a_name_of_another_form_is_refused_with_the_form_and_nothing_is_written(tmp_path, name):
    with pytest.raises(CourseError, match=rf"^NAME is '{re.escape(name)}'; expected a number .*NAME=4-1-squares$"):
        new_lesson(tmp_path, name)
    assert not list(tmp_path.iterdir())


def test_a_number_that_is_taken_is_refused(lesson, tmp_path):
    with pytest.raises(CourseError, match=r"lesson 4-1 is there already, in .*4-1-two-squares; choose another number"):
        new_lesson(tmp_path, "4-1-cubes")


def test_the_guide_names_the_commands_that_it_prints():
    guide = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    for command in ("make lesson NAME=4-1-squares", "make build LESSON=4-1-squares", "make test LESSON=4-1-squares"):
        assert command in guide
