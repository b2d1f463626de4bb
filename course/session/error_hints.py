"""A clear word in place of a trace: a cell ran before the cell that it needs, or before its task was answered."""

from __future__ import annotations

import linecache
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from course.notebook.stubs import STUB_MESSAGE
from course.notebook.task_list import Cell, Task, TaskList, lower, section_name, text_hash
from course.session import environment

MENUS = {"Colab": "Runtime → Run before", "VS Code": "Execute Above Cells, in the bar above this cell"}
STOPPED = "Stopped. What this cell had not made yet is not there; cells that need it say so."
WIDTH = 90  # characters; JupyterLab breaks longer lines of an error in the middle of a word


@dataclass(frozen=True)
class RaisedAt:
    """Where an error was raised: number and text of the line, text of its cell, and the function if it was in one."""

    line: int
    code: str
    cell: str
    function: str


@dataclass(frozen=True)
class Missing:
    """Why a name is not there: its cell was run, and did not come to its end.

    Attributes
    ----------
    cell
        Which one.
    task
        The open task that it needs; None if it failed or was stopped.
    """

    cell: Cell
    task: Task | None


def explain(
    error: BaseException,
    trace: TracebackType | None,
    running: str,
    names: Mapping[str, Any],
    table: TaskList,
    missing: Mapping[str, Missing],
) -> list[str]:
    """Say what is missing, line by line; no lines if the error is of another kind.

    Parameters
    ----------
    error, trace
        As they were raised.
    running
        Text of the cell that was run.
    names
        The notebook's own global names; an error raised by other code than the notebook's is of another kind.
    table
        The assignment's.
    missing
        Names that other cells would have defined.
    """
    if isinstance(error, KeyboardInterrupt):
        return _wrapped(STOPPED)
    raised = _raised_at(trace, names)
    if raised is None:
        return []
    if type(error) is NameError and error.name is not None and error.name not in names:
        if error.name in missing:
            return _never_made(error.name, missing[error.name], raised, running)
        return _not_there_yet(error.name, raised, running, table)
    if type(error) is NotImplementedError and str(error) == STUB_MESSAGE:
        return _still_open(raised, running, table)
    return []


def open_task(
    error: BaseException,
    trace: TracebackType | None,
    names: Mapping[str, Any],
    table: TaskList,
    missing: Mapping[str, Missing],
) -> Task | None:
    """Return the open task for want of which a cell stopped; None if it stopped for another reason."""
    if isinstance(error, NameError) and error.name is not None and error.name in missing:
        return missing[error.name].task
    raised = _raised_at(trace, names)
    return _task_of(raised, table) if raised and str(error) == STUB_MESSAGE else None


def _raised_at(trace: TracebackType | None, names: Mapping[str, Any]) -> RaisedAt | None:
    """Where the error comes from, if that is a cell of the notebook."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_globals is not names:
        return None
    code = trace.tb_frame.f_code
    lines = linecache.getlines(code.co_filename)
    if trace.tb_lineno > len(lines):  # no cell: a text given to `eval`
        return None
    function = "" if code.co_name.startswith("<") else code.co_name
    return RaisedAt(trace.tb_lineno, lines[trace.tb_lineno - 1].strip(), "".join(lines), function)


def _not_there_yet(name: str, raised: RaisedAt, running: str, table: TaskList) -> list[str]:
    at = table.index(running)
    above = [cell for cell in table.cells[:at] if name in cell.names]
    if not above:
        return []
    # The nearest above; from a cell of the student's own, whose place nobody knows, the first.
    cell = above[-1] if at is not None else above[0]
    run = f"run {cell.location}{' that defines it' if cell.kind == 'answer' else ''}, then this one again."
    message = f"NameError: `{name}` is not there yet: {run}"
    if raised.function and table.defined(raised.cell) and cell.kind == "plain" and cell.section:
        own = f"if it is a variable of your own, define it in `{raised.function}`"
        message = f"NameError: `{name}` is not there yet: {own}; if you mean the notebook's, {run}"
    after = f"(After a restart of the kernel, run all from the top: {_menu()}.)"
    return [*_wrapped(message), after, "", _where(raised, running)]


def _never_made(name: str, why: Missing, raised: RaisedAt, running: str) -> list[str]:
    """What to say of a name whose cell was run, and did not come to its end."""
    if why.task:
        return [*_wrapped(_needs(why.task, "run all from there on")), "", _where(raised, running)]
    message = f"`{name}` is not there: {why.cell.location} did not come to its end. Mend or run that cell first."
    return [*_wrapped(f"NameError: {message}"), "", _where(raised, running)]


def _still_open(raised: RaisedAt, running: str, table: TaskList) -> list[str]:
    task = _task_of(raised, table)
    if task is None:
        return []
    at = table.index(running)
    if at is not None and (table.cells[at].kind, table.cells[at].task) == ("check", task.label):
        how = "write your answer in the cell above, run it, then this check again."
        return _wrapped(f"NotImplementedError: {lower(task.label)} is still open: {how}")
    return _wrapped(_needs(task, "run it, then this cell again"))


def _needs(task: Task, then: str) -> str:
    where = section_name(task.section)
    return f"This cell needs {lower(task.label)} ({where}), which is still open: write your answer to it, {then}."


def _task_of(raised: RaisedAt, table: TaskList) -> Task | None:
    names = table.defined(raised.cell)
    return next((task for task in table.tasks if names.intersection(task.names)), None)


def _where(raised: RaisedAt, running: str) -> str:
    here = not raised.function or text_hash(raised.cell) == text_hash(running)
    return f"line {raised.line} of {'this cell' if here else f'the cell of `{raised.function}`'}: {raised.code}"


def _wrapped(text: str) -> list[str]:
    """Lines of a sentence; code in it, between backticks, stays together."""
    whole = re.sub("`[^`]*`", lambda code: code[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(whole, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def _menu() -> str:
    """Where the place in which the notebook is open has the command."""
    return MENUS.get(environment.name(), "Run → Run All Above Selected Cell")
