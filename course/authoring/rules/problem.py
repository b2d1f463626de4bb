"""What a rule says, and how rules look at a notebook's cells."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from course.notebook.cells import marks
from course.notebook.code_names import python


@dataclass(frozen=True)
class Problem:
    """One broken rule: the line of the lesson text, the cell's id, what is wrong and how to mend it."""

    line: int
    cell: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}: cell {self.cell}: {self.what}; {self.mend}"


def problem(cell: NotebookNode, what: str, mend: str, *, line: int = 0) -> Problem:
    """Return what is wrong with a cell of `course.authoring.lesson.read_lesson`, or with a line of it, from 1."""
    return Problem(cell.metadata.line + line, cell.id, what, mend)


def nbgrader_cells(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, Mapping[str, Any]]]:
    """Cells that nbgrader knows, each with what it knows of them."""
    for cell in notebook.cells:
        if known := marks(cell):
            yield cell, known


def statements(source: str) -> list[ast.stmt]:
    """Statements of the code; none if it is not Python, for which there is a rule of its own."""
    try:
        return python(source).body
    except SyntaxError:
        return []


def nodes(source: str) -> Iterator[ast.AST]:
    """All nodes of the code; none if it is not Python."""
    for statement in statements(source):
        yield from ast.walk(statement)


def called(call: ast.Call) -> str:
    """``show`` of ``show(…)`` and of ``plt.show(…)``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
