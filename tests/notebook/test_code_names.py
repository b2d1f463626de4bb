"""A student's text is read as IPython would run it, within bounds."""

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from course.notebook.code_names import LONGEST_CELL, UnreadableError, python, without_magics

CELLS = (
    "x = 1\n%time y = x\n!ls {x}\nfiles = !ls\nz = %time 3\nprint?\n",
    "%%time\nx = 1\n",
    "%%bash\nls\n",
    "def f(x):\n    %time return x\n    return '''\n%no magic\n'''\n",
    ">>> x = 1\n>>> y = 2\n",
    "    x = 1\n    !ls\n",
)


@pytest.mark.parametrize("cell", CELLS)
def test_magics_become_what_ipython_makes_of_them(cell):
    assert without_magics(cell) == TransformerManager().transform_cell(cell)


@pytest.mark.parametrize("cell", ["%time\n" * 1000, "x = 1\n" * LONGEST_CELL])
def test_what_takes_too_long_to_read_is_said_to(cell):
    with pytest.raises(UnreadableError):
        python(cell)
