"""A whole class: what has to be graded, the results as they come, and the check at the end that nobody was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from course.draw.seeds import derived_key
from course.errors import CourseError
from course.grading.class_run.overview_page import page
from course.grading.class_run.reports import SUMMARY, Report, Reports, Summary, fingerprint, status_of
from course.grading.class_run.solution_check import Loss, Pool, SolutionCheck, SolutionError, refusal
from course.grading.class_run.submissions import Assignment, Submission, read_submission, students_with_work
from course.grading.gradebook.class_list import note_class
from course.grading.gradebook.course_folder import CourseFolder
from course.grading.gradebook.gradebook_writer import Writer, open_writer
from course.grading.gradebook.student_ids import why_no_id
from course.grading.results.job import Outcome, Status
from course.grading.results.prediction_counts import count_predictions
from course.grading.results.task_counts import TestResults, count_tasks
from course.notebook.predictions import questions_in
from course.wording import counted


@dataclass(frozen=True)
class Choices:
    """How to grade.

    Attributes
    ----------
    students
        Only these; all with a submission if empty.
    force
        Grade what has been graded, too.
    isolated
        In the sandbox.
    new_secret
        Draw the inputs of tests anew from now on, of another secret.
    anyway
        Also by tests that the instructor's own solution fails.
    """

    students: tuple[str, ...] = ()
    force: bool = False
    isolated: bool = True
    new_secret: bool = False
    anyway: bool = False


class Screen(Protocol):
    """Where progress is told."""

    def begin(self, most: int) -> None:
        """Submissions are graded from now on, at most so many."""

    def skip(self) -> None:
        """One of them has not changed."""

    def tell(self, report: Report) -> None:
        """One of them is done."""

    def say(self, text: str) -> None:
        """Something else should be known now."""


OpenPool = Callable[[], AbstractContextManager[Pool]]


def grade_class(
    folder: CourseFolder, assignment: Assignment, choices: Choices, screen: Screen, open_pool: OpenPool
) -> Summary:
    """Grade an assignment's submissions and enter them into the gradebook.

    Parameters
    ----------
    open_pool
        Where to grade; not called if there is nothing to do.

    Raises
    ------
    CourseError
        If a student is named who has handed in nothing, the gradebook cannot take results, another command is grading
        in this folder, there is nowhere to grade, or the instructor's own solution loses points. What was done before
        stays.
    """
    summary = Summary(assignment.name, unguarded=assignment.unguarded)
    students = _chosen(students_with_work(folder, assignment.name), choices, summary)
    with (
        _alone(folder.root / "reports"),
        open_writer(folder, assignment.name, assignment.sources, isolated=choices.isolated) as writer,
    ):
        reports = Reports.of(folder, assignment.name)
        assignment = replace(assignment, key=_key(writer, assignment.name, choices, reports))
        (reports.folder / SUMMARY).unlink(missing_ok=True)  # it stands for a run that came to its end
        removed = note_class(folder, writer.roster()).removed
        summary.removed = [student for student in students if student in removed]
        students = [student for student in students if student not in removed]
        summary.penalties = [str(change) for change in writer.renew_penalties()]
        run = _Run(folder, assignment, choices, reports, writer, screen, summary, writer.points())
        run.all(students, open_pool)
        _check(writer, students, summary, choices)
        note_class(folder, writer.roster())
        tests = {c.grade_id: c.points for cells in writer.cells.values() for c in cells if not c.written}
        results = [TestResults(report.student, report.scores, report.failures) for report in reports.all()]
        summary.tasks = count_tasks(results, tests)
        asked = [cell for notebook in assignment.sources.values() for cell in notebook.cells]
        made = [report.predictions for report in reports.all()]
        summary.predictions = count_predictions(made, questions_in(asked))
        reports.write_overview(summary, page(summary, reports.all()))
    return summary


def _key(writer: Writer, assignment: str, choices: Choices, reports: Reports) -> str:
    """What the random numbers of an assignment's tests are made of."""
    secret = writer.secret(new=choices.new_secret, graded=lambda: bool(reports.all()))
    return derived_key(secret, assignment).hex()


def _chosen(students: Sequence[str], choices: Choices, summary: Summary) -> list[str]:
    if unknown := sorted(set(choices.students) - set(students)):
        raise CourseError(f"nothing was handed in for {summary.assignment} by {', '.join(unknown)}")
    chosen = [student for student in students if not choices.students or student in choices.students]
    odd = {student: why for student in chosen if (why := why_no_id(student))}
    summary.gaps |= {ascii(student): f"is no name for a student: {why}; rename it" for student, why in odd.items()}
    return [student for student in chosen if student not in odd]


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Two at once would undo each other's work; the system lets go of the lock however a command ends."""
    place.mkdir(exist_ok=True)
    try:
        with FileLock(place / ".lock").acquire(blocking=False):
            yield
    except Timeout:
        raise CourseError("another `course grade` is at work in this folder; wait until it has ended") from None


@dataclass(frozen=True)
class _Run:
    folder: CourseFolder
    assignment: Assignment
    choices: Choices
    reports: Reports
    writer: Writer
    screen: Screen
    summary: Summary
    entered: Mapping[str, float]

    def all(self, students: Sequence[str], open_pool: OpenPool) -> None:
        """Grade what is due, and enter it; nothing is started if nothing is due."""
        due = self._due(students)
        if (first := next(due, None)) is None:
            return
        self.screen.begin(len(students) - len(self.summary.unchanged))
        check = SolutionCheck(self.assignment, self.reports, self.choices.isolated)
        with open_pool() as pool:
            for submission, outcomes in check.graded_before(pool, chain([first], due), self._judge):
                report = self._enter(submission, outcomes)
                self.summary.reports.append(report)
                self.screen.tell(report)

    def _judge(self, losses: Sequence[Loss]) -> None:
        """Refuse tests that the instructor's own solution fails, or say which, if the class is graded anyway."""
        submissions = len(students_with_work(self.folder, self.assignment.name))
        if losses and not self.choices.anyway:
            raise SolutionError(refusal(self.assignment.name, losses, submissions))
        self.summary.unsound = [f"{loss}; it concerns {counted(submissions, 'submission')}" for loss in losses]
        for sentence in self.summary.unsound:
            self.screen.say(sentence)

    def _due(self, students: Sequence[str]) -> Iterator[Submission]:
        """Submissions that have no result yet, each read when it is asked for."""
        for student in students:
            submission = read_submission(self.folder, self.assignment, student)
            before = None if self.choices.force else self.reports.read(student)
            if before and self._is_done(before, submission):
                self.summary.unchanged.append(before)
                self.screen.skip()
            else:
                yield submission

    def _is_done(self, before: Report, submission: Submission) -> bool:
        """Whether a report still tells the truth about what was handed in, the gradebook, and ``autograded/``."""
        return (
            before.settled
            and before.fingerprint == self._fingerprint(submission)
            and before.agrees(self.entered.get(submission.student))
            and self.writer.has_notebooks(submission.student)
        )

    def _fingerprint(self, submission: Submission) -> str:
        return fingerprint(submission.jobs, isolated=self.choices.isolated)

    def _enter(self, submission: Submission, outcomes: Sequence[Outcome]) -> Report:
        self.reports.forget(submission.student)
        self.writer.write(submission.student, outcomes, submission.handed_in, submission.said)
        report = self._report(submission, outcomes)
        self.reports.write(report)
        return report

    def _report(self, submission: Submission, outcomes: Sequence[Outcome]) -> Report:
        cells = [(cell, outcome) for outcome in outcomes for cell in self.writer.cells[outcome.notebook]]
        scores = [(outcome.scores.get(cell.grade_id, 0.0), cell.points) for cell, outcome in cells]
        return Report(
            submission.student,
            _status(submission, outcomes),
            self._fingerprint(submission),
            points=sum(score or 0.0 for score, _ in scores),
            maximum=sum(points for _, points in scores),
            waiting=sum(points for score, points in scores if score is None),
            flags=tuple(flag for outcome in outcomes for flag in outcome.flags),
            failures=tuple(failure for outcome in outcomes for failure in outcome.failures),
            said=(*submission.said, *(sentence for outcome in outcomes for sentence in outcome.mended)),
            reason=" ".join(outcome.reason for outcome in outcomes if outcome.reason),
            seconds=sum(outcome.seconds for outcome in outcomes),
            cpu=sum(outcome.cpu for outcome in outcomes),
            memory=max((outcome.memory for outcome in outcomes), default=0),
            sandbox=self.choices.isolated,
            predictions=tuple(prediction for outcome in outcomes for prediction in outcome.predictions),
            scores={test: score for outcome in outcomes for test, score in outcome.scores.items() if score is not None},
        )


def _status(submission: Submission, outcomes: Sequence[Outcome]) -> Status:
    """The gravest state of a student's notebooks; of several, one that was not handed in has its 0 points, no more."""
    handed_in = {job.notebook for job in submission.jobs if job.submitted}
    status = status_of(outcome for outcome in outcomes if outcome.notebook in handed_in or not handed_in)
    return "flagged" if status == "graded" and len(handed_in) < len(outcomes) else status


def _check(writer: Writer, students: Sequence[str], summary: Summary, choices: Choices) -> None:
    """Hold those who handed in, the reports and the gradebook against each other."""
    entered, summary.waiting = writer.points(), writer.waiting()
    reported = {report.student: report for report in [*summary.reports, *summary.unchanged]}
    for student in students:
        if student not in reported:
            summary.gaps[student] = "was not graded; run the same command again"
        elif not reported[student].agrees(points := entered.get(student)):
            there = "no result" if points is None else f"{points:g} points by tests"
            told = f"{there} in the gradebook, {reported[student].points:g} in the report"
            summary.gaps[student] = f"has {told}; run the same command again"
    failed = {report.student for report in reported.values() if report.status == "failed"}
    summary.people = {student: words for student, words in writer.people().items() if student in failed}
    if not choices.students:
        summary.absent = sorted(writer.roster() - set(students) - set(entered))
        for student in sorted(set(entered) - set(students)):
            summary.gaps[student] = "has a result in the gradebook, and nothing in submitted/ any more; put it back"
