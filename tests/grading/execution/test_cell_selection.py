"""Only those of the instructor's plain cells are run that something depends on."""

import time

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grading.execution.cell_selection import needed
from course.notebook.code_names import LONGEST_CELL, LONGEST_NOTEBOOK


def run(*cells):
    """Places that are run of ``(kind, source)`` pairs."""
    return needed([new_code_cell(source) for _, source in cells], [kind for kind, _ in cells])


IMPORTS = ("plain", "import torch")


def test_demonstrations_that_nothing_depends_on_are_not_run():
    assert run(IMPORTS, ("answer", "def f(x): return x"), ("plain", "print(f(torch.ones(2)))"), ("test", "f(1)")) == {
        *(0, 1, 3)
    }


def test_a_cell_that_an_answer_or_a_students_cell_or_a_test_needs_is_run_with_all_that_it_needs():
    cells = [IMPORTS, ("plain", "a = 1"), ("plain", "b = a + 1"), ("plain", "c = 3")]
    for kind in ("answer", "student", "test", "probe"):
        assert run(*cells, (kind, "print(b)")) == {0, 1, 2, 4}, kind


def test_a_cell_that_may_change_what_is_needed_is_run_too():
    cells = [("plain", "nets = {}"), ("plain", "nets[1] = 2"), ("plain", "other = 1"), ("plain", "nets.clear()")]
    assert run(IMPORTS, *cells, ("student", "len(nets)")) == {0, 1, 2, 4, 5}


def test_only_the_last_binding_before_counts():
    cells = [("plain", "x = train()"), ("plain", "x = 2"), ("student", "x"), ("plain", "x = 3")]
    assert run(IMPORTS, *cells) == {0, 2, 3}


def test_a_name_that_the_answer_binds_is_not_a_demonstrations():
    assert run(IMPORTS, ("plain", "x = 1"), ("answer", "x = 2\ndef f(): return x"), ("test", "f()")) == {0, 2, 3}


def test_names_inside_functions_count():
    assert run(IMPORTS, ("plain", "x = 1"), ("answer", "def f():\n    return x")) == {0, 1, 2}


@pytest.mark.parametrize(
    "text", ["globals()['x']", "eval('x')", "get_ipython().user_ns['x']", "%run other.py", "#" * (LONGEST_CELL + 1)]
)
def test_a_text_that_may_reach_any_name_runs_everything(text):
    assert run(IMPORTS, ("plain", "x = 1"), ("student", text)) == {0, 1, 2}


def test_texts_that_are_too_long_together_run_everything():
    cells = [("student", "#" * LONGEST_CELL)] * (LONGEST_NOTEBOOK // LONGEST_CELL + 1)
    assert run(IMPORTS, ("plain", "x = 1"), *cells) == set(range(len(cells) + 2))


def test_the_method_eval_reaches_no_names():
    assert run(IMPORTS, ("plain", "x = 1"), ("answer", "model = torch.nn.Linear(1, 1).eval()")) == {0, 2}


def test_what_is_no_python_needs_nothing_and_stops_nothing():
    assert run(IMPORTS, ("plain", "x = 1"), ("answer", "def f(:"), ("student", "(" * 5000)) == {0, 2, 3}


def test_many_empty_lines_take_no_time():
    begin = time.monotonic()
    assert run(IMPORTS, ("student", "x = 1" + "\n" * (LONGEST_CELL - 10))) == {0, 1}
    assert time.monotonic() - begin < 1


def test_text_cells_are_never_run():
    assert needed([new_markdown_cell("x"), new_code_cell("1")], ["plain", "plain"]) == {1}
