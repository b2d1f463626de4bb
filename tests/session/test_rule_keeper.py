"""In the open notebook a check fails with the sentence of the rule that its answer breaks, and nothing else changes."""

import pytest
import torch
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.authoring.write_task_list import task_list_of
from course.authoring.write_task_rules import write_rules
from tests.small_cells import nbgrader_cell

IMPORTS = "import torch"
CHECK = "points = torch.rand(4, 2)\nassert torch.allclose(spread(points), torch.cov(points.T, correction=0))"
RIGHT = "def spread(x):\n    x = x - x.mean(0)\n    return x.T @ x / len(x)"
WRONG = "def spread(x):\n    return torch.cov(x.T, correction=0)"
SENTENCE = "NotAllowedError: spread uses torch.cov, which is not allowed in this task: do it"


@pytest.fixture
def table():
    cells = [
        new_markdown_cell("## 1 Start\n\n### Task 1: spread (1 point)\n\n<!-- not allowed: torch.cov; do it -->"),
        new_code_cell(IMPORTS),
        nbgrader_cell("spread", "def spread(x):\n    pass", solution=True),
        nbgrader_cell("test-spread", CHECK, points=1),
    ]
    return task_list_of(write_rules(new_notebook(cells=cells)))


@pytest.fixture
def started(run):
    run("from course.session import watch; watch('small')")
    run(IMPORTS)
    return run


@pytest.mark.parametrize(
    "wrong", [WRONG, WRONG.replace("torch.cov(x.T, ", "x.T.cov("), "spread = lambda x: torch.cov(x.T)"]
)
def test_the_check_of_an_answer_that_breaks_a_rule_fails_with_a_sentence(started, wrong):
    started(wrong)
    said = started(CHECK)
    assert SENTENCE in said
    assert "0 of 1 tasks passed" in started("from course.session import show_progress; show_progress()")


def test_a_call_that_no_text_shows_fails_with_the_same_sentence(started):
    started("name = ''.join(['c', 'o', 'v'])\ndef helper(x): return x.T.__getattribute__(name)(correction=0)")
    started("def spread(x): return helper(x)")
    assert "NotAllowedError: uses torch.Tensor.cov, which is not allowed in this task: do it" in started(CHECK)


def test_an_answer_that_was_mended_passes_and_torch_is_as_it_was(started):
    before = torch.cov
    for answer in (WRONG, RIGHT):
        started(answer)
        last = started(CHECK)
    assert "✓ Task 1 passed" in last
    assert torch.cov is before
    assert "torch.Size([2, 2])" in started("torch.cov(points.T, correction=0).shape")


def test_trying_out_what_is_not_allowed_beside_the_answer_costs_nothing(started):
    started(RIGHT)
    started("print(torch.cov(torch.rand(2, 3)).shape)\n%time torch.cov(torch.rand(2, 3))")
    assert "✓ Task 1 passed" in started(CHECK)
