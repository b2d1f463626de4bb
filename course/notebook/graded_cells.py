"""The graded cells of a notebook: what each is worth, and which answer it judges."""

from __future__ import annotations

from dataclasses import dataclass

from nbformat import NotebookNode

from course.notebook.cells import grade_id, is_graded, is_task, kind, points


@dataclass(frozen=True)
class GradedCell:
    """A graded cell: the answer it judges (itself, if a person marks it), what it is worth, and its probes.

    ``written`` says that a person marks it: an answer, or one of nbgrader's task cells. A probe is a locked code cell
    between the answer and its test; it calls the answer and returns plain values.
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
        name, what = grade_id(cell), kind(cell)
        if what == "answer":
            answer, probes = name, []
        elif what == "probe":
            probes.append(name)
        if is_task(cell):
            found.append(GradedCell(name, name, points(cell), written=True))
        elif is_graded(cell):
            found.append(GradedCell(name, answer, points(cell), what == "answer", tuple(probes)))
    return found
