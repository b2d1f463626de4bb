"""What is kept of every submission's grading, beside nbgrader's gradebook: ``reports/<assignment>/<student>.json``.

A report is written last. One that is there with the fingerprint of what was handed in means: this is done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.grading.batch.job import Flag, Job, Outcome, Status
from course.grading.folder import replace_file


@dataclass(frozen=True)
class Report:
    """A submission's result: of all its notebooks together.

    Attributes
    ----------
    fingerprint
        Of all that grading depended on; another one means that it has to be graded again.
    points, maximum
        Given so far, without what waits for a person, and the most that can be given.
    waiting
        Points that a person has to give.
    answers
        Fingerprints of the written answers, by the cell's name: a mark stays as long as its answer does.
    said
        What was mended or left out, in sentences for the student.
    """

    student: str
    status: Status
    fingerprint: str
    points: float
    maximum: float
    waiting: float
    flags: tuple[Flag, ...] = ()
    said: tuple[str, ...] = ()
    reason: str = ""
    answers: Mapping[str, str] | None = None
    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    sandbox: bool = True

    @property
    def settled(self) -> bool:
        """Whether grading it again would come to the same: not so if grading broke off."""
        return not any(flag.kind == "broken" for flag in self.flags)


def fingerprint(jobs: Iterable[Job], *, isolated: bool) -> str:
    """Of all that the result depends on."""
    digest = hashlib.sha256(str(isolated).encode())
    for job in jobs:
        digest.update(repr((job.notebook, job.config, job.limits, job.wrong)).encode())
        for data in (
            job.source.encode(),
            job.submitted,
            *(f"{n}\0".encode() + d for n, d in sorted(job.files.items())),
        ):
            digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


def text_fingerprint(text: str) -> str:
    """Of an answer's text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


class Reports:
    """The reports of an assignment, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, student: str) -> Report | None:
        """A student's report; None if there is none that can be read."""
        try:
            values: dict[str, Any] = json.loads(self._path(student).read_text(encoding="utf-8"))
            flags = tuple(Flag(**flag) for flag in values.pop("flags"))
            return Report(**values | {"flags": flags, "said": tuple(values["said"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, report: Report) -> None:
        """Write a report: at any moment the old one or the whole new one is there."""
        text = json.dumps(asdict(report), ensure_ascii=False, indent=1)
        replace_file(self._path(report.student), text.encode())

    def forget(self, student: str) -> None:
        """Remove a report: what it stands for is about to change."""
        self._path(student).unlink(missing_ok=True)

    def students(self) -> set[str]:
        """Students that have a report."""
        return {path.stem for path in self.folder.glob("*.json")} - {"summary"}

    def _path(self, student: str) -> Path:
        return self.folder / f"{student}.json"


def status_of(outcomes: Iterable[Outcome]) -> Status:
    """The gravest of several notebooks' states."""
    states = {outcome.status for outcome in outcomes}
    return "failed" if "failed" in states else "flagged" if "flagged" in states else "graded"
