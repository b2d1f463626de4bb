"""What a cell of a notebook is: nbgrader's name for it, its kind, and whether every notebook has it."""

from __future__ import annotations

from nbformat import NotebookNode

# Cells that stand round every lesson: a badge, the one that makes the place ready, how to hand in, the report's button.
BADGE, PREPARE, HAND_IN, REPORT = STANDARD_CELLS = ("frame-badge", "frame-prepare", "frame-hand-in", "frame-report")


def is_standard(cell: NotebookNode) -> bool:
    """Whether a cell of an instructor's notebook stands round every lesson: grading never runs such a cell."""
    return cell.get("id") in STANDARD_CELLS


def grade_id(cell: NotebookNode) -> str:
    """The name by which nbgrader knows a cell; empty if it has none."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def kind(cell: NotebookNode) -> str:
    """What a cell of the instructor's notebook is: ``answer``, ``test``, ``probe`` or ``plain``."""
    meta = cell.metadata.get("nbgrader", {})
    if meta.get("solution"):
        return "answer"
    if meta.get("grade"):
        return "test"
    return "probe" if meta.get("locked") and cell.cell_type == "code" else "plain"
