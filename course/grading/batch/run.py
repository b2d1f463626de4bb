"""A whole class: what has to be graded, the results as they come, and the check at the end that nobody was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import nbformat

from course.errors import CourseError
from course.grading.batch.gradebook import Writer, open_writer, written_texts
from course.grading.batch.job import Outcome
from course.grading.batch.reports import Report, Reports, fingerprint, status_of
from course.grading.batch.submissions import Assignment, Submission, read_submission, students_with_work
from course.grading.batch.workers import open_pool
from course.grading.folder import CourseFolder


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
    workers, scheduler
        As `open_pool` takes them.
    """

    students: tuple[str, ...] = ()
    force: bool = False
    isolated: bool = True
    workers: int = 1
    scheduler: str | None = None


@dataclass
class Summary:
    """What a run came to: each student is in exactly one of the lists.

    Attributes
    ----------
    reports
        Of every submission that was graded in this run.
    unchanged
        Of those graded before, with nothing new since.
    absent
        Students in the gradebook without a submission.
    gaps
        Who should have a result and has none, with the reason; empty if all is well.
    """

    assignment: str
    reports: list[Report] = field(default_factory=list)
    unchanged: list[Report] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    gaps: dict[str, str] = field(default_factory=dict)


Progress = Callable[[Report], None]


def grade_class(
    folder: CourseFolder, assignment: Assignment, choices: Choices, begin: Callable[[int], Progress]
) -> Summary:
    """Grade an assignment's submissions and enter them into the gradebook.

    Parameters
    ----------
    begin
        Called with the number of submissions to grade; what it returns is called with each report.

    Raises
    ------
    CourseError
        If a student is named who has handed in nothing, or the gradebook cannot take the results.
    """
    students = _chosen(students_with_work(folder, assignment.name), choices, assignment)
    reports, summary = Reports(folder.root / "reports" / assignment.name), Summary(assignment.name)
    due = []
    for student in students:
        submission = read_submission(folder, assignment, student)
        before = reports.read(student)
        mark = fingerprint(submission.jobs, isolated=choices.isolated)
        if before and before.settled and before.fingerprint == mark and not choices.force:
            summary.unchanged.append(before)
        else:
            due.append(student)
    tell = begin(len(due))
    with open_writer(folder, assignment.name, assignment.sources) as writer:
        if due:
            run = _Run(folder, assignment, choices, reports, writer)
            for report in run.all(due):
                summary.reports.append(report)
                tell(report)
        _check(writer, students, summary, choices)
    return summary


def _chosen(students: Sequence[str], choices: Choices, assignment: Assignment) -> list[str]:
    unknown = sorted(set(choices.students) - set(students))
    if unknown:
        raise CourseError(f"nothing was handed in for {assignment.name} by {', '.join(unknown)}")
    return [student for student in students if not choices.students or student in choices.students]


@dataclass(frozen=True)
class _Run:
    folder: CourseFolder
    assignment: Assignment
    choices: Choices
    reports: Reports
    writer: Writer

    def all(self, students: Sequence[str]) -> Iterator[Report]:
        """Grade and enter; a report for each student."""
        choices = self.choices
        workers = min(choices.workers, len(students))
        with open_pool(workers=workers, scheduler=choices.scheduler, isolated=choices.isolated) as pool:
            submissions = (read_submission(self.folder, self.assignment, student) for student in students)
            for submission, outcomes in pool.grade(submissions):
                yield self._enter(submission, outcomes)

    def _enter(self, submission: Submission, outcomes: Sequence[Outcome]) -> Report:
        before = self.reports.read(submission.student)
        self.writer.write(submission.student, outcomes, submission.handed_in, before)
        report = self._report(submission, outcomes)
        self.reports.write(report)
        return report

    def _report(self, submission: Submission, outcomes: Sequence[Outcome]) -> Report:
        cells = [cell for outcome in outcomes for cell in self.writer.cells[outcome.notebook]]
        scores = {name: score for outcome in outcomes for name, score in outcome.scores.items()}
        answers: dict[str, str] = {}
        for outcome in outcomes:
            answers |= written_texts(nbformat.reads(outcome.executed, as_version=4))
        return Report(
            submission.student,
            status_of(outcomes),
            fingerprint(submission.jobs, isolated=self.choices.isolated),
            points=sum(score or 0.0 for score in scores.values()),
            maximum=sum(cell.points for cell in cells),
            waiting=sum(cell.points for cell in cells if scores.get(cell.grade_id, 0.0) is None),
            flags=tuple(flag for outcome in outcomes for flag in outcome.flags),
            said=(*submission.said, *(sentence for outcome in outcomes for sentence in outcome.mended)),
            reason=" ".join(outcome.reason for outcome in outcomes if outcome.reason),
            answers=answers,
            seconds=sum(outcome.seconds for outcome in outcomes),
            cpu=sum(outcome.cpu for outcome in outcomes),
            memory=max((outcome.memory for outcome in outcomes), default=0),
            sandbox=self.choices.isolated,
        )


def _check(writer: Writer, students: Sequence[str], summary: Summary, choices: Choices) -> None:
    """Hold those who handed in, the reports and the gradebook against each other."""
    entered = writer.points()
    reported = {report.student: report for report in [*summary.reports, *summary.unchanged]}
    for student in students:
        if student not in reported:
            summary.gaps[student] = "was not graded"
        elif student not in entered:
            summary.gaps[student] = "has no entry in the gradebook; grade again with --force"
        elif abs(entered[student] - reported[student].points) > 1e-6:
            told = f"{entered[student]:g} points by tests in the gradebook, {reported[student].points:g} in the report"
            summary.gaps[student] = f"has {told}; grade again with --force"
    if not choices.students:
        roster = writer.roster()
        summary.absent = sorted(roster - set(students) - set(entered))
        for student in sorted(set(entered) - set(students)):
            summary.gaps[student] = "has a result in the gradebook, but no submission any more"
