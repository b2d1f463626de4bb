"""explain: what a student reads about a test that failed."""

from typing import get_args

import pytest

from course.grading.pages.verdicts import NO_ANSWER, STUB, explain
from course.grading.results.failure import FailureKind
from tests.grading.pages.building import failed

PARTS = ("what", "expected", "received", "detail", "see", "error_type", "traceback")


def words(verdict):
    return " ".join(map(str, vars(verdict).values()))


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_kind_of_failure_has_its_words(kind, hidden):
    assert len(explain(failed(kind, hidden=hidden)).why) > 8


def test_a_check_says_what_was_expected_what_came_and_where_to_look():
    about = {"what": "f(3)", "expected": "4", "received": "nothing", "detail": "is there a `return`?"}
    verdict = explain(failed(**about, see="section 3"))
    assert (verdict.why, verdict.expected, verdict.received) == ("f(3)", "4", "nothing")
    assert (verdict.more, verdict.see) == ("Is there a `return`?", "section 3")


def test_a_sentence_stays_a_sentence():
    verdict = explain(failed(what="the loss falls: it rose", see="section 2, training"))
    assert (verdict.why, verdict.see) == ("the loss falls: it rose", "section 2, training")


def test_an_assertion_without_words_is_said_to_have_none():
    assert explain(failed()).why == "The check failed without a word."


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_a_hidden_failure_says_that_it_failed_and_nothing_of_what_was_seen(kind):
    verdict = explain(failed(kind, hidden=True, **dict.fromkeys(PARTS, "12345")))
    assert "further test, with other inputs" in verdict.why
    assert "12345" not in words(verdict)


@pytest.mark.parametrize("kind", ["error", "missing name", "stub", "check"])
def test_of_a_hidden_error_not_even_the_kind_is_told(kind):
    assert explain(failed(kind, hidden=True)) == explain(failed(hidden=True))


def test_a_hidden_failure_names_the_kind_of_input_and_the_mistake():
    found = {"category": "a batch of one", "relation": "Its numbers have the wrong sign"}
    verdict = explain(failed(hidden=True, **found, mistakes=("q and p swapped",), cleared_up="section 3"))
    assert verdict.why == "A further test, with a batch of one, did not pass."
    assert (verdict.relation, verdict.mistakes) == (found["relation"], ("q and p swapped",))
    assert verdict.cleared_up == "section 3"


def test_a_hidden_test_that_was_stopped_says_so_and_what_to_do_about_time():
    verdict = explain(failed("time limit", hidden=True))
    assert "whole tensor" in verdict.todo
    assert verdict.why.endswith("took too long and was stopped.")
    assert verdict.brief == "A further test, with other inputs, took too long and was stopped."


def test_an_untouched_answer_and_a_forgotten_stub_are_named():
    assert explain(failed("unanswered")) == NO_ANSWER
    assert explain(failed("stub", detail="write your answer here")) == STUB


def test_a_cell_that_python_cannot_read_is_said_to_be_one():
    verdict = explain(failed("syntax", detail="expected ':' (line 1)"))
    assert verdict.why == "Python cannot read this answer: expected ':' (line 1)."
    assert "Run it" in verdict.todo


def test_an_error_in_the_answers_own_cell_is_named_with_its_article():
    verdict = explain(failed("cell error", error_type="ImportError", detail="No module named 'cv2'"))
    assert "stopped with an ImportError: No module named 'cv2'" in verdict.why


def test_a_missing_name_is_asked_for():
    assert "`area`" in explain(failed("missing name", what="area")).todo


def test_an_error_in_the_answer_shows_the_line_of_the_answer():
    verdict = explain(failed("error", error_type="NameError", detail="no y", traceback="----> 2 return x + y"))
    assert verdict.why == "The answer stopped with a NameError: no y."
    assert verdict.trace == "----> 2 return x + y"


def test_an_error_of_a_class_of_the_students_own_says_its_name_itself():
    verdict = explain(failed("error", error_type="StudentError", detail="TooOdd: 3"))
    assert verdict.why == "The answer stopped with an error of its own, TooOdd: 3."


def test_a_time_out_is_called_by_its_name():
    verdict = explain(failed("time limit", detail="This cell was stopped after 60 seconds."))
    assert "too long" in verdict.why
    assert "60 seconds" in verdict.more


def test_a_process_that_ended_is_told_of_where_it_ended_and_after_it():
    assert "ended here" in explain(failed("process ended")).why
    assert "“Task 2”" in explain(failed("process gone", see="Task 2")).why


def test_a_result_that_was_not_accepted_says_why():
    verdict = explain(failed("tampered", detail="passes with a wrong answer"))
    assert "not accepted" in verdict.why
    assert verdict.more == "passes with a wrong answer"


def test_an_error_that_came_from_the_check_sends_nobody_to_look_for_a_line():
    verdict = explain(failed("error", error_type="KeyError", detail="'hidden.weight'"))
    assert "the check could not go on" in verdict.why.lower()
    assert "arrow" not in verdict.todo


def test_of_an_error_that_prints_a_whole_tensor_the_beginning_is_told():
    verdict = explain(failed("error", error_type="ValueError", detail="found invalid values: " + "0.1, " * 999))
    assert len(verdict.why) < 400
