"""Tests run here: where their names come from, what they print, how they fail, and how long they may take."""

import re
import time

import pytest

from course.grading.execution.trusted.run_tests import Tests
from course.notebook.cells import grade_id
from course.notebook.code_names import names
from course.notebook.regions import HIDDEN_TESTS, region_lines
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")
ANSWER = nbgrader_cell("double", "def double(x):\n    return 2 * x", solution=True)


@pytest.fixture
def run(side):
    """Runs a test cell after what stands before it; those of the student's side are run there."""

    def run(test, *before, answer="def double(x):\n    return 2 * x", seconds=20, imports="import torch", also=()):
        source = lesson(*before, ANSWER, *also, nbgrader_cell("test-double", test, points=2), imports=imports)
        side.run_cell(answer, 1, seconds=5)
        tests = Tests(source, side)
        for probe in also:
            side.run_cell(probe.source, 2, seconds=5)
            tests.keep(grade_id(probe))
        return tests.run("test-double", 3, seconds=seconds)

    return run


def test_right_answer_passes_and_wrong_one_fails(run):
    assert run("assert double(3) == 6").passed
    failed = run("assert double(3) == 6", answer="def double(x): return x")
    assert (failed.passed, failed.failure.kind, failed.value) == (False, "check", None)


def test_imports_and_plain_cells_come_from_here_whatever_the_student_has_done(run):
    plain = nbgrader_cell("x", "LIMIT = 5\ndef expected(x):\n    return torch.tensor(x) * 2")
    plain.metadata = {}
    unused = nbgrader_cell("y", "raise RuntimeError('run although nobody needs it')")
    unused.metadata = {}
    steal = "def double(x): return 7\nclass torch: tensor = lambda x: x\ndef expected(x): return 7\nLIMIT = 7"
    test = "assert LIMIT == 5 and double(2) == expected(2).item()"
    assert run(test, plain, unused).passed
    assert not run(test, plain, unused, answer=steal).passed


def test_of_the_imports_only_what_tests_and_their_plain_cells_need_is_imported(run):
    plain = nbgrader_cell("x", "def expected(x):\n    return F.relu(torch.tensor(x)) * math.pi")
    plain.metadata = {}
    imports = "import os.path, math, no_such_module\nfrom torch.nn import functional as F, no_such_name\nimport torch"
    assert run("assert expected(2) > 6 and os.path.sep and double(1) == 2", plain, imports=imports).passed
    assert run("no_such_module", imports=imports).failure.error_type == "ModuleNotFoundError"
    assert run("torch", imports=f"{imports}\nprint(1)").failure.error_type == "ModuleNotFoundError"


def test_plain_cell_that_needs_the_student_is_the_students(run):
    plain = nbgrader_cell("x", "six = double(3)")
    plain.metadata = {}
    source = lesson(ANSWER, plain, nbgrader_cell("test-double", "assert six == 6", points=1))
    done = run("assert double(1) == 2")
    assert done.passed
    tests = Tests(source, tests_side := run.__closure__[0].cell_contents)
    assert not tests.cells.is_ours(2)
    tests_side.run_cell("six = 6", 4, seconds=5)
    assert tests.run("test-double", 5, seconds=5).passed


def test_helpers_of_earlier_tests_are_known(side):
    source = lesson(
        ANSWER,
        nbgrader_cell("test-a", "def check(x): assert double(x) == 2 * x\ncheck(1)", points=1),
        nbgrader_cell("test-b", "check(5)", points=1),
    )
    side.run_cell(ANSWER.source, 1, seconds=5)
    tests = Tests(source, side)
    assert [tests.run(name, 2, seconds=5).passed for name in ("test-a", "test-b")] == [True, True]


def test_probe_is_what_it_was_right_after_its_cell_ran(run, side):
    probe = nbgrader_cell("probe", "def measured(x):\n    return double(x)")
    assert run("side_effect = measured(4)\nassert side_effect == 8", also=[probe]).passed
    source = lesson(ANSWER, probe, nbgrader_cell("test-double", "assert measured(1) == 2", points=1))
    tests = Tests(source, side)
    side.run_cell(probe.source, 2, seconds=5)
    tests.keep("probe")
    side.run_cell("def measured(x): return 3", 3, seconds=5)
    assert tests.run("test-double", 4, seconds=5).passed


def test_missing_answer_fails_at_its_line_with_a_name_error(run):
    done = run("# nothing here\nassert double(3) == 6", answer="def double(x) return")
    (error,) = done.outputs
    assert (error["ename"], error["evalue"]) == ("NameError", "name 'double' is not defined")
    assert FRAME.findall("\n".join(error["traceback"])) == [("3", "2")]


def test_traceback_names_the_lines_that_tell_hidden_tests_from_visible_ones(run):
    test = "def check(n):\n    assert double(n) == 2 * n, n\n\ncheck(1)\n"
    test += "### BEGIN HIDDEN TESTS\ncheck(2)\n### END HIDDEN TESTS"
    done = run(test, answer="def double(x): return 2")
    lines = {int(line) for count, line in FRAME.findall("\n".join(done.outputs[0]["traceback"])) if count == "3"}
    assert lines == {2, 6}
    assert lines & region_lines(test, HIDDEN_TESTS)


def test_error_of_the_answer_is_told_with_the_students_traceback(run):
    done = run("double(3)", answer="def double(x):\n    return x / 0")
    text = "\n".join(done.outputs[0]["traceback"])
    assert re.search(
        r"Cell In\[3\], line 1.*ZeroDivisionError: division by zero.*Cell In\[1\], line 2, in double", text, re.S
    )
    assert ".py" not in text, "frames of ours stand in it"


@pytest.mark.parametrize(
    ("last", "value"), [("0.5", 0.5), ("1", 1), ("torch.tensor(0.5)", 0.5), ("'1'", None), ("x = 1", None)]
)
def test_partial_credit_is_a_number_in_the_last_line(run, last, value):
    done = run(f"y = double(1)\n{last}")
    assert (done.passed, done.value, type(done.value)) == (True, value, type(value))


@pytest.mark.parametrize(
    "last", ["True", "-1", "3", "float('nan')", "float('inf')", "1j", "torch.tensor(3)", "torch.zeros(2)"]
)
def test_what_is_no_number_of_points_is_no_credit(run, last):
    done = run(f"y = double(1)\n{last}")
    assert (done.passed, done.value, done.failure.error_type) == (False, None, "CreditError")
    assert "expected a number from 0 to 2" in done.outputs[0]["evalue"]


def test_no_partial_credit_beside_an_error(run):
    assert run("raise ValueError\n1").value is None


def test_prints_are_kept_with_the_test(run):
    done = run("import sys\nprint('a')\nprint('b', file=sys.stderr)")
    assert done.outputs == [{"output_type": "stream", "name": "stdout", "text": "a\nb\n"}]


def test_prints_of_an_answer_are_not_shown(run):
    assert run("double(1)", answer="def double(x): print('seen', x)").outputs == []


@pytest.mark.parametrize("test", ["while True: pass", "double(1)", "try: double(1)\nexcept Exception: pass"])
def test_test_ends_at_its_limit(run, test):
    begin = time.monotonic()
    done = run(test, answer="def double(x):\n    while True: pass", seconds=0.5)
    assert (done.passed, done.failure.kind) == (False, "time limit")
    assert time.monotonic() - begin < 4


def test_tests_after_the_end_of_the_process_fail_with_its_reason(run, side):
    done = run(
        "import contextlib\nwith contextlib.suppress(Exception):\n    double(1)",
        answer="import os\ndef double(x): os._exit(0)",
    )
    assert (done.passed, done.failure.kind) == (False, "process ended")
    assert "it ended" in done.outputs[0]["evalue"]
    again = Tests(lesson(ANSWER, nbgrader_cell("t", "double(1)", points=1)), side).run("t", 4, seconds=5)
    assert (again.passed, again.outputs[0]["evalue"]) == (False, done.outputs[0]["evalue"])


def test_changed_arguments_are_noted(run):
    done = run("x = torch.ones(2)\ny = double(x)", answer="def double(x): return x.zero_()")
    assert done.passed
    assert len(done.changed) == 1
    assert run("x = torch.ones(2)\ndouble(x)").changed == ()


def test_process_exit_in_a_test_is_a_failure(run):
    assert not run("raise SystemExit").passed


@pytest.mark.parametrize(
    ("source", "needs", "binds"),
    [
        ("x = y + 1\nx", {"y"}, {"x"}),
        ("x = x + 1", {"x"}, {"x"}),
        ("def f(a): return a + b + g()\ndef g(): return c", {"b", "c"}, {"f", "g"}),
        ("for i, j in pairs:\n    s = i + k\nprint(s)", {"pairs", "k", "print"}, {"i", "j", "s"}),
        ("with a as b:\n    c = b", {"a"}, {"b", "c"}),
        ("import torch.nn as nn, os.path\nfrom x import y as z", set(), {"nn", "os", "z"}),
        ("[n for n in m if n > lo]\nlambda q: q + w", {"m", "lo", "w"}, set()),
        ("class A(B):\n    c = d\n    def e(self): return f", {"B", "d", "f"}, {"A"}),
        ("try:\n    a\nexcept E as e:\n    e\nelse:\n    b = 1", {"a", "E"}, {"e", "b"}),
        ("if (n := m) > 1:\n    pass\nelif k: z = n", {"m", "k"}, {"n", "z"}),
        ("def f():\n    global g\n    g = 1", set(), {"f", "g"}),
        ("%matplotlib inline\nx = 1", set(), {"x"}),
        ("@d\ndef f(a=b) -> c: pass", {"d", "b", "c"}, {"f"}),
        ("def f(:", set(), set()),
    ],
)
def test_names_of_a_cell(source, needs, binds):
    found = names(source)
    assert (found.needs, found.binds) == (needs, binds)
