"""Rules that try a lesson's own solutions: a test knows all its names, and the solution passes it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, nbgrader_cells, nodes, problem
from course.authoring.trial import Trial, as_while_graded, automatic_tests, import_cell, run
from course.notebook.cells import grade_id
from course.notebook.code_names import names

WRONG_NAME = "mend the name, or define it in the first code cell (the imports), the answer, a probe or the test itself"


def tests_know_their_names(notebook: NotebookNode) -> Iterator[Problem]:
    """A test, its hidden lines too, uses names of the imports, of its answer, of the answer's probes and its own."""
    cells = {grade_id(cell): cell for cell, _ in nbgrader_cells(notebook)}
    for test in automatic_tests(notebook):
        cell = cells[test.grade_id]
        before = [imports] if (imports := import_cell(notebook)) else []
        before += [cells[name] for name in (test.answer, *test.probes)]
        known = frozenset(dir(builtins)).union(*(names(other.source).binds for other in before))
        for name in sorted(names(cell.source).needs - known):
            line = min(node.lineno for node in nodes(cell.source) if isinstance(node, ast.Name) and node.id == name)
            yield problem(cell, f"the test uses {name}, which it does not know", WRONG_NAME, line=line)


def solutions_pass_their_tests(notebook: NotebookNode) -> Iterator[Problem]:
    """Each solution passes the visible and the hidden lines of its tests, run here as they stand, one by one."""
    tests, imports = automatic_tests(notebook), import_cell(notebook)
    with as_while_graded():
        imported: dict[str, Any] = {"__name__": "__main__"}
        if tests and imports and (failed := run([imports], imported)):
            yield problem(failed.cell, f"the first code cell fails: {failed}", "mend it", line=failed.line)
            return
        for test in tests:
            if failed := Trial(notebook, test, imported).failure():
                what = f"the solution of '{test.answer}' fails its test: {failed}"
                yield problem(failed.cell, what, "mend the test or the solution", line=failed.line)
