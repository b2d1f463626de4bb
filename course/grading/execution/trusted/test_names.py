"""The names of a test: what it does to one that answers look up is done on the student's side, too."""

from __future__ import annotations

from typing import Any

from course.grading.execution.trusted.student_client import StudentClient


class TestNames(dict[str, Any]):
    """Names of a test and their values, in which its statements run.

    In a notebook, tests and answers share their names: ``del squares`` in a test shows whether an answer calls it.

    Parameters
    ----------
    shared
        Names that answers look up when they are called.
    """

    __test__ = False  # not a test of pytest's

    def __init__(self, client: StudentClient, shared: frozenset[str]) -> None:
        super().__init__()
        self.client, self.shared = client, shared

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        if name in self.shared:
            self.client.ask("bind", name, value)

    def __delitem__(self, name: str) -> None:
        if name not in self.shared:
            return super().__delitem__(name)
        self.pop(name, None)  # it is fetched only where a test reads it
        self.client.ask("unbind", name)

    def copy(self) -> TestNames:
        """The same names and values."""
        copied = TestNames(self.client, self.shared)
        dict.update(copied, self)
        return copied
