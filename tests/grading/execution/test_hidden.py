"""Hidden lines run when nothing can be shown any more: no answer tells what they gave it; verdicts are as before."""

import json
import time

import pytest
from nbformat.v4 import new_code_cell

from course.grading.execution.execute import execute
from course.grading.execution.trusted import hidden_split
from course.notebook.known_answers import fill
from tests.grading.execution.conftest import lesson
from tests.grading.execution.hidden import TELLERS
from tests.small_cells import nbgrader_cell

SECRET = 7_316_904  # what hidden lines give, and nothing else
HIDDEN = f"### BEGIN HIDDEN TESTS\nsecret = {SECRET}\nassert double(secret) == 2 * secret, secret\n### END HIDDEN TESTS"
SOURCE = lesson(
    nbgrader_cell("double", "def double(x):\n    return 2 * x", solution=True),
    nbgrader_cell("test-double", f"assert double(3) == 6\n{HIDDEN}", points=2),
    nbgrader_cell("test-again", f"assert double(4) == 8\n{HIDDEN}", points=2),
)


def run(fork, answer, *more, source=SOURCE, **options):
    handed_in = fill(source, {"double": answer})
    handed_in.cells += [new_code_cell(text) for text in more]
    return execute(source, handed_in, fork(), **{"seconds": 5} | options)


def for_students(done):
    """All that reaches the author of a submission: what cells show, but for output to instructors, and evidence."""
    outputs = [
        out for c in done.notebook.cells for out in c.get("outputs", []) if "instructors" not in out.get("text", "")
    ]
    return (
        json.dumps(outputs)
        + str(done.limits)
        + str(done.suspected)
        + done.gone
        + str(list(map(str, done.tampered.values())))
    )


@pytest.mark.parametrize(("answer", "last", "right"), TELLERS.values(), ids=TELLERS)
def test_no_answer_tells_what_hidden_lines_gave_it(fork, answer, last, right):
    begin = time.monotonic()
    done = run(fork, answer, last)
    assert str(SECRET) not in for_students(done)
    assert {name: test.passed for name, test in done.tests.items()} == dict.fromkeys(
        ("test-double", "test-again"), right
    )
    assert time.monotonic() - begin < 30


def test_visible_calls_are_still_told(fork):
    answer, last, _ = TELLERS["prints in a later cell"]
    assert "[3, 4]" in for_students(run(fork, answer, last))


def test_hidden_failure_is_told_in_our_words_and_in_full_to_instructors_alone(fork):
    done = run(fork, "def double(x): return 2 * x if x < 100 else 0")
    told, error = done.notebook.cells[2].outputs
    assert error.evalue == "A further test, with other inputs than the checks that you can see, did not pass."
    assert told.text.startswith("For instructors only")
    assert f"AssertionError: {SECRET}" in told.text


def test_hidden_failure_is_a_record_that_says_so(fork):
    failures = run(fork, "def double(x): return 2 * x if x < 100 else 0").failures
    assert [(failure.task, failure.check, failure.kind, failure.hidden) for failure in failures] == [
        ("double", "test-double", "check", True),
        ("double", "test-again", "check", True),
    ]
    assert [failure.what for failure in failures] == [str(SECRET)] * 2  # for instructors


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        ("while True: pass", "took too long and was stopped"),
        ("__import__('os')._exit(0)", "ended the notebook’s Python"),
    ],
)
def test_answer_that_hangs_or_ends_in_hidden_lines_costs_its_own_tests_and_is_noted(fork, happens, words):
    answer = f"def double(x):\n    if x > 100:\n        {happens}\n    return 2 * x"
    done = run(fork, answer, "print('shown')", seconds=1)
    assert words in done.tests["test-double"].outputs[-1]["evalue"]
    assert words in done.limits["test-double"]
    assert (done.gone, done.notebook.cells[-1].outputs[0].text) == ("", "shown\n")


def test_tests_before_the_end_of_the_process_keep_their_points(fork):
    done = run(fork, "def double(x): return 2 * x", "import os\nos._exit(1)")
    assert done.passed("test-double")
    assert "it ended" in done.gone


def hiding(visible, hidden, *more, after=""):
    """A lesson whose test has hidden lines between visible ones, and more tests."""
    text = f"{visible}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS\n{after}"
    further = (nbgrader_cell(f"test-{number}", text, points=1) for number, text in enumerate(more))
    return lesson(
        nbgrader_cell("double", "def double(x): ...", solution=True),
        nbgrader_cell("test-double", text, points=1),
        *further,
    )


def test_hidden_lines_see_the_process_and_its_objects_as_they_were_at_their_test(fork):
    source = hiding(
        "made = double(1)\nfirst = torch.rand(1)",
        "assert made.n == 1 and double(1).n == 2\nassert torch.rand(1) != first",
        "third = double(1)\nassert third.n == 2 and double(1).n == 3",
    )
    answer = "class Box: n = 0\ndef double(x):\n    Box.n += 1\n    made = Box()\n    made.n = Box.n\n    return made"
    done = run(fork, answer, "assert double(1).n == 4", source=source)
    assert {name: test.failure for name, test in done.tests.items()} == {"test-double": None, "test-0": None}
    assert done.notebook.cells[-1].outputs == []


def test_hidden_lines_before_visible_ones_run_in_their_order(fork):
    source = hiding("n = 1", "n = 5", after="assert double(n) == 2 * n\n0.5 if n == 5 else 0.25")
    assert run(fork, "def double(x): return 2 * x", source=source).tests["test-double"].value == 0.5
    assert not run(fork, "def double(x): return 2", source=source).passed("test-double")
    assert not run(fork, "def double(x): return 10", source=source).passed("test-double")


def test_threads_of_torch_and_gradients_work_in_hidden_lines(fork):
    source = hiding("x = torch.ones(300, 300)\ndouble(x)", "assert (double(x) == 300).all()")
    answer = (
        "torch.set_num_threads(4)\ndef double(x):\n    y = x.clone().requires_grad_()\n    (y @ x).sum().backward()\n"
        "    return y.grad"
    )
    assert run(fork, answer, source=source).tests["test-double"].failure is None


def test_answers_that_never_end_share_one_limit(fork, monkeypatch):
    monkeypatch.setattr("course.grading.execution.execute.SHORT_LIMIT", 0.3)
    endless = "class Any:\n    def __getattr__(self, name): return Any()\n    def __iter__(self): return self\n"
    endless += "    def __next__(self): return Any()\ndef double(x): return Any()"
    source = hiding("list(double(1))", "assert False", *["list(double(1))"] * 4)
    done = run(fork, endless, source=source, seconds=2)
    assert {test.failure.kind for test in done.tests.values()} == {"time limit"}
    assert done.limits["test-double"].startswith("It had not ended after 2 s")
    assert done.limits["test-3"].startswith("It had not ended after 0.3 s")


@pytest.mark.parametrize(
    ("text", "first", "rest", "hidden"),
    [
        ("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS", 1, 0, 1),
        ("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc", 1, 1, 2),
        ("for i in j:\n    a\n    ### BEGIN HIDDEN TESTS\n    b\n    ### END HIDDEN TESTS\nc", 0, 2, 2),
        ("@a\n### BEGIN HIDDEN TESTS\n@b\n### END HIDDEN TESTS\ndef c(): pass", 0, 1, 1),
        ("a\n### BEGIN HIDDEN TESTS\n# nothing\n### END HIDDEN TESTS\nb", 2, 0, 0),
        ("a\nb", 2, 0, 0),
    ],
)
def test_parts_of_a_test(text, first, rest, hidden):
    found = hidden_split.split_test(text)
    assert (len(found.first), len(found.rest), len(found.hidden)) == (first, rest, hidden)
