"""Trying an answer: its probes and its test, visible and hidden lines, run beside it in this process."""

from __future__ import annotations

import contextlib
import io
import os
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from nbformat import NotebookNode

from course.errors import CourseError
from course.not_allowed.reading import broken_rule
from course.notebook.cells import by_grade_id, is_standard, kind
from course.notebook.code_names import names as names_of
from course.notebook.code_names import statements
from course.notebook.graded_cells import GradedCell, graded_cells
from course.notebook.regions import HIDDEN_TESTS, region_lines
from course.notebook.task_rules import task_rules


@dataclass(frozen=True)
class Failure:
    """What was raised, the innermost line of the lesson that was running, and whether that is one of a hidden test."""

    error: BaseException
    cell: NotebookNode
    line: int
    hidden: bool

    def __str__(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


class Trial:
    """One test cell and the probes beside it, compiled once.

    Parameters
    ----------
    notebook
        The source notebook, or a lesson: what a task does not allow is known if `write_rules` has written it down.
    test
        One of `automatic_tests` that notebook.
    names
        What the notebook's import cell defines: see `run`.

    Attributes
    ----------
    drawn
        How many inputs the last run has drawn.
    """

    def __init__(self, notebook: NotebookNode, test: GradedCell, names: Mapping[str, Any]) -> None:
        cells = by_grade_id(notebook.cells)
        self.test, self.names, self.drawn = test, names, 0
        self.answer: NotebookNode = cells[test.answer]
        self.cells = [cells[name] for name in (*test.probes, test.grade_id)]
        self._code = [_compiled(cell) for cell in self.cells]
        self._importing = [
            cell.source for cell in notebook.cells if cell.cell_type == "code" and "import" in cell.source
        ]

    def failure(self, answer: str | None = None, *, seed: int = 0) -> Failure | None:
        """The first failure of an answer, in itself, a probe or the test; None if it passes.

        Parameters
        ----------
        answer
            Its code; the lesson's solution, if None.
        seed
            What the test draws, and what the answer draws from torch's own generator, depends on this alone.
        """
        tried = self.answer if answer is None else NotebookNode(self.answer, source=answer)
        if broken := self._broken_rule(tried.source):
            return Failure(CourseError(broken), tried, 1, hidden=False)
        import torch  # takes seconds: not for a build that tries nothing

        from course.draw import Draw

        made: list[Draw] = []

        def next_draw() -> Draw:
            made.append(Draw(1000 * seed + len(made)))  # each of a run draws something else
            return made[-1]

        torch.manual_seed(seed)
        names = {**self.names, "Draw": next_draw}
        failed = run((tried, *self.cells), names, (_compiled(tried), *self._code))
        self.drawn = sum(draw.drawn for draw in made)
        return failed

    def _broken_rule(self, answer: str) -> str:
        """What the answer uses that its task does not allow; empty if nothing."""
        return broken_rule(task_rules(self.answer), names_of(self.answer.source).binds, [answer], self._importing)


def automatic_tests(notebook: NotebookNode) -> list[GradedCell]:
    """The tests of a notebook's answers; one above any answer breaks a rule of its own."""
    return [test for test in graded_cells(notebook) if test.answer and not test.written]


def import_cell(notebook: NotebookNode) -> NotebookNode | None:
    """The first code cell within the frame, whose names all tests know; None if that is an answer."""
    first = next((cell for cell in notebook.cells if cell.cell_type == "code" and not is_standard(cell)), None)
    return first if first is not None and kind(first) == "plain" else None


def run(cells: Sequence[NotebookNode], names: dict[str, Any], code: Sequence[CodeType] | None = None) -> Failure | None:
    """Run cells one after the other on these names; None if all run to their ends."""
    of_file = {_file(cell): cell for cell in cells}
    for cell, compiled in zip(cells, code or map(_compiled, cells), strict=True):
        try:
            exec(compiled, names)
        except (Exception, SystemExit) as error:
            frames = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
            ours = [(of_file[file], line) for file, line in frames if file in of_file]
            hidden = any(line in region_lines(place.source, HIDDEN_TESTS) for place, line in ours)
            return Failure(error, *(ours[-1] if ours else (cell, 1)), hidden)
    return None


@contextlib.contextmanager
def as_while_graded() -> Iterator[None]:
    """Let trainings within an answer or a test be as short as they are while submissions are graded; print nothing."""
    before = os.environ.get("COURSE_PROFILE")
    os.environ["COURSE_PROFILE"] = "grading"
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        os.environ.pop("COURSE_PROFILE")
        if before is not None:
            os.environ["COURSE_PROFILE"] = before


def _compiled(cell: NotebookNode) -> CodeType:
    return compile(statements(cell.source), _file(cell), "exec", dont_inherit=True)


def _file(cell: NotebookNode) -> str:
    return f"<{cell.id}>"
