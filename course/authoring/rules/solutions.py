"""Rules that try a lesson's own solutions: a test knows all its names, and the solution passes it."""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import os
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, nbgrader_cells, nodes, problem
from course.notebook.cells import grade_id, kind
from course.notebook.code_names import names, statements
from course.notebook.graded_cells import GradedCell, graded_cells

WRONG_NAME = "mend the name, or define it in the first code cell (the imports), the answer, a probe or the test itself"


def tests_know_their_names(notebook: NotebookNode) -> Iterator[Problem]:
    """A test, its hidden lines too, uses names of the imports, of its answer, of the answer's probes and its own."""
    cells = {grade_id(cell): cell for cell, _ in nbgrader_cells(notebook)}
    for test in _tests(notebook):
        cell = cells[test.grade_id]
        before = [imports] if (imports := _imports(notebook)) else []
        before += [cells[name] for name in (test.answer, *test.probes)]
        known = frozenset(dir(builtins)).union(*(names(other.source).binds for other in before))
        for name in sorted(names(cell.source).needs - known):
            line = min(node.lineno for node in nodes(cell.source) if isinstance(node, ast.Name) and node.id == name)
            yield problem(cell, f"the test uses {name}, which it does not know", WRONG_NAME, line=line)


def solutions_pass_their_tests(notebook: NotebookNode) -> Iterator[Problem]:
    """Each solution passes the visible and the hidden lines of its tests, run here as they stand, one by one."""
    cells = {grade_id(cell): cell for cell, _ in nbgrader_cells(notebook)}
    tests, imports = _tests(notebook), _imports(notebook)
    with _grading_profile(), contextlib.redirect_stdout(io.StringIO()):
        imported: dict[str, Any] = {"__name__": "__main__"}
        if tests and imports and (failed := _failure([imports], imported)):
            yield problem(failed.cell, f"the first code cell fails: {failed}", "mend it", line=failed.line)
            return
        for test in tests:
            run = [cells[name] for name in (test.answer, *test.probes, test.grade_id)]
            if failed := _failure(run, dict(imported)):
                what = f"the solution of '{test.answer}' fails its test: {failed}"
                yield problem(failed.cell, what, "mend the test or the solution", line=failed.line)


@dataclass(frozen=True)
class _Failure:
    """What was raised, and the innermost line of the lesson that was running."""

    error: BaseException
    cell: NotebookNode
    line: int

    def __str__(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


def _failure(cells: Sequence[NotebookNode], namespace: dict[str, Any]) -> _Failure | None:
    """Run cells one after the other; None if all run to their ends."""
    names = {f"<{cell.id}>": cell for cell in cells}
    for name, cell in names.items():
        try:
            exec(compile(statements(cell.source), name, "exec", dont_inherit=True), namespace)
        except (Exception, SystemExit) as error:
            frames = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
            ours = [(names[file], line) for file, line in frames if file in names]
            return _Failure(error, *(ours[-1] if ours else (cell, 1)))
    return None


def _tests(notebook: NotebookNode) -> list[GradedCell]:
    """Tests of answers; those above any answer break a rule of their own."""
    return [test for test in graded_cells(notebook) if test.answer and not test.written]


def _imports(notebook: NotebookNode) -> NotebookNode | None:
    """The first code cell, whose names all tests know; None if that is an answer."""
    first = next((cell for cell in notebook.cells if cell.cell_type == "code"), None)
    return first if first is not None and kind(first) == "plain" else None


@contextlib.contextmanager
def _grading_profile() -> Iterator[None]:
    """Let trainings within an answer or a test be short, as they are while submissions are graded."""
    before = os.environ.get("COURSE_PROFILE")
    os.environ["COURSE_PROFILE"] = "grading"
    try:
        yield
    finally:
        os.environ.pop("COURSE_PROFILE")
        if before is not None:
            os.environ["COURSE_PROFILE"] = before
