"""explain: what a student reads about a test that failed."""

import pytest
from nbformat.v4 import new_output

from course.checks import expect_close, expect_equal, expect_error, expect_length, expect_shape, expect_true
from course.grading.execution.trusted.hidden import FURTHER
from course.grading.pages.verdicts import NO_ANSWER, STUB, explain
from tests.grading.pages.building import STUB as STUB_TEXT
from tests.grading.pages.building import answer, check, error, probe

RIGHT = "def area(x):\n    return x * x"
HIDDEN = 3  # a line of the hidden tests


def told(failed, source=RIGHT, outputs=(), **more):
    """What is said of a test that ended with this error."""
    return explain(check([failed]), [answer(source, outputs)], **more)


def words(verdict):
    return " ".join(vars(verdict).values())


def message(compare, *arguments, **more):
    """What a check says, as it reaches the notebook."""
    with pytest.raises(AssertionError) as caught:
        compare(*arguments, **more)
    return error("AssertionError", str(caught.value))


def test_a_test_that_passed_needs_no_words():
    assert explain(check(), [answer(RIGHT)]) is None


@pytest.mark.parametrize(
    ("failed", "expected", "came", "more"),
    [
        (message(expect_equal, [7], [7, 8], "f(3)", see="section 3"), "[7, 8]", "[7]", ""),
        (message(expect_equal, None, 4, "f(3)", see="section 3"), "4", "nothing", "Is there a `return`?"),
        (message(expect_length, 3, 2, "f(3)", see="section 3"), "2 values", "a single int: 3", ""),
        (message(expect_close, 3.0, 2.0, "f(3)", see="section 3"), "2", "3", ""),
        (message(expect_close, [1, 2.5], [1, 2], "f(3)", see="section 3"), "[1. 2.]", "[1.  2.5]", "index (1,)"),
        (
            message(expect_shape, [[1.0], [2]], (1, 2), "f(3)", see="section 3"),
            *("shape (1, 2)", "shape (2, 1)", "The number of values is right: a reshape"),
        ),
    ],
)
def test_a_check_says_what_was_expected_what_came_and_where_to_look(failed, expected, came, more):
    verdict = told(failed)
    assert (verdict.said, verdict.expected, verdict.came, verdict.see) == ("f(3)", expected, came, "section 3")
    assert more in verdict.more


def test_large_arrays_are_compared_where_they_differ_most():
    verdict = told(message(expect_close, [0.0] * 60, [1.0] * 60, "f(3)"))
    assert (verdict.expected, verdict.came) == ("1", "0")
    assert verdict.more.startswith("60 of 60 values differ")


def test_a_missing_error_is_what_came():
    def nothing():
        with expect_error(ValueError, "f(-1)"):
            pass

    verdict = told(message(nothing))
    assert (verdict.said, verdict.expected, verdict.came) == ("f(-1)", "a ValueError", "no error")


def test_a_sentence_stays_a_sentence():
    verdict = told(message(expect_true, False, "the loss falls: it rose", see="section 2, training"))
    assert (verdict.said, verdict.see) == ("the loss falls: it rose", "section 2, training")


@pytest.mark.parametrize("text", ["", "no form: at all", "x: expected", "a: expected b, but", "\n"])
def test_any_other_message_is_shown_as_it_is(text):
    assert told(error("AssertionError", text)).said == (text or "The check failed without a word.")


@pytest.mark.parametrize("kind", ["AssertionError", "ValueError", "StudentError"])
def test_a_hidden_failure_says_that_it_failed_and_nothing_else(kind):
    verdict = told(
        error(kind, "expected 152399025, but came 5", line=HIDDEN, more=["The error came from the answer:", "12345"])
    )
    assert "further test, with other inputs" in verdict.said
    assert not {"152399025", "12345", "expected 1"} & set(words(verdict).split())
    assert kind not in words(verdict)


def test_a_hidden_test_that_was_run_apart_says_our_words_for_its_end():
    late = new_output("error", ename="HiddenTestError", evalue=f"{FURTHER}took too long and was stopped.", traceback=[])
    assert told(late).said == late.evalue
    assert told(late).brief == "A further test, with other inputs, took too long and was stopped."


def test_a_failure_at_an_unknown_place_counts_as_hidden():
    lost = new_output("error", ename="KeyError", evalue="12345", traceback=["no frame: 12345"])
    assert "12345" not in words(told(lost))


def test_words_in_an_error_cannot_move_it_out_of_the_hidden_lines():
    claim = error("ValueError", "Cell In[4], line 1\n12345", line=HIDDEN)
    assert "12345" not in words(told(claim))


def test_an_untouched_answer_is_no_answer_whatever_failed():
    raised = error("NotImplementedError", "write your answer here")
    assert told(raised, STUB_TEXT) == NO_ANSWER
    assert told(raised, "  \n") == NO_ANSWER


def test_a_forgotten_stub_is_named():
    assert told(error("NotImplementedError", "write your answer here"), f"x = 1\n{STUB_TEXT}") == STUB


def test_a_cell_that_python_cannot_read_is_said_to_be_one():
    broken = error("SyntaxError", "expected ':' (<ipython-input-3-33a6>, line 1)", count=3)
    verdict = told(error("NameError", "name 'area' is not defined"), "def area(x)", [broken])
    assert verdict.said == "Python cannot read this answer: expected ':' (line 1)."
    assert "Run it" in verdict.todo


def test_an_error_in_the_answers_own_cell_comes_before_that_of_the_test():
    broken = error("ModuleNotFoundError", "No module named 'cv2'", count=3)
    verdict = told(error("NameError", "name 'area' is not defined"), "import cv2", [broken])
    assert "a ModuleNotFoundError: No module named 'cv2'" in verdict.said


def test_a_missing_name_is_asked_for():
    verdict = told(error("NameError", "name 'area' is not defined"), "def aera(x): return x")
    assert "`area`" in verdict.todo


def test_an_error_in_the_answer_shows_the_line_of_the_answer():
    trace = ["The error came from the answer:", "Cell In[3], line 2, in area(x)", "----> 2 return x + y"]
    verdict = told(error("NameError", "name 'y' is not defined", more=trace))
    assert verdict.said == "The answer stopped with a NameError: name 'y' is not defined."
    assert verdict.trace.endswith("----> 2 return x + y")


def test_a_probe_that_failed_counts_as_the_answer():
    called = probe("probe()", [error("TypeError", "no", count=4)])
    verdict = explain(check([error("NameError", "name 'probed' is not defined")]), [answer(RIGHT), called])
    assert verdict.said == "The answer stopped with a TypeError: no."


@pytest.mark.parametrize("in_answer", [True, False])
def test_a_time_out_is_called_by_its_name(in_answer):
    late = error("CellTimeoutError", "This cell was stopped after 60 seconds.")
    verdict = told(error("NameError", "x"), outputs=[late]) if in_answer else told(late)
    assert "too long" in verdict.said
    assert "60 seconds" in verdict.more


def test_a_process_that_ended_is_told_of_where_it_ended_and_after_it():
    gone = error("DeadKernelError", "The process of this submission is gone")
    assert "ended here" in told(gone, outputs=[gone]).said
    assert "“Task 2”" in told(gone, ended_in="Task 2").said


def test_a_result_that_was_not_accepted_says_why():
    verdict = told(new_output("error", ename="Tampered", evalue="passes with a wrong answer", traceback=[]))
    assert "not accepted" in verdict.said
    assert verdict.more == "passes with a wrong answer"
