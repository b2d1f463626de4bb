"""Which of the lesson's own cells show a student's work: those that build on an answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from course.notebook.code_names import statements, symbols
from course.report.notebook import Cell


def results_of(cells: Sequence[Cell]) -> set[int]:
    """Indices of the lesson's cells that use what an answer, or a cell of the student's own, defines.

    Names are followed from statement to statement down the notebook, whatever the order of running was. What is
    imported is nobody's work.
    """
    names, chosen = set[str](), set[int]()
    for index, cell in enumerate(cells):
        if cell.kind != "code" or cell.role == "check":
            continue
        for defined, imported, used in _statements(cell.source):
            names -= imported
            if cell.role != "lesson" or used & names:
                names |= defined
                chosen |= {index} if cell.role == "lesson" else set()
            else:
                names -= defined
    return chosen


def _statements(text: str) -> Iterator[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    """Names that each statement gives a value or changes, those that it imports, and those that it uses."""
    try:
        for statement in statements(text).body:
            found = symbols(statement)
            changed = (found.assigned | _changed(statement)) - found.imported
            yield changed, found.imported, found.used | found.used_later
    except (SyntaxError, ValueError, RecursionError):
        return


def _changed(statement: ast.stmt) -> set[str]:
    """Names whose things change: ``name[...] = value``, ``name.part = value``, ``train(name)``."""
    found = set[str]()
    for node in ast.walk(statement):
        start: ast.expr | None = None
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            start = node.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and node.value.args:
            start = node.value.args[0]
        while isinstance(start, ast.Subscript | ast.Attribute):
            start = start.value
        if isinstance(start, ast.Name):
            found.add(start.id)
    return found
