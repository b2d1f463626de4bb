"""What stands in a released notebook where an answer belongs, and whether a student has put something else there.

The texts are those that ``nbgrader_config.py`` gives to nbgrader.
"""

from __future__ import annotations

import re

from course.notebook.cells import Cell, marks

CODE_MARK = "YOUR CODE HERE"
TEXT_STUB = "YOUR ANSWER HERE"
STUB_MESSAGE = "write your answer here"  # of the error that a stub raises
CODE_STUB = f"# {CODE_MARK}\nraise NotImplementedError('{STUB_MESSAGE}')"
RAISES = re.compile(rf"^\s*raise NotImplementedError\(['\"]{STUB_MESSAGE}", re.M)


def raises_stub(code: str) -> bool:
    """Whether the line that stops a released answer still stands in it."""
    return RAISES.search(code) is not None


def is_stub_error(name: str, message: str) -> bool:
    """Whether an error, by its class's name and its message, is the one that a stub raises."""
    return name == "NotImplementedError" and STUB_MESSAGE in message


def holds_stub(text: str) -> bool:
    """Whether any stub's mark stands in an answer."""
    return CODE_MARK in text or TEXT_STUB in text


def is_written(text: str) -> bool:
    """Whether a written answer holds more than its stub."""
    return bool(text.replace(TEXT_STUB, "").strip())


def is_unanswered(cell: Cell) -> bool:
    """Whether an answer cell of a rebuilt notebook is empty, or holds the text that it was released with."""
    from nbgrader.utils import compute_checksum  # students' kernels import this module, and have no nbgrader

    checksum = marks(cell).get("checksum")
    return not cell["source"].strip() or (checksum is not None and checksum == compute_checksum(cell))
