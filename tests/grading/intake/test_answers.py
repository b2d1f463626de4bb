"""rebuild: each answer is found, wherever a student has put it, and none is taken for another."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from course.grading.intake.rebuild import ELSEWHERE
from tests.grading.intake.helpers import AREA, LENGTH, STUB, WHY, added, at, text_of, twin


def test_a_deleted_answer_is_an_untouched_one_and_never_the_solution(rebuilt, answered):
    answered.cells = [c for c in answered.cells if c.id not in ("area", "answer")]
    result = rebuilt(answered)
    assert text_of(result, "area") == f"def area(r):\n    {STUB}"
    assert text_of(result, "answer") == "YOUR ANSWER HERE"
    assert text_of(result, "length") == LENGTH
    assert result.messages == [
        "The answer cells of Task 1 and Written answer 1 were missing and no answers were found; they count as not "
        "answered."
    ]


@pytest.mark.parametrize("new", [new_markdown_cell, new_raw_cell])
def test_an_answer_turned_into_text_is_code_again(rebuilt, answered, expected, new):
    place = at(answered, "area")
    answered.cells[place] = new(AREA, id="area", metadata=answered.cells[place].metadata)
    result = rebuilt(answered)
    assert result.notebook == expected
    assert result.messages == [
        "The answer cell of Task 1 had been turned into another kind of cell; it was turned back."
    ]


@pytest.mark.parametrize("shift", [0, 1])
def test_of_two_cells_with_one_name_the_one_that_was_worked_in_wins(rebuilt, answered, release, expected, shift):
    twin(answered, "area", release.cells[at(release, "area")].source, at(answered, "area") + shift)
    result = rebuilt(answered)
    assert (result.notebook, result.messages) == (expected, [])


def test_of_two_answers_the_last_before_the_check_counts_and_the_other_runs_before_it(rebuilt, answered):
    twin(answered, "area", "def area(r):\n    return 0", at(answered, "area"))
    result = rebuilt(answered)
    assert text_of(result, "area") == AREA
    assert added(result) == [("task-1", "def area(r):\n    return 0", "answer")]
    assert result.messages == [
        "There was more than one answer to Task 1; the last one before the check counts, the others were kept "
        "beside it."
    ]
    assert result.flags == {"answers-several"}


def test_an_answer_far_from_its_place_does_not_replace_the_one_in_place(rebuilt, answered):
    twin(answered, "area", "def area(r):\n    return 0", len(answered.cells))
    result = rebuilt(answered)
    assert text_of(result, "area") == AREA
    assert added(result) == [("end", "def area(r):\n    return 0", "answer")]


def test_both_halves_of_a_split_answer_run_in_their_order(rebuilt, answered):
    answered.cells[at(answered, "area")].source = "def square(x):\n    return x * x"
    twin(answered, "area", "def area(r):\n    return 3.2 * square(r)", at(answered, "area") + 1)
    result = rebuilt(answered)
    assert text_of(result, "area") == "def area(r):\n    return 3.2 * square(r)"
    assert added(result) == [("task-1", "def square(x):\n    return x * x", "answer")]


def test_an_answer_merged_into_another_is_not_hidden_by_a_stub(rebuilt, answered):
    answered.cells[at(answered, "area")].source = f"{AREA}\n\n{LENGTH}"
    del answered.cells[at(answered, "length")]
    result = rebuilt(answered)
    assert (text_of(result, "area"), text_of(result, "length")) == (f"{AREA}\n\n{LENGTH}", ELSEWHERE)
    assert "The answer cell of Task 2 was missing; the answer was found in a cell that holds more" in result.messages[0]


@pytest.mark.parametrize("emptied", [True, False])
def test_an_answer_written_into_a_new_cell_beside_its_own_counts(rebuilt, answered, release, emptied):
    answered.cells[at(answered, "area")].source = "" if emptied else release.cells[at(release, "area")].source
    answered.cells.insert(at(answered, "area"), new_code_cell(AREA))
    result = rebuilt(answered)
    assert (text_of(result, "area"), added(result)) == (AREA, [])
    assert result.messages == ["The answer to Task 1 did not stand in its own cell; it was found by its text."]


def test_a_renamed_answer_is_found_by_what_it_defines_and_a_renamed_check_by_its_text(rebuilt, answered, expected):
    for name in ("area", "test-area"):
        cell = answered.cells[at(answered, name)]
        cell.id, cell.metadata.nbgrader.grade_id = f"my-{name}", f"my-{name}"
    result = rebuilt(answered)
    assert (result.notebook, result.flags) == (expected, {"answer-found"})


def test_an_answer_written_into_a_plain_cell_still_runs(rebuilt, answered):
    answered.cells[at(answered, "imports")].source += f"\n\n{AREA}"
    del answered.cells[at(answered, "area")]
    result = rebuilt(answered)
    assert text_of(result, "area") == ELSEWHERE
    assert added(result) == [("imports", f"import math\n\n{AREA}", "edited")]
    assert result.flags == {"answer-elsewhere"}


def test_an_emptied_code_answer_stays_empty_and_a_written_one_is_untouched(rebuilt, answered):
    for name in ("area", "answer"):
        answered.cells[at(answered, name)].source = " \n"
    result = rebuilt(answered)
    assert (text_of(result, "area"), text_of(result, "answer")) == ("", "YOUR ANSWER HERE")
    assert result.flags == {"answer-empty"}


def test_a_written_answer_in_a_new_cell_or_in_the_question_reaches_the_marker(rebuilt, answered):
    answered.cells[at(answered, "answer")].source = "YOUR ANSWER HERE"
    in_question = copy.deepcopy(answered)
    in_question.cells[at(answered, "question")].source += f"\n\n{WHY}"
    answered.cells.insert(at(answered, "end"), new_markdown_cell(WHY))
    result = rebuilt(answered)
    assert (text_of(result, "answer"), added(result)) == (WHY, [])
    result = rebuilt(in_question)
    assert (text_of(result, "answer"), added(result)) == (f"Write below.\n\n{WHY}", [])
    assert "text-edited" in result.flags


def test_pictures_of_a_written_answer_are_kept(rebuilt, answered):
    picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
    answered.cells[at(answered, "answer")].attachments = picture
    result = rebuilt(answered)
    assert result.notebook.cells[at(result.notebook, "answer")].attachments == picture


def test_solutions_that_a_submission_claims_to_be_are_the_students_own_text(rebuilt, answered):
    """Whoever has written BEGIN SOLUTION into an answer keeps the text as it is."""
    text = "def area(r):\n    ### BEGIN SOLUTION\n    return 3\n    ### END SOLUTION"
    answered.cells[at(answered, "area")].source = text
    assert text_of(rebuilt(answered), "area") == text
