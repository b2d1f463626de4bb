from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell
from nbgrader.utils import compute_checksum
from traitlets.config import PyFileConfigLoader

from course.notebook.stubs import CODE_STUB, TEXT_STUB, holds_stub, is_unanswered, is_written, raises_stub

ROOT = Path(__file__).parents[2]


def test_nbgrader_is_told_to_write_these_stubs() -> None:
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    assert config.ClearSolutions.code_stub == {"python": CODE_STUB}
    assert config.ClearSolutions.text_stub == TEXT_STUB


def test_a_stub_in_a_function_is_seen_and_a_sentence_about_it_is_not() -> None:
    assert raises_stub("def f():\n    raise NotImplementedError('write your answer here')")
    assert not raises_stub("# it said raise NotImplementedError('write your answer here')")
    assert holds_stub("def f():\n    # YOUR CODE HERE\n    return 1")


@pytest.mark.parametrize(
    ("text", "written"), [(TEXT_STUB, False), (" \n", False), (f"{TEXT_STUB}\n\nBecause.", True), ("Because.", True)]
)
def test_a_written_answer_is_more_than_its_stub(text: str, written: bool) -> None:
    assert is_written(text) is written


def test_an_answer_is_unanswered_while_it_is_empty_or_as_it_was_released() -> None:
    cell = new_code_cell(CODE_STUB, metadata={"nbgrader": {"grade_id": "a", "solution": True, "grade": False}})
    assert not is_unanswered(cell)  # nobody has noted what was released
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    assert is_unanswered(cell)
    cell.source = "x = 1"
    assert not is_unanswered(cell)
    cell.source = " \n"
    assert is_unanswered(cell)
