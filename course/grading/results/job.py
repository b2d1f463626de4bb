"""What goes to a worker and what comes back: bytes, numbers and sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from course.grading.sandbox import Limits

Status = Literal["graded", "flagged", "failed"]
FlagKind = Literal["tampered", "suspected", "unchecked", "arguments", "limit", "repaired", "unreadable", "broken"]
"""What a person should look at: a result that was faked, or may have been, or of which that cannot be told; an answer
that changed what it was given, and passed; a limit that was met; a notebook that had to be repaired; one that is none;
grading that broke off."""


@dataclass(frozen=True)
class Job:
    """One submission of one notebook, and all that grading it depends on.

    Attributes
    ----------
    student, assignment, notebook
        Names: the student's id, the assignment's folder, the notebook's name without ending.
    source
        The instructor's notebook with hidden tests, as JSON.
    submitted
        What the student handed in for it; empty if nothing.
    files
        The student's other files, by their names in the notebook's folder.
    config
        The course's configuration of the preprocessors that made the released notebook, and of the cap on outputs.
    limits
        What it may use.
    rebuilt
        ``submitted`` has been read and rebuilt by us already.
    wrong
        Answers known to be wrong, by the answer's name: a test with probes must fail them, or something lies.
    """

    student: str
    assignment: str
    notebook: str
    source: str
    submitted: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    config: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    rebuilt: bool = False
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Flag:
    """Something a person should look at: what kind it is, at which graded cell (if at one), and the evidence.

    Students read the evidence, too. ``detail`` is for instructors alone; parts of it may be written by a student.
    """

    kind: FlagKind
    evidence: str
    cell: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.cell}: {self.evidence}"


@dataclass(frozen=True)
class Outcome:
    """What grading came to.

    Attributes
    ----------
    status
        ``"graded"``; ``"flagged"``: graded, and a person should look; ``"failed"``: not graded, ``reason`` says why.
    executed
        The notebook that was run, with its outputs, as JSON; harmless wherever it is shown.
    scores
        Points of each graded cell by its name; None waits for a person.
    mended
        What was put right before it ran, in sentences for its author.
    blank
        Names of the answers that are as they were released.
    reason
        Of a failure: what happened, and what to do.
    seconds, cpu, memory
        Wall-clock and processor seconds; bytes that the student's processes took on top of the shared ones.
    """

    student: str
    assignment: str
    notebook: str
    status: Status
    executed: str
    scores: Mapping[str, float | None]
    flags: tuple[Flag, ...] = ()
    mended: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        """Read what `to_json` wrote."""
        values: dict[str, Any] = json.loads(text)
        flags = tuple(Flag(**flag) for flag in values["flags"])
        return cls(**values | {"flags": flags, "mended": tuple(values["mended"]), "blank": tuple(values["blank"])})
