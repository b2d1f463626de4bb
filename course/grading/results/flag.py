"""What a person should look at in a submission, as a record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from course.grading.results.storable import storable

FlagKind = Literal[
    "tampered", "suspected", "tried", "unchecked", "arguments", "limit", "repaired", "unreadable", "broken"
]
"""What a person should look at: a result that was faked, or may have been; what could have faked one, but did not; a
result of which that cannot be told; an answer that changed what it was given, and passed; a limit that was met; a
notebook that had to be repaired; one that is none; grading that broke off."""
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
