from __future__ import annotations

from course.notebook.names_in_text import bound, definitions, functions, words

TEXT = """\
import numpy as np
from torch import *
width: int = 3
a, b = 1, 2
same == 4
def outer():
    def inner(): ...
async def later(): ...
class Net: ...
unfinished = (
"""


def test_functions_are_those_outside_of_any_other() -> None:
    assert functions(TEXT) == {"outer", "later", "Net"}


def test_definitions_are_functions_and_single_variables() -> None:
    assert definitions(TEXT) == {"outer", "later", "Net", "width", "unfinished"}


def test_all_that_a_text_may_bind_counts_imports_and_inner_functions_too() -> None:
    assert {"np", "*", "width", "a", "b", "outer", "inner", "later", "Net", "unfinished"} <= bound(TEXT)
    assert "same" not in bound(TEXT)


def test_words_are_all_that_may_be_names() -> None:
    assert words("x + größe_2 * 3 # not") == {"x", "größe_2", "*", "not"}
