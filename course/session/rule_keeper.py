"""A task's rules while its check runs in the open notebook: as in grading, and by the same code."""

from __future__ import annotations

import ast
from contextlib import ExitStack
from typing import Any

from course.not_allowed.out_of_reach import out_of_reach
from course.not_allowed.reading import broken_rule
from course.notebook.task_list import Task, TaskList, text_hash

RECENT = 300  # different texts of cells that ran last


class RuleKeeper:
    """Lets a check fail whose answer uses what the task forbids; one of IPython's AST transformers.

    Parameters
    ----------
    shell
        The student's.
    table
        The assignment's.
    """

    def __init__(self, shell: Any, table: TaskList) -> None:
        self.shell = shell
        self._checks = {task.check_hash: task for task in table.tasks if task.check and task.rules}
        self._kinds = {cell.hash: cell.kind for cell in table.cells}
        self._kept, self._broken = ExitStack(), ""

    def begin(self, running: str) -> None:
        """A cell is about to run: if it is the check of a task with rules, they hold from now on."""
        self.end()
        if task := self._checks.get(text_hash(running)):
            self._broken = self._read(task)
            self._kept.enter_context(out_of_reach(task.rules, task.names, self.shell.user_ns))

    def end(self) -> None:
        """The cell has ended, however it did."""
        self._kept.close()
        self._broken = ""

    def visit(self, tree: ast.Module) -> ast.Module:
        """Let the check begin with the error, if a rule is broken."""
        if self._broken:
            name = f"__import__({out_of_reach.__module__!r}, fromlist=['_']).NotAllowedError"
            tree.body[:0] = ast.parse(f"raise {name}({self._broken!r})").body
        return tree

    def _read(self, task: Task) -> str:
        ran = [*dict.fromkeys(reversed(self.shell.user_ns.get("In", ())))][:RECENT][::-1]
        kinds = {text: self._kinds.get(text_hash(text), "answer") for text in ran}
        texts, given = ([text for text in ran if kinds[text] == kind] for kind in ("answer", "plain"))
        broken = broken_rule(task.rules, task.names, texts, given, newest=True)
        return f"{' or '.join(task.names)} {broken}" if broken else ""
