"""The instructor's own solution, graded as a submission before the class: where it loses points, so does everybody.

That it lost none is kept beside the reports, with a digest of the assignment, of the course's code and of the versions
that it ran with: the next run does not grade it again.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from typing import Protocol

from course.errors import CourseError
from course.grading.class_run.course_version import course_version
from course.grading.class_run.reports import Reports, fingerprint
from course.grading.class_run.submissions import Assignment, Submission
from course.grading.gradebook.course_folder import replace_file
from course.grading.results.failure import Failure
from course.grading.results.job import Job, Outcome
from course.notebook.graded_cells import graded_cells
from course.wording import counted

SOLUTION = "the solution"  # in the place of a student
KEPT = ".solution"  # beside the reports
PACKAGES = ("torch", "torchvision", "numpy", "nbgrader")
NO_SOLUTION = ("unanswered", "stub", "not graded")  # nothing is known of the test then
WAY_OUT = (
    "Mend the test or the solution, then run the same command again; with --anyway the class is graded all the same."
)


class Pool(Protocol):
    """What grades: each submission comes back with its outcomes, in any order."""

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, list[Outcome]]]:
        """Grade submissions, which are taken as needed."""


class SolutionError(CourseError):
    """The instructor's own solution loses points; the message says at which tests, and why."""


@dataclass(frozen=True)
class Loss:
    """A test at which the instructor's own solution does not get all points."""

    test: str
    points: float
    maximum: float
    why: str

    def __str__(self) -> str:
        got = f"{self.points:g} of {counted(self.maximum, 'point')}"
        return f"{self.test} gives the instructor's own solution {got} ({self.why})"


@dataclass(frozen=True)
class SolutionCheck:
    """Whether the solution of an assignment has been graded, and what it lost."""

    assignment: Assignment
    reports: Reports
    isolated: bool

    def graded_before(
        self, pool: Pool, submissions: Iterable[Submission], judge: Callable[[list[Loss]], None]
    ) -> Iterator[tuple[Submission, list[Outcome]]]:
        """Grade submissions with the solution as the first of them; no other comes out before it has been judged.

        Parameters
        ----------
        judge
            Called with what the solution has lost, unless it is known to lose nothing; what it raises ends all.
        """
        solution, held = self._submission(), list[tuple[Submission, list[Outcome]]]()
        waits = solution is not None
        for submission, outcomes in pool.grade(chain([solution] if solution else [], submissions)):
            if submission is solution:
                judge(self._losses(submission, outcomes))
                waits = False
                yield from held
                held = []
            elif waits:
                held.append((submission, outcomes))
            else:
                yield submission, outcomes
        yield from held  # if the solution has not come back at all

    def _submission(self) -> Submission | None:
        """The solution as a submission; None if it lost nothing before, and all is as it was."""
        jobs = tuple(
            Job(
                SOLUTION,
                self.assignment.name,
                name,
                text,
                text.encode(),
                config=self.assignment.config,
                limits=self.assignment.limits,
                rebuilt=True,
                wrong=self.assignment.wrong,
                given=self.assignment.given,
                key=self.assignment.key,
            )
            for name, text in self.assignment.texts.items()
        )
        return None if self._kept() == self._digest(jobs) else Submission(SOLUTION, jobs, (), None)

    def _losses(self, submission: Submission, outcomes: Sequence[Outcome]) -> list[Loss]:
        """Where the solution has lost points; none is kept for the next run.

        Tests of answers to which the instructor's notebook has no solution tell nothing, and are left out.
        """
        found = [loss for outcome in outcomes for loss in self._of(outcome)]
        if not found and all(outcome.status != "failed" for outcome in outcomes):
            replace_file(self.reports.folder / KEPT, self._digest(submission.jobs).encode())
        return found

    def _of(self, outcome: Outcome) -> list[Loss]:
        failures = {failure.check: failure for failure in outcome.failures}
        lost = []
        for cell in graded_cells(self.assignment.sources[outcome.notebook]):
            score, failure = outcome.scores.get(cell.grade_id), failures.get(cell.grade_id)
            if cell.written or score is None or score >= cell.points or (failure and failure.kind in NO_SOLUTION):
                continue
            if failure and failure.error_type == "NotImplementedError":  # a stub of another course
                continue
            lost.append(Loss(cell.grade_id, score, cell.points, _why(failure)))
        return lost

    def _digest(self, jobs: Sequence[Job]) -> str:
        parts = (fingerprint(jobs, isolated=self.isolated), course_version(), platform.python_version())
        return " ".join((*parts, *(f"{package}={_version(package)}" for package in PACKAGES)))

    def _kept(self) -> str:
        try:
            return (self.reports.folder / KEPT).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""


def refusal(assignment: str, losses: Sequence[Loss], submissions: int) -> str:
    """Why a class is not graded: the tests that the instructor's own solution fails, and what to do."""
    listed = "\n".join(f"  {loss}" for loss in losses)
    return f"{assignment} is not graded; it concerns {counted(submissions, 'submission')}:\n{listed}\n{WAY_OUT}"


def _why(failure: Failure | None) -> str:
    if failure is None:
        return "partial credit"
    where = "in hidden lines: " if failure.hidden else ""
    words = failure.detail or failure.what or failure.kind
    return where + (f"{failure.error_type}: {words}" if failure.error_type else words)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
