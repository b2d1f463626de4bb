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
from course.notebook.task_list import TaskList, lower, section_name, text_hash
from course.session import environment

MENUS = {"Colab": "Runtime → Run before", "VS Code": "Execute Above Cells, in the bar above this cell"}
WIDTH = 90  # characters; JupyterLab breaks longer lines of an error in the middle of a word


@dataclass(frozen=True)
class RaisedAt:
    """Where an error was raised: number and text of the line, text of its cell, and the function if it was in one."""

    line: int
    code: str
    cell: str
    function: str


def explain(
    error: BaseException, trace: TracebackType | None, running: str, names: Mapping[str, Any], table: TaskList
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
    """
    raised = _raised_at(trace, names)
    if raised is None:
        return []
    if type(error) is NameError and error.name is not None and error.name not in names:
        return _not_there_yet(error.name, raised, running, table)
    if type(error) is NotImplementedError and str(error) == STUB_MESSAGE:
        return _still_open(raised, running, table)
    return []


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


def _still_open(raised: RaisedAt, running: str, table: TaskList) -> list[str]:
    names = table.defined(raised.cell)
    task = next((task for task in table.tasks if names.intersection(task.names)), None)
    if task is None:
        return []
    at = table.index(running)
    if at is not None and (table.cells[at].kind, table.cells[at].task) == ("check", task.label):
        how = "write your answer in the cell above, run it, then this check again."
    else:
        how = f"write your answer to it ({section_name(task.section)}), run it, then this cell again."
    return _wrapped(f"NotImplementedError: {lower(task.label)} is still open: {how}")


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
