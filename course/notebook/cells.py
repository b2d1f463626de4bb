"""What a cell of a notebook is: nbgrader's name for it, its kind, its points, and whose its text is.

Cells may come from nbformat or straight from JSON, where any editor, and any student, can have written anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar

Cell = Mapping[str, Any]
AnyCell = TypeVar("AnyCell", bound=Cell)
Kind = Literal["answer", "test", "probe", "text", "plain"]

# Cells that stand round every lesson: a badge, the one that makes the place ready, how to hand in, the report's button.
BADGE, PREPARE, HAND_IN, REPORT = STANDARD_CELLS = ("frame-badge", "frame-prepare", "frame-hand-in", "frame-report")


def is_standard(cell: Cell) -> bool:
    """Whether a cell of an instructor's notebook stands round every lesson: grading never runs such a cell."""
    return cell.get("id") in STANDARD_CELLS


def marks(cell: Cell) -> Mapping[str, Any]:
    """What nbgrader knows of a cell; empty if nothing."""
    return inner(inner(cell, "metadata"), "nbgrader")


def grade_id(cell: Cell) -> str:
    """The name by which nbgrader knows a cell; empty if it has none."""
    name = marks(cell).get("grade_id")
    return name if isinstance(name, str) else ""


def cell_name(cell: Cell) -> str:
    """The name that nbgrader gave a cell, else its id, which Colab keeps in the metadata; empty if it has neither."""
    return str(grade_id(cell) or cell.get("id") or inner(cell, "metadata").get("id") or "")


def by_grade_id(cells: Iterable[AnyCell]) -> dict[str, AnyCell]:
    """The cells that nbgrader knows, by its names for them."""
    return {name: cell for cell in cells if (name := grade_id(cell))}


def kind(cell: Cell) -> Kind:
    """What a cell of the instructor's notebook is.

    Returns
    -------
    str
        ``answer``: students write it; ``test``: code that is graded; ``probe``: locked code beside an answer; ``text``:
        locked text, such as a question; ``plain``: all else.
    """
    known = marks(cell)
    if known.get("solution"):
        return "answer"
    if not any(known.get(mark) for mark in ("grade", "locked", "task")):
        return "plain"
    if cell.get("cell_type") != "code":
        return "text"
    return "test" if known.get("grade") else "probe"


def is_answer(cell: Cell) -> bool:
    """Whether students write an answer into it."""
    return bool(marks(cell).get("solution"))


def is_graded(cell: Cell) -> bool:
    """Whether a cell earns points: a test, or a written answer."""
    return bool(marks(cell).get("grade"))


def is_task(cell: Cell) -> bool:
    """Whether it is one of nbgrader's task cells: a person marks what a student has added below it."""
    return bool(marks(cell).get("task"))


def is_students(cell: Cell) -> bool:
    """Whether the text of a cell in a rebuilt notebook is a student's: an answer, or an added cell."""
    return is_answer(cell) or is_added(cell)


def is_added(cell: Cell) -> bool:
    """Whether a cell of a rebuilt notebook was added by the student."""
    return inner(inner(cell, "metadata"), "course").get("by") == "student"


def points(cell: Cell) -> float:
    """What a graded cell of the instructor's notebook, or a task, is worth.

    Raises
    ------
    KeyError
        If it is not graded.
    """
    return float(marks(cell)["points"])


def text_of(cell: Cell) -> str:
    """A cell's text."""
    return joined(cell.get("source"))


def normalised(text: str) -> str:
    """Text for comparisons: spaces at line ends and empty lines around it do not count."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def joined(value: Any) -> str:
    """The text of a field in a notebook's file, which may be a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value or "")


def inner(mapping: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The mapping below a key; empty if something else stands there."""
    value = mapping.get(key)
    return value if isinstance(value, Mapping) else {}
