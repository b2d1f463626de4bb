"""Every way in which a test fails leaves a record: of what kind it was, and all that is known of it."""

from dataclasses import astuple

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grading.execution.execute import execute
from course.grading.execution.trusted.deadline import TOO_LONG
from course.grading.results.failure import Failure
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

ANSWER = "def double(x):\n    return 2 * x"
CHECK = 'expect_equal(double(3), 6, "double(3)", see="section 1")'
SOURCE = lesson(
    new_markdown_cell("## 1 Doubles\n\n### Task 1: double"),
    nbgrader_cell("double", ANSWER, solution=True),
    nbgrader_cell("test-double", CHECK, points=1),
    new_markdown_cell("### Task 2: halve"),
    nbgrader_cell("half", "def half(x):\n    return x / 2", solution=True),
    nbgrader_cell("probe-half", "def halved(x):\n    return half(x)\n\nfour = half(8)"),
    nbgrader_cell("test-half", "assert halved(4) == 2", points=1),
    imports="from course.checks import expect_equal",
)


@pytest.fixture
def failures(fork):
    """Runs answers, by the names of their cells, and gives the failures."""

    def run(seconds=5, wrong=None, **answers) -> tuple[Failure, ...]:
        handed_in = nbformat.from_dict(SOURCE)
        for one in handed_in.cells:
            one.source = answers.get(one.metadata.get("nbgrader", {}).get("grade_id"), one.source)
        return execute(SOURCE, handed_in, fork(), seconds=seconds, wrong=wrong).failures

    return run


def test_a_solution_has_no_failures(failures):
    assert failures() == ()


def test_a_failed_check_has_all_that_the_check_has_found(failures):
    assert failures(double="def double(x): return x") == (
        Failure(
            "double",
            "test-double",
            "check",
            what="double(3)",
            expected="6",
            received="3",
            see="section 1",
            error_type="CheckError",
        ),
    )


@pytest.mark.parametrize(
    ("answer", "kind", "about"),
    [
        ("def double(x): return missing", "error", {"error_type": "NameError"}),
        ("def double(x): raise TypeError('too odd')", "error", {"error_type": "TypeError", "detail": "too odd"}),
        ("def double(x): raise NotImplementedError('write your answer here')", "stub", {}),
        ("def twice(x): return 2 * x", "missing name", {"what": "double"}),
        ("def double(x)\n    return x", "syntax", {"detail": "expected ':' (line 1)"}),
        ("double = eval('1 +')", "cell error", {"error_type": "SyntaxError"}),
        ("import nothing_like_it", "cell error", {"detail": "No module named 'nothing_like_it'"}),
        (" \n", "unanswered", {}),
        ("def double(x):\n    while True: pass", "time limit", {"detail": TOO_LONG.format(wall=1)}),
        ("while True: pass", "time limit", {"detail": TOO_LONG.format(wall=1)}),
    ],
)
def test_what_went_wrong_has_a_kind_and_its_facts(failures, answer, kind, about):
    (failure,) = failures(seconds=1, double=answer)
    assert (failure.check, failure.kind, failure.hidden) == ("test-double", kind, False)
    assert {name: getattr(failure, name) for name in about} == about


def test_an_error_of_the_answer_comes_with_the_answers_own_lines(failures):
    (failure,) = failures(double="def double(x):\n    return x / 0")
    assert "----> 2     return x / 0" in failure.traceback
    assert "expect_equal" not in failure.traceback


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("def hafl(x): return x / 2", "missing name"), ("def half(x): return x / 0", "error")],
)
def test_a_probe_that_stops_is_the_failure_of_its_test(failures, answer, kind):
    (failure,) = failures(half=answer)
    assert (failure.task, failure.check, failure.kind) == ("half", "test-half", kind)


def test_a_process_that_ended_says_so_where_it_did_and_later_where_it_had(failures):
    ended, gone = failures(double="import os\nos._exit(1)")
    assert (ended.check, ended.kind, ended.see) == ("test-double", "process ended", "")
    assert "it ended" in ended.detail
    assert (gone.check, gone.kind, gone.see) == ("test-half", "process gone", "Task 1: double")


def test_a_process_that_a_students_own_cell_ended_is_gone_for_all_that_follows(fork):
    handed_in = nbformat.from_dict(SOURCE)
    handed_in.cells.insert(4, new_code_cell("import os\nos._exit(1)"))
    (gone,) = execute(SOURCE, handed_in, fork()).failures
    assert (gone.check, gone.kind, gone.see) == ("test-half", "process gone", "Task 1: double")


def test_a_faked_result_is_a_failure(failures):
    (failure,) = failures(wrong={"half": ["def half(x): return x / 2"]})
    assert (failure.check, failure.kind) == ("test-half", "tampered")
    assert "also passes with an answer that is known to be wrong" in failure.detail


def test_values_of_an_answer_are_cut_and_can_be_stored(failures):
    (failure,) = failures(double="def double(x): raise ValueError('\\0\\ud800' + 'x' * 9_000)")
    assert failure.detail.startswith("?xxx")
    assert all(len(text.encode()) <= 10_000 for text in astuple(failure) if isinstance(text, str))
