"""What goes to a worker and what comes back: bytes, numbers, sentences and records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from course.grading.results.failure import Failure, read_failures
from course.grading.results.flag import Flag
from course.grading.results.storable import storable
from course.grading.sandbox import Limits
from course.notebook.predictions import Prediction

Status = Literal["graded", "flagged", "failed"]


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
    given
        The instructor's files beside the notebook, by their names: the student's process and the tests find them.
    key
        What random numbers are made of, in hexadecimal digits: of the course's secret and the assignment. Nothing of a
        student's may see it.
    mistakes
        The text of the assignment's file of known mistakes: what fails in the same way is told of them.
    owner
        Of a notebook that is another one of the course: which, such as ``3-2-autoencoder``. It is not graded.
    left_out
        Cells in which the student's process ended before, by their ids, and what it ended of: they are not run again,
        so that only their own tasks are lost.
    doubt
        Where several files could have been this notebook: which was taken, and why.
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
    given: Mapping[str, bytes] = field(default_factory=dict)
    key: str = field(default="", repr=False)
    mistakes: str = ""
    owner: str = ""
    doubt: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)


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
    flags
        What a person should look at.
    failures
        Why tests failed: one for each that gave no points.
    mended
        What was put right before it ran, in sentences for its author.
    blank
        Names of the answers that are as they were released.
    reason
        Of a failure: what happened, and what to do.
    ended_in, ended_by
        The id of the cell in which the student's process ended, and what it ended of; empty if it did not.
    again
        It met a limit for which others on the machine may be the cause: to be graded once more by itself.
    predictions
        What the student predicted, as the notebook says: for the class's report, never for points.
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
    failures: tuple[Failure, ...] = ()
    mended: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    reason: str = ""
    ended_in: str = ""
    ended_by: str = ""
    again: bool = False
    predictions: tuple[Prediction, ...] = ()
    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "mended", tuple(map(storable, self.mended)))
        object.__setattr__(self, "reason", storable(self.reason))

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        """Read what `to_json` wrote."""
        values: dict[str, Any] = json.loads(text)
        values["flags"] = tuple(Flag(**flag) for flag in values["flags"])
        values["failures"] = read_failures(values["failures"])
        values["blank"] = tuple(values["blank"])
        values["predictions"] = tuple(Prediction(**made) for made in values["predictions"])
        return cls(**values)
