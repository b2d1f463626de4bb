"""A whole notebook in two processes: outputs where they belong, and nothing a submission does stops it."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grading.execution.execute import execute
from course.grading.execution.trusted.deadline import TOO_LONG
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

STOPPED = TOO_LONG.format(wall=1)
SOURCE = lesson(
    nbgrader_cell("double", "def double(x):\n    print('asked')\n    return 2 * x", solution=True),
    nbgrader_cell("probe-double", "def twice(x):\n    return double(double(x))"),
    nbgrader_cell("test-double", "assert twice(2) == 8", points=2),
    new_markdown_cell("The end."),
    new_code_cell("print('shown')\ndouble(4)"),
)


def test_outputs_stand_in_their_cells_and_the_notebook_is_valid(side):
    handed_in = nbformat.from_dict(SOURCE)
    handed_in.cells.append(new_code_cell("print('mine')\ndouble(4)"))
    done = execute(SOURCE, handed_in, side)
    nbformat.validate(done.notebook)
    codes = [c for c in done.notebook.cells if c.cell_type == "code"]
    assert [c.execution_count for c in codes] == [1, 2, 3, 4, 5, 6]
    assert [len(c.outputs) for c in codes] == [0, 0, 0, 0, 1, 2]
    assert "no task depends on it" in codes[4].outputs[0].text
    assert codes[5].outputs[0].text == "mine\nasked\n"
    assert codes[5].outputs[1].data["text/plain"] == "8"
    assert (done.passed("test-double"), done.gone) == (True, "")
    assert all("outputs" not in c or not c.outputs for c in SOURCE.cells)


def test_texts_of_tests_and_probes_are_the_instructors(side):
    handed_in = nbformat.from_dict(SOURCE)
    handed_in.cells[1].source = "def double(x): return 1"
    handed_in.cells[2].source = "def twice(x): return 8"
    handed_in.cells[3].source = "pass"
    assert not execute(SOURCE, handed_in, side).passed("test-double")


def test_cell_with_an_unknown_name_is_the_students(side):
    handed_in = nbformat.from_dict(SOURCE)
    handed_in.cells.append(nbgrader_cell("test-mine", "2.0", points=9))
    done = execute(SOURCE, handed_in, side)
    assert set(done.tests) == {"test-double"}
    assert done.notebook.cells[-1].outputs[0].data["text/plain"] == "2.0"


def test_test_that_is_not_there_has_not_passed(side):
    handed_in = nbformat.from_dict(SOURCE)
    del handed_in.cells[3]
    assert not execute(SOURCE, handed_in, side).passed("test-double")


def test_cell_without_end_costs_its_time_and_no_more(side):
    handed_in = nbformat.from_dict(SOURCE)
    handed_in.cells.insert(2, new_code_cell("while True: pass"))
    done = execute(SOURCE, handed_in, side, seconds=1)
    assert done.notebook.cells[2].outputs[-1].ename == "CellTimeoutError"
    assert done.passed("test-double")
    assert done.limits == {"In[3]": STOPPED}


def test_answer_without_end_and_a_flood_are_limits_that_were_met(side):
    handed_in = nbformat.from_dict(SOURCE)
    handed_in.cells[1].source = "def double(x):\n    while True: pass"
    handed_in.cells.append(new_code_cell("print('x' * 10**7)"))
    done = execute(SOURCE, handed_in, side, seconds=1)
    assert done.limits == {
        "test-double": STOPPED,
        "In[6]": "this cell shows more than it may",
    }


@pytest.mark.parametrize("end", ["import os\nos._exit(1)", "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"])
def test_process_that_ends_leaves_a_reason_in_every_cell_after_it(side, end):
    handed_in = nbformat.from_dict(SOURCE)
    handed_in.cells.insert(1, new_code_cell(end))
    done = execute(SOURCE, handed_in, side)
    nbformat.validate(done.notebook)
    enames = [c.outputs[0].ename for c in done.notebook.cells[1:-1] if c.cell_type == "code"]
    assert enames == ["DeadKernelError"] * 4
    assert "it ended" in done.gone
    assert not done.passed("test-double")


def test_function_that_changes_what_a_test_gives_it_is_named(fork):
    source = lesson(
        nbgrader_cell("f", "def f(x): return x", solution=True),
        nbgrader_cell("test-f", "x = Draw().image(2)\nexpect_close(f(x), x, 'f(x)')", points=1),
    )
    handed_in = nbformat.from_dict(source)
    handed_in.cells[1].source = "def f(x): return x.zero_()"
    assert execute(source, source, fork()).tests["test-f"].changed == ()
    assert execute(source, handed_in, fork()).tests["test-f"].changed == ("f",)
