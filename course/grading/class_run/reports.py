"""What is kept of every submission's grading, beside nbgrader's gradebook: ``reports/<assignment>/<student>.json``.

A report is removed before anything else of a student is changed, and written last. One that is there with the
fingerprint of what was handed in means: this is done.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from course.grading.class_run.results_csv import as_csv
from course.grading.gradebook.course_folder import CourseFolder, replace_file
from course.grading.results.failure import Failure, read_failures
from course.grading.results.flag import Flag
from course.grading.results.job import Job, Outcome, Status
from course.grading.results.prediction_counts import PredictionCounts
from course.grading.results.task_counts import TaskCounts
from course.notebook.predictions import Prediction

SUMMARY, PAGE, TASKS = "summary.json", "index.html", "tasks.csv"
RESERVED = re.compile("summary_*", re.I)


@dataclass(frozen=True)
class Report:
    """A submission's result: of all its notebooks together.

    Attributes
    ----------
    fingerprint
        Of all that grading depended on; another one means that it has to be graded again.
    points, maximum
        Given by tests, and the most that can be given in all.
    waiting
        Points that a person had to give when it was graded.
    flags
        What a person should look at.
    failures
        Why tests failed.
    said
        What was mended or left out, in sentences for the student.
    reason
        Of a failure: what happened, and what to do.
    seconds, cpu, memory
        Wall-clock and processor seconds, and bytes, that it took.
    sandbox
        Whether it ran in one.
    scores
        Points of each test.
    predictions
        What was predicted before the results were seen.
    """

    student: str
    status: Status
    fingerprint: str
    points: float
    maximum: float
    waiting: float
    flags: tuple[Flag, ...] = ()
    failures: tuple[Failure, ...] = ()
    said: tuple[str, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    sandbox: bool = True
    scores: Mapping[str, float] = field(default_factory=dict)
    predictions: tuple[Prediction, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether grading it again would come to the same: not so if grading broke off."""
        return not any(flag.kind == "broken" for flag in self.flags)

    def agrees(self, entered: float | None) -> bool:
        """Whether these points by tests are in the gradebook; None if it has no result."""
        return entered is not None and abs(entered - self.points) < 1e-6

    @property
    def why(self) -> str:
        """Why it failed or was flagged, for instructors, in one line for the terminal; empty if neither."""
        told = self.reason or "; ".join(map(str, self.flags))
        broken = (flag.detail.splitlines() for flag in self.flags if flag.kind == "broken")
        line = " ".join([told, *(f"({lines[-1]})" for lines in broken if lines)])
        return "".join(letter if letter.isprintable() else " " for letter in line)  # students can have a hand in it


@dataclass
class Summary:
    """What a run came to: each student is in exactly one of the lists.

    Attributes
    ----------
    reports
        Of every submission that was graded in this run.
    unchanged
        Of those graded before, with nothing new since.
    waiting
        Of the whole class, by student: points that a person still has to give.
    absent
        Students in the gradebook without a submission.
    removed
        Who was taken out of the gradebook since: their work stays, and is not graded.
    gaps
        Who should have a result and has none, with the reason; empty if all is well.
    tasks
        Of the whole class, by test: how many passed, did not answer, and failed.
    predictions
        Of the whole class, by question: what was predicted.
    people
        Names and addresses, as the gradebook has them, of those whose work could not be graded.
    penalties
        Of the whole class, in sentences: penalties for being late that dates, policy or marks have changed.
    unsound
        Tests at which the instructor's own solution lost points, in sentences, if the class was graded anyway.
    unguarded
        Answers of which none is known to be wrong, so that nothing tells whether a probe of theirs lies.
    """

    assignment: str
    reports: list[Report] = field(default_factory=list)
    unchanged: list[Report] = field(default_factory=list)
    waiting: dict[str, float] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    gaps: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, TaskCounts] = field(default_factory=dict)
    predictions: dict[str, PredictionCounts] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    penalties: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    unguarded: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every submission has a result of its own."""
        return not self.gaps and not any(report.status == "failed" for report in [*self.reports, *self.unchanged])


def fingerprint(jobs: Iterable[Job], *, isolated: bool) -> str:
    """Of all that the result depends on."""
    digest = hashlib.sha256(str(isolated).encode())
    for job in jobs:
        known = sorted(job.wrong.items()), job.mistakes
        about = (job.notebook, job.config, job.limits, known, job.key, job.owner, job.doubt)
        digest.update(repr(about).encode())
        files = [f"{name}\0".encode() + data for name, data in sorted({**job.files, **job.given}.items())]
        for data in (job.source.encode(), job.submitted, *files):
            digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


class Reports:
    """The reports of an assignment, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, folder: CourseFolder, assignment: str) -> Reports:
        """Those of a course."""
        return cls(folder.root / "reports" / assignment)

    def read(self, student: str) -> Report | None:
        """A student's report; None if there is none that can be read."""
        return _read(self._path(student))

    def all(self) -> list[Report]:
        """All reports that can be read, by the student's name."""
        found = (_read(path) for path in self.folder.glob("*.json") if path.name != SUMMARY)
        return sorted((report for report in found if report), key=lambda report: report.student)

    def write(self, report: Report) -> None:
        """Write a report: at any moment the old one or the whole new one is there."""
        text = json.dumps(asdict(report), ensure_ascii=False, indent=1)
        replace_file(self._path(report.student), text.encode())

    def write_overview(self, summary: Summary, page: str) -> None:
        """Write what a run came to, and the page that shows it."""
        replace_file(self.folder / PAGE, page.encode())
        replace_file(self.folder / TASKS, as_csv(summary.tasks).encode("utf-8-sig"))  # spreadsheets look for the mark
        replace_file(self.folder / SUMMARY, json.dumps(asdict(summary), ensure_ascii=False, indent=1).encode())

    def forget(self, student: str) -> None:
        """Remove a report: what it stands for is about to change."""
        self._path(student).unlink(missing_ok=True)

    def _path(self, student: str) -> Path:
        # Nobody's report may be taken for the summary of all.
        return self.folder / (f"{student}_.json" if RESERVED.fullmatch(student) else f"{student}.json")


def _read(path: Path) -> Report | None:
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["flags"] = tuple(Flag(**flag) for flag in values["flags"])
        values["failures"] = read_failures(values["failures"])
        values["said"] = tuple(values["said"])
        values["predictions"] = tuple(Prediction(**made) for made in values["predictions"])
        return Report(**values)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def status_of(outcomes: Iterable[Outcome]) -> Status:
    """The gravest of several notebooks' states."""
    states = {outcome.status for outcome in outcomes}
    return "failed" if "failed" in states else "flagged" if "flagged" in states else "graded"
