"""How far a student is: told from the cells that ran in this kernel, by their texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from course.notebook.stubs import raises_stub
from course.notebook.task_list import Task, TaskList, lower, text_hash
from course.wording import counted

State = Literal["open", "answered", "passed", "failed", "changed", "broken", "written", "unseen"]
Outcome = Literal["done", "failed", "stopped"]
"""How a cell ended; ``stopped`` tells nothing about an answer: interrupted, out of order, or not yet answered."""

WORDS: Final[Mapping[State, tuple[str, str]]] = {
    "open": ("○", "open"),
    "answered": ("▷", "answered: run its check"),
    "passed": ("✓", "passed"),
    "failed": ("✗", "failed"),
    "changed": ("↻", "changed: run its check again"),
    "broken": ("✗", "its cell stops with an error"),
    "written": ("✎", "written"),
    "unseen": ("–", "cannot be seen from here"),
}
"""A sign and the words for each state."""


class Progress:
    """State of each task, in memory: it starts anew with the kernel.

    Parameters
    ----------
    table
        The assignment's.
    """

    def __init__(self, table: TaskList) -> None:
        self.table = table
        self.written: Mapping[str, bool] | None = None
        """Written answers by their ``grade_id``, and whether something stands there; None where nobody can tell."""
        self._checks = {task.check_hash: task for task in table.tasks if not task.written}
        self._texts: dict[str, str] = {}  # name -> hash of the text that defined it last
        self._open, self._broken = set[str](), set[str]()  # names left as released; whose cell stopped with an error
        self._verdicts: dict[str, tuple[bool, dict[str, str]]] = {}  # check -> passed?, texts that it saw

    def record(self, text: str, outcome: Outcome) -> str:
        """Take note of a cell that ran; return what to say below it, mostly nothing.

        Parameters
        ----------
        text
            The cell's, as the kernel got it.
        outcome
            How it ended.
        """
        task = self._checks.get(text_hash(text))
        if task is None:
            self._take_answer(text, outcome)
            return ""
        if outcome == "stopped":
            return ""
        if outcome == "done" and self._broken.intersection(task.names):
            return (
                f"This check passes with an earlier version of {lower(task.label)}: "
                "the answer's cell stopped with an error when it ran last."
            )
        self._verdicts[task.check] = (outcome == "done", self._texts_of(task))
        return self._passed_message(task) if outcome == "done" else ""

    def state(self, task: Task) -> State:
        """Return where a task stands."""
        if task.written:
            if self.written is None or task.answer not in self.written:
                return "unseen"
            return "written" if self.written[task.answer] else "open"
        if self._broken.intersection(task.names):
            return "broken"
        texts = self._texts_of(task)
        passed, seen = self._verdicts.get(task.check, (False, None))
        if seen == texts:
            return "passed" if passed else "failed"
        if not texts or self._open.intersection(task.names):
            return "open"
        return "answered" if seen is None else "changed"

    def points(self) -> str:
        """Return what has passed, in words: ``9 of 28 points in reach``."""
        total = sum(task.points for task in self._programs())
        return f"{sum(task.points for task in self._passed()):g} of {total:g} points in reach"

    def summary(self) -> str:
        """Return everything in one line."""
        parts = [f"{len(self._passed())} of {len(self._programs())} tasks passed", self.points()]
        if texts := [task for task in self.table.tasks if task.written]:
            states = [self.state(task) for task in texts]
            unseen = f"{len(texts)}, which cannot be seen from here"
            parts.append(
                "written answers: "
                + (unseen if "unseen" in states else f"{states.count('written')} of {len(texts)} (as last saved)")
            )
        return " · ".join(parts)

    def outstanding(self) -> str:
        """Name programs that have failed and, once one is no longer open, those that are; empty if there are none."""
        states = {task.label: self.state(task) for task in self._programs()}
        failed = [lower(label) for label, state in states.items() if state in ("failed", "broken")]
        left = [lower(label) for label, state in states.items() if state == "open"]
        groups = {"failed": failed, "open": left if len(left) < len(states) else []}
        return " · ".join(f"{word}: {', '.join(labels)}" for word, labels in groups.items() if labels)

    def _take_answer(self, text: str, outcome: Outcome) -> None:
        found = self.table.defined(text)
        self._texts.update(dict.fromkeys(found, text_hash(text)))
        for names, applies in ((self._open, raises_stub(text)), (self._broken, outcome == "failed")):
            names.difference_update(found)
            names.update(found if applies else ())

    def _texts_of(self, task: Task) -> dict[str, str]:
        return {name: self._texts[name] for name in task.names if name in self._texts}

    def _programs(self) -> list[Task]:
        return [task for task in self.table.tasks if not task.written]

    def _passed(self) -> list[Task]:
        return [task for task in self._programs() if self.state(task) == "passed"]

    def _passed_message(self, task: Task) -> str:
        later = "more checks with other numbers run after you hand in"
        return f"✓ {task.label} passed ({counted(task.points, 'point')}). {self.points()}; {later}."
