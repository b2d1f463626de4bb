"""Cells that nbgrader knows, for the small notebooks of tests."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell


def nbgrader_cell(
    name: str, source: str = "", *, points: float | None = None, solution: bool = False, markdown: bool = False
) -> NotebookNode:
    """An answer (``solution``), a test (with ``points``), a written answer (both), or else a cell that is only locked.

    Its id is its name, too.
    """
    about: dict[str, object] = {"grade_id": name, "schema_version": 3, "cell_type": "markdown" if markdown else "code"}
    about |= {"grade": points is not None, "solution": solution, "locked": not solution, "task": False}
    if points is not None:
        about["points"] = points
    make = new_markdown_cell if markdown else new_code_cell
    return make(source, id=name, metadata={"nbgrader": about})
