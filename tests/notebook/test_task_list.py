import json
import re

import nbformat
import pytest

from course.authoring.build import ROOT
from course.authoring.write_task_list import task_list_of, write_tasks
from course.errors import CourseError
from course.notebook.task_list import first_line, read_task_list, text_hash

TABLES = "course/assets/tasks"
LESSONS = sorted((ROOT / "lessons").glob("*/*.py"))


def test_committed_tables_are_what_the_lessons_say(built):
    names = {path.name for path in (built / TABLES).iterdir()}
    assert names == {path.name for path in (ROOT / TABLES).iterdir()}, "run `make build` and commit what it writes"
    different = [name for name in names if (ROOT / TABLES / name).read_text() != (built / TABLES / name).read_text()]
    assert not different, f"{different} differ from the lessons; run `make build` and commit what it writes"


def test_a_table_is_made_of_the_released_notebook_alone(built, tmp_path):
    """So it cannot give away more than that does."""
    write_tasks(built / "release", tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        path.name: path.read_text() for path in (built / TABLES).iterdir()
    }


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_tasks_and_points_are_those_of_the_lesson(lesson):
    table = read_task_list(lesson.parent.name)
    headings = re.findall(
        r"^# ### ((?:Task|Written answer) \d+)(?:: (.*))? \((\d+) points?\)$", lesson.read_text(), re.M
    )
    assert [(task.label, task.title, task.points) for task in table.tasks] == [
        (label, title, float(points)) for label, title, points in headings
    ]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_cell_of_a_lesson_is_found_by_its_text(lesson, built):
    notebook = nbformat.read(built / "release" / lesson.parent.name / f"{lesson.stem}.ipynb", as_version=4)
    table = task_list_of(notebook)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert [table.index(text) for text in texts] == list(range(len(texts)))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_no_two_tasks_and_no_plain_cell_define_the_same_name(lesson):
    table = read_task_list(lesson.parent.name)
    names = [name for task in table.tasks for name in task.names]
    assert len(names) == len(set(names)) >= len([task for task in table.tasks if not task.written])
    assert not {name for cell in table.cells if cell.kind == "plain" for name in cell.names} & set(names)


def test_a_table_says_where_each_name_comes_from(table):
    locations = [(cell.location, cell.names) for cell in table.cells]
    assert locations[:4] == [
        ("the cell at the top of the notebook that begins with `import math`", ("math",)),
        ("the cell of task 1 (section 1)", ("area",)),
        ("the check of task 1 (section 1)", ()),
        ("the cell in section 1 that begins with `circles = [1, 2, 3]`", ("circles",)),
    ]
    assert locations[4] == ("the cell of task 2 (section “To discuss”)", ("first", "second"))


def test_a_task_without_the_usual_heading_is_called_by_what_stands_above_it(released):
    released.cells[2].source = "## 1 Circles\n\n### Round things"
    assert [task.label for task in task_list_of(released).tasks] == ["Round things", "Task 2", "Written answer 1"]


def test_blanks_do_not_change_a_hash_but_indents_do():
    assert text_hash("a = 1\nb = 2") == text_hash("\na = 1  \r\n\nb = 2\n") != text_hash("a = 1\n b = 2")


def test_the_first_line_is_code_and_short():
    assert first_line("\n# why\n\n  x = 1\n") == "x = 1"
    assert first_line("x = " + "1 + " * 50) == "x = " + "1 + " * 13 + "1 +…"
    assert first_line("# only words") == ""


def test_an_edited_cell_is_found_by_what_it_defines_or_how_it_begins(table):
    assert table.index("def area(radius):\n    return 3") == 1
    assert table.index("circles = [1, 2, 3]\nprint(circles)") == 3
    assert table.index("something = 'else'") is None


def test_only_definitions_count_as_such(table):
    assert table.defined("area(2)\narea == 3\n    area = 2\nprint(first)") == set()
    assert table.defined("area: object = max\nasync def first(): ...\nclass second: ...") == {"area", "first", "second"}


def test_an_unknown_assignment_is_named_with_those_there_are():
    with pytest.raises(CourseError, match=r"'3-9-nothing'; this version of the course knows .*3-1-convolution, "):
        read_task_list("3-9-nothing")


def test_a_table_is_no_larger_than_it_has_to_be():
    for path in (ROOT / TABLES).iterdir():
        assert path.stat().st_size < 40_000
        assert set(json.loads(path.read_text())) == {"tasks", "cells"}
