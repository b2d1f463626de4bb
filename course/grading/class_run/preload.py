"""What an assignment's notebooks import: the warm processes import it once, and not for every submission."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from course.grading.execution.trusted.needed_imports import needed_imports
from course.notebook.code_names import names, statements


@dataclass(frozen=True)
class Preload:
    """Modules, and names of them, as ``"torch.nn:functional"``: for students' processes, and for those of tests."""

    students: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


def preload(notebooks: Iterable[NotebookNode]) -> Preload:
    """Look up what cells import at their top level, and what of it their tests need; cells that are no Python do not.

    Parameters
    ----------
    notebooks
        The instructor's.
    """
    students, tests = dict[str, None](), dict[str, None]()
    for notebook in notebooks:
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        judged = [cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
        needed = {name for source in judged for name in names(source).needs}
        for cell in cells:
            body = _imports(cell.source)
            students |= dict.fromkeys(_targets(body))
            tests |= dict.fromkeys(_targets(body if cell.source in judged else needed_imports(body, needed)))
    return Preload(tuple(students), tuple(tests))


def _imports(source: str) -> list[ast.stmt]:
    try:
        body = statements(source).body
    except SyntaxError:
        return []
    return [statement for statement in body if isinstance(statement, ast.Import | ast.ImportFrom)]


def _targets(body: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield from (f"{statement.module}:{alias.name}".removesuffix(":*") for alias in statement.names)
