"""What was repaired in a submission, in sentences that its author understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Repair = Literal[
    "unrecognised",
    "unnamed",
    "check-edited",
    "check-missing",
    "text-edited",
    "text-missing",
    "answer-missing",
    "answer-empty",
    "answer-elsewhere",
    "answer-found",
    "answer-kind",
    "answers-several",
    "moved",
]
# Each for one task and for several; in the order of a report, the gravest first.
SENTENCES: dict[Repair, tuple[str, str]] = {
    "unrecognised": ("No answer of this assignment was recognised in the notebook. Is it the right file?", ""),
    "check-edited": (
        "The check of {} had been changed; the original was used.",
        "The checks of {} had been changed; the originals were used.",
    ),
    "check-missing": (
        "The check of {} was missing; it was put back.",
        "The checks of {} were missing; they were put back.",
    ),
    "answers-several": (
        "There was more than one answer to {}; the last one before the check counts, the others were kept beside it.",
        "There was more than one answer to each of {}; the last one before the check counts, the others were kept "
        "beside it.",
    ),
    "answer-missing": (
        "The answer cell of {} was missing and no answer was found; it counts as not answered.",
        "The answer cells of {} were missing and no answers were found; they count as not answered.",
    ),
    "answer-empty": (
        "The answer cell of {} was empty; it counts as not answered.",
        "The answer cells of {} were empty; they count as not answered.",
    ),
    "answer-elsewhere": (
        "The answer cell of {} was missing; the answer was found in a cell that holds more, and is run there.",
        "The answer cells of {} were missing; the answers were found in cells that hold more, and are run there.",
    ),
    "answer-found": (
        "The answer to {} did not stand in its own cell; it was found by its text.",
        "The answers to {} did not stand in their own cells; they were found by their texts.",
    ),
    "answer-kind": (
        "The answer cell of {} had been turned into another kind of cell; it was turned back.",
        "The answer cells of {} had been turned into another kind of cell; they were turned back.",
    ),
    "text-edited": (
        "The question of {} had been changed; the original was put back, with the changed text below it.",
        "The questions of {} had been changed; the originals were put back, with the changed texts below them.",
    ),
    "text-missing": (
        "The question of {} was missing; it was put back.",
        "The questions of {} were missing; they were put back.",
    ),
    "moved": (
        "Cells had been moved; they were put back in their order.",
        "Cells had been moved; they were put back in their order.",
    ),
    "unnamed": (
        "The notebook had lost nbgrader's names for its cells, as happens in some editors; the cells were recognised "
        "by their ids and texts.",
        "",
    ),
}


class Repairs:
    """Collects what was repaired, and in which tasks."""

    def __init__(self) -> None:
        self._tasks: dict[Repair, list[str]] = {}

    def note(self, repair: Repair, task: str = "") -> None:
        """Note a repair; the same one in the same task counts once."""
        tasks = self._tasks.setdefault(repair, [])
        if task not in tasks:
            tasks.append(task)

    @property
    def flags(self) -> frozenset[Repair]:
        """Kinds of what was repaired; of a notebook that is another one only that it is."""
        if "unrecognised" in self._tasks:
            return frozenset({"unrecognised"})
        return frozenset(self._tasks)

    def sentences(self) -> list[str]:
        """One sentence for each of the `flags`, the gravest first."""
        return [
            (one if len(tasks) == 1 else several).format(_together(tasks))
            for repair, (one, several) in SENTENCES.items()
            if repair in self.flags and (tasks := self._tasks[repair])
        ]


def _together(tasks: Sequence[str]) -> str:
    return tasks[0] if len(tasks) == 1 else f"{', '.join(tasks[:-1])} and {tasks[-1]}"
