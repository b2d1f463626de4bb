"""What a person should look at in a submission, as a record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from course.grading.results.storable import storable

FlagKind = Literal[
    "tampered",  # a result was faked
    "suspected",  # it may have been
    "tried",  # what could have faked one stands in a cell, but did not
    "unchecked",  # that cannot be told
    "arguments",  # an answer changed what it was given, and passed
    "limit",  # one was met
    "repaired",  # the notebook had to be
    "several",  # several files could have been the notebook
    "misplaced",  # the notebook is another exercise's
    "unreadable",  # it is none
    "broken",  # grading broke off
]
# Repairs that no editor makes necessary by itself, in words for a person who should look.
REPAIRED = {
    "answers-several": "a task had several answers",
    "check-edited": "a check had been changed",
    "cut": "the file was cut off or damaged",
    "dropped": "parts could not be used",
    "unrecognised": "no answer was recognised",
}


@dataclass(frozen=True)
class Flag:
    """Something a person should look at: what kind it is, at which graded cell (if at one), and the evidence.

    Students read the evidence, too. ``detail`` is for instructors alone; parts of it may be written by a student.
    """

    kind: FlagKind
    evidence: str
    cell: str = ""
    detail: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "evidence", storable(self.evidence))
        object.__setattr__(self, "detail", storable(self.detail))

    def __str__(self) -> str:
        return f"{self.kind} {self.cell}: {self.evidence}" if self.cell else f"{self.kind}: {self.evidence}"


def repaired(repairs: Collection[str]) -> tuple[Flag, ...]:
    """Flag a notebook for those of its repairs that a person should know of."""
    found = [REPAIRED[repair] for repair in sorted(REPAIRED.keys() & set(repairs))]
    return (Flag("repaired", ", ".join(found)),) if found else ()
