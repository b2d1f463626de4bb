"""An answer that uses what its task does not allow fails, whoever hides it; one that keeps the rules does not."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from course.authoring.write_task_rules import write_rules
from course.grading.execution.execute import execute
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

RIGHT = "def spread(x):\n    x = x - x.mean(0)\n    return x.T @ x / len(x)"
SAID = "uses torch.cov, which is not allowed in this task: do it"


def source():
    made = lesson(
        nbformat.v4.new_markdown_cell("<!-- not allowed: torch.cov, course.models.PCA; do it -->"),
        nbgrader_cell("spread", RIGHT, solution=True),
        nbgrader_cell("probe-spread", "def spread_of(x):\n    return spread(x) - torch.cov(x.T, correction=0)"),
        nbgrader_cell(
            "test-spread",
            "x = torch.rand(5, 3)\nexpect_close(spread(x), torch.cov(x.T, correction=0), 'spread')\n"
            "expect_close(spread_of(x), torch.zeros(3, 3), 'spread_of')\n### BEGIN HIDDEN TESTS\n"
            "expect_close(spread(x[:2]), torch.cov(x[:2].T, correction=0), 'spread')\n### END HIDDEN TESTS",
            points=1,
        ),
        nbgrader_cell("free", "def free(x):\n    return 2 * x", solution=True),
        nbgrader_cell("test-free", "expect_close(free(torch.ones(2)), [2, 2], 'free')", points=1),
    )
    return write_rules(made)


def graded(side, answer, *before, free="def free(x):\n    return 2 * x"):
    made = source()
    handed_in = nbformat.from_dict(made)
    handed_in.cells[2].source, handed_in.cells[5].source = answer, free
    handed_in.cells[2:2] = [new_code_cell(text) for text in before]
    return execute(made, handed_in, side)


def test_a_right_answer_passes_though_check_and_probe_use_what_it_may_not(side):
    done = graded(side, f"{RIGHT}\nprint(spread(torch.ones(2, 2)) - torch.cov(torch.ones(2, 2)))")
    assert done.passed("test-spread"), done.failures


def test_another_task_may_use_it(side):
    assert graded(side, RIGHT, free="def free(x):\n    return 0 * torch.cov(x) + 2 * x").passed("test-free")


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        ((), "def spread(x): return torch.cov(x.T, correction=0)"),
        (("from torch import cov as c",), "def spread(x): return c(x.T, correction=0)"),
        (("def helper(x): return x.cov(correction=0)",), "def spread(x): return helper(x.T)"),
    ],
)
def test_what_the_text_shows_is_told_in_the_visible_check(side, before, answer):
    (failure,) = graded(side, answer, *before).failures
    assert (failure.kind, failure.hidden, failure.what) == ("check", False, f"spread {SAID}")


def test_what_no_text_shows_raises_the_sentence_in_the_answer(side):
    hidden = "word = ''.join(['c', 'o', 'v'])\ndef helper(x): return x.__getattribute__(word)(correction=0)"
    (failure,) = graded(side, "def spread(x): return helper(x.T)", hidden).failures
    assert (failure.kind, failure.detail) == (
        "error",
        f"NotAllowedError: {SAID.replace('torch.cov', 'torch.Tensor.cov')}",
    )


def test_whoever_takes_the_guard_away_is_read_all_the_same(side):
    undone = "import course.not_allowed.out_of_reach as o\no.out_of_reach = o._guarded = None\no._replaced = None"
    (failure,) = graded(side, "def spread(x): return torch.cov(x.T, correction=0)", undone).failures
    assert failure.what == f"spread {SAID}"
