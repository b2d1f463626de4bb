"""The graded cells of a notebook: what each is worth, and which answer it judges."""

from __future__ import annotations

from dataclasses import dataclass

from nbformat import NotebookNode


@dataclass(frozen=True)
class GradedCell:
    """A graded cell: the answer it judges (itself, if it is a written one), what it is worth, and its probes.

    A probe is a locked code cell between the answer and its test; it calls the answer and returns plain values.
    """

    grade_id: str
    answer: str
    points: float
    written: bool
    probes: tuple[str, ...] = ()


def graded_cells(notebook: NotebookNode) -> list[GradedCell]:
    """Graded cells of a source or released notebook; a test judges the last answer cell before it."""
    found: list[GradedCell] = []
    answer, probes = "", list[str]()
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("solution"):
            answer, probes = meta["grade_id"], []
        elif meta.get("locked") and not meta.get("grade") and cell.cell_type == "code":
            probes.append(meta["grade_id"])
        if meta.get("grade"):
            written, points = bool(meta.get("solution")), float(meta["points"])
            found.append(GradedCell(meta["grade_id"], answer, points, written, tuple(probes)))
    return found
