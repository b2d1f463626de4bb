"""What became of each task, told from the outputs that stand in the notebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from course.notebook.error_outputs import error_of
from course.notebook.longest_rising import longest_rising
from course.notebook.stubs import is_written, raises_stub
from course.notebook.task_list import Task, text_hash
from course.report.notebook import Cell, Notebook
from course.report.outputs import plain

BRIEF = 140  # characters of a failed check's message in the summary
CHECK_ERRORS = ("AssertionError", "CheckError")  # their messages are sentences
State = Literal["passed", "failed", "not run", "open", "written", "missing"]


@dataclass(frozen=True)
class Result:
    """Where a task stands.

    Attributes
    ----------
    message
        What a failed check says.
    stale
        Whether a cell of it ran in another order than it stands in: the answer after its check, say.
    """

    task: Task
    state: State
    message: str = ""
    stale: bool = False
    words: int = 0

    @property
    def verdict(self) -> str:
        """The state in words, with the beginning of a failed check's message."""
        if self.state == "failed":
            message = " ".join(self.message.split())
            return f"failed: {message[:BRIEF]}{'…' if len(message) > BRIEF else ''}"
        if self.state == "written":
            return f"{self.words} words"
        return {"missing": "its cell is missing from the notebook"}.get(self.state, self.state)


def results(notebook: Notebook) -> list[Result]:
    """Results of all tasks, in the table's order."""
    late = out_of_order(notebook.cells)
    return [_result(task, notebook, late) for task in notebook.table.tasks]


def out_of_order(cells: Sequence[Cell]) -> set[int]:
    """Indices of the fewest cells without which all others ran in the order in which they stand."""
    ran = [(cell.count, index) for index, cell in enumerate(cells) if cell.count is not None]
    in_order = {ran[at][1] for at in longest_rising(ran)}
    return {index for _, index in ran} - in_order


def is_untouched(answer: Cell, notebook: Notebook) -> bool:
    """Whether an answer stands there as it was released."""
    if answer.kind == "markdown":
        return not is_written(answer.source)
    return text_hash(answer.source) in {cell.hash for cell in notebook.table.cells}


def _result(task: Task, notebook: Notebook, late: set[int]) -> Result:
    mine = [(index, cell) for index, cell in enumerate(notebook.cells) if _belongs(cell, task)]
    answers = [cell for _, cell in mine if cell.role == "answer"]
    if not answers:
        return Result(task, "missing")
    if all(is_untouched(answer, notebook) for answer in answers):
        return Result(task, "open")
    if task.written:
        return Result(task, "written", words=sum(len(re.findall(r"\w+", answer.source)) for answer in answers))
    state, message = _checked([cell for _, cell in mine if cell.role == "check"])
    if state == "failed" and message.startswith("NotImplementedError") and any(raises_stub(a.source) for a in answers):
        return Result(task, "open")
    return Result(task, state, message, any(index in late for index, _ in mine))


def _belongs(cell: Cell, task: Task) -> bool:
    """Whether it is a task's check, or its answer, which may have several checks with points of their own."""
    if cell.role == "answer":
        return cell.task is not None and cell.task.answer == task.answer
    return cell.task == task


def _checked(checks: Sequence[Cell]) -> tuple[State, str]:
    for output in (output for check in checks for output in check.outputs):
        if told := error_of(output):
            name, value = told[0], plain(told[1]).strip()
            speaks_for_itself = name in CHECK_ERRORS and value
            return "failed", value if speaks_for_itself else f"{name}: {value}".strip(": ")
    if not checks or any(check.count is None for check in checks):
        return "not run", ""
    return "passed", ""
