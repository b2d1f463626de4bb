"""The names of a test: what it does to one that answers look up is done on the student's side, too."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from typing import Any

from course.grading.execution.trusted.student_client import StudentClient
from course.grading.execution.wire.frames import WireError
from course.notebook.code_names import names, statements

BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try)


class TestNames(dict[str, Any]):
    """Names of a test and their values, in which its statements run.

    In a notebook, tests and answers share their names: ``del squares`` in a test shows whether an answer calls it.

    Parameters
    ----------
    shared
        Names that answers look up when they are called.
    source
        The test.
    """

    __test__ = False  # not a test of pytest's

    def __init__(self, client: StudentClient, shared: frozenset[str], source: str) -> None:
        super().__init__()
        self.client, self.shared, self.source = client, shared, source

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        if name in self.shared:
            self._share(name, value, sys._getframe(1).f_lineno)

    def __delitem__(self, name: str) -> None:
        if name not in self.shared:
            return super().__delitem__(name)
        self.pop(name, None)  # it is fetched only where a test reads it
        self.client.ask("unbind", name)

    def copy(self) -> TestNames:
        """The same names and values."""
        copied = TestNames(self.client, self.shared, self.source)
        dict.update(copied, self)
        return copied

    def _share(self, name: str, value: Any, line: int) -> None:
        """Give an answer what a test has bound: the value, or the statement if the value does not travel."""
        statement = _statement(statements(self.source).body, line)
        if statement is None or isinstance(statement, ast.Import | ast.ImportFrom):
            return
        try:
            self.client.ask("bind", name, value)
        except WireError:
            text = ast.unparse(statement)
            for needed in names(text).needs & self.keys() - {name}:
                self.client.ask("bind", needed, self[needed])
            self.client.ask("define", text)


def _statement(body: Iterable[ast.stmt], line: int) -> ast.stmt | None:
    """The statement at a line that binds names: a definition, or a simple one within all blocks."""
    for found in body:
        if not found.lineno - len(getattr(found, "decorator_list", [])) <= line <= (found.end_lineno or found.lineno):
            continue
        if not isinstance(found, BLOCKS):
            return found
        inner = [*found.body, *getattr(found, "orelse", []), *getattr(found, "finalbody", [])]
        inner += [one for handler in getattr(found, "handlers", []) for one in handler.body]
        return _statement(inner, line) or found
    return None
