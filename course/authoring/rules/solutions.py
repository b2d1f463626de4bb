"""Rules that try a lesson's own solutions: a test knows all its names, and the solution passes it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, nbgrader_cells, nodes, problem
from course.authoring.trial import Trial, as_while_graded, automatic_tests, import_cell, run
from course.notebook.cells import by_grade_id, grade_id, kind
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


def tests_spoil_no_name(notebook: NotebookNode) -> Iterator[Problem]:
    """A test gives no value to a name that the lesson reads: run again, it would change figures further down."""
    lesson = [cell for cell in notebook.cells if cell.cell_type == "code" and kind(cell) != "test"]
    read = frozenset[str]().union(*(names(cell.source).needs for cell in lesson))
    for test in automatic_tests(notebook):
        cell = by_grade_id(notebook.cells)[test.grade_id]
        for name in sorted(names(cell.source).binds & read):
            reader = next(other for other in lesson if name in names(other.source).needs)
            what = f"the test changes {name}, which the cell at line {reader.metadata.line} reads"
            yield problem(cell, what, "choose another name, here or there")


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
