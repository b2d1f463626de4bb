"""Answers that do not solve the task but try to pass: none gains a point, none learns what a test has not told it."""

import pytest
from nbformat.v4 import new_code_cell

from course.grading.execution.execute import execute
from course.notebook.known_answers import fill
from tests.grading.execution.cheats import CHEATS, LIES, SEARCH
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

IMPORTS = """import numpy as np
import torch
from torch import nn
from course.checks import expect_close, expect_equal
from course.draw import Draw"""
TESTS = {
    "test-checks": "n, x = Draw().whole(10, 10**6), Draw().image(3, 4)\n"
    "expect_equal(double(n), 2 * n, 'double(n)')\nexpect_close(double(x), 2 * x, 'double(x)')",
    "test-torch": "x = Draw().image(2, 5)\nassert torch.allclose(torch.as_tensor(double(x)), 2 * x)",
    "test-numpy": "x = Draw().image(2, 5)\nnp.testing.assert_allclose(np.asarray(double(x)), 2 * x.numpy())",
    "test-plain": '### BEGIN HIDDEN TESTS\nhidden = "60481729"\nn = Draw().whole(10, 10**6)\n'
    "assert double(n) == 2 * n\nassert double([n, 2]) == [2 * n, 4]\nassert abs(double(n) - 2 * n) < 1\n"
    "assert isinstance(double(n), int)\n"
    "### END HIDDEN TESTS",
}
PROBE = """def steps(seed):
    \"\"\"What step does to a layer.\"\"\"
    torch.manual_seed(seed)
    layer = nn.Linear(2, 2)
    moved = step(layer)
    return {"moved": bool(moved), "idle": sum(w.grad is None for w in layer.parameters()), "error": 0.5}"""
PROBE_TEST = """came = steps(3)
expect_equal(came["moved"], True, "whether step has moved")
expect_equal(came["idle"], 0, "weights without gradient")"""
SOURCE = lesson(
    nbgrader_cell(
        "double", "def double(x):\n    return [2 * i for i in x] if isinstance(x, list) else 2 * x", solution=True
    ),
    *(nbgrader_cell(name, test, points=1) for name, test in TESTS.items()),
    nbgrader_cell(
        "step", "def step(layer):\n    layer(torch.ones(1, 2)).sum().backward()\n    return True", solution=True
    ),
    nbgrader_cell("probe-step", PROBE),
    nbgrader_cell("test-step", PROBE_TEST, points=2),
    imports=IMPORTS,
)
WRONG = ["def step(layer):\n    raise NotImplementedError('write your answer here')", "def step(layer): return True"]


def run(side, **answers):
    return execute(SOURCE, fill(SOURCE, answers), side, seconds=5, wrong={"step": WRONG})


def test_right_answers_pass(side):
    done = run(side)
    assert {name: test.failure for name, test in done.tests.items()} == dict.fromkeys([*TESTS, "test-step"])
    assert done.tampered == done.suspected == {}


@pytest.mark.parametrize("answer", CHEATS.values(), ids=CHEATS)
def test_cheat_gains_no_point(side, answer):
    done = run(side, double=answer)
    assert {name: (done.tests[name].passed, done.tests[name].value) for name in TESTS} == dict.fromkeys(
        TESTS, (False, None)
    )


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES)
def test_probe_that_was_made_to_lie_gains_no_point_and_is_told(side, answer):
    done = run(side, step=answer)
    assert done.tests["test-step"].passed, done.tests["test-step"].outputs  # the lie works …
    assert set(done.tampered) == {"test-step"}  # … and is found
    assert not done.passed("test-step")
    assert done.passed("test-checks")


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES)
def test_probe_that_was_made_to_lie_is_suspected_by_its_text_alone(side, answer):
    done = execute(SOURCE, fill(SOURCE, {"step": answer}), side, seconds=5)
    assert done.tampered.keys() | done.suspected.keys() == {"test-step"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("torch.builtins.setattr(np, 'cov', None)", "uses torch.builtins"),
        ("import gc\ngc.get_objects()", "uses gc.get_objects"),
    ],
)
def test_what_came_to_nothing_leaves_a_line_and_costs_no_point(side, text, told):
    done = run(side, double=f"{SOURCE.cells[1].source}\n\n\n{text}", step="def step(layer): return 3")
    assert (done.tried, done.suspected, done.tampered) == (told, {}, {})
    assert [name for name in done.tests if not done.passed(name)] == ["test-step"]


def test_probe_that_is_known_by_name_gains_nothing(side):
    done = run(side, step="import sys\ndef step(layer): return sys._getframe(1).f_code.co_name == 'steps'")
    assert not done.tests["test-step"].passed


def test_look_behind_a_test_leaves_no_trace_in_what_is_shown(fork):
    after = "print(torch.initial_seed(), torch.rand(3).tolist(), step(nn.Linear(2, 2)), 'expected' in globals())"
    handed_in = lesson(*SOURCE.cells[1:], new_code_cell(after), imports=IMPORTS)
    runs = [execute(SOURCE, handed_in, fork(), seconds=5, wrong=wrong) for wrong in ({}, {"step": WRONG})]
    texts = [run.notebook.cells[-1].outputs[0].text for run in runs]
    assert texts[0] == texts[1]
    assert texts[0].endswith("True False\n")


def test_text_of_a_test_is_nowhere_in_the_students_process(side):
    done = run(side, double=SEARCH)
    said = {
        name: "".join(out.get("evalue", "") + out.get("text", "") for out in done.tests[name].outputs) for name in TESTS
    }
    assert [name for name, words in said.items() if "(True, False)" not in words] == []
