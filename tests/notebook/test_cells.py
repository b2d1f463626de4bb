from __future__ import annotations

from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.notebook.cells import by_grade_id, cell_name, grade_id, is_graded, is_students, kind, points, text_of

ANSWER, TEST = {"solution": True}, {"grade": True, "locked": True, "points": 2}


@pytest.mark.parametrize(
    ("make", "marks", "expected"),
    [
        (new_code_cell, ANSWER, "answer"),
        (new_markdown_cell, ANSWER | {"grade": True}, "answer"),
        (new_code_cell, TEST, "test"),
        (new_code_cell, {"locked": True}, "probe"),
        (new_markdown_cell, {"locked": True}, "text"),
        (new_markdown_cell, {"task": True}, "text"),
        (new_code_cell, {}, "plain"),
    ],
)
def test_a_cell_is_what_its_marks_say(make: Any, marks: dict[str, Any], expected: str) -> None:
    assert kind(make("", metadata={"nbgrader": marks})) == expected


def test_a_written_answer_is_graded_itself_and_worth_its_points() -> None:
    cell = new_markdown_cell("", metadata={"nbgrader": ANSWER | {"grade": True, "points": 4}})
    assert is_graded(cell)
    assert points(cell) == 4.0


@pytest.mark.parametrize(
    "cell",
    [{}, {"metadata": None}, {"metadata": {"nbgrader": ["a"]}}, {"metadata": {"nbgrader": {"grade_id": {"a": 1}}}}],
)
def test_malformed_marks_are_none(cell: dict[str, Any]) -> None:
    assert grade_id(cell) == ""
    assert kind(cell) == "plain"


def test_a_cell_without_a_name_goes_by_its_id_which_colab_keeps_in_the_metadata() -> None:
    assert cell_name({"id": "x", "metadata": {"nbgrader": {"grade_id": "a"}}}) == "a"
    assert cell_name({"id": "x", "metadata": {}}) == "x"
    assert cell_name({"metadata": {"id": "y"}}) == "y"


def test_text_may_be_a_list_of_lines() -> None:
    assert text_of({"source": ["a\n", "b"]}) == text_of({"source": "a\nb"}) == "a\nb"


def test_answers_and_added_cells_are_the_students() -> None:
    added = new_code_cell("", metadata={"course": {"by": "student", "kind": "added"}})
    answer = new_code_cell("", metadata={"nbgrader": ANSWER | {"grade_id": "a"}})
    assert is_students(added)
    assert is_students(answer)
    assert not is_students(new_code_cell("", metadata={"nbgrader": TEST}))
    assert by_grade_id([added, answer]) == {"a": answer}
