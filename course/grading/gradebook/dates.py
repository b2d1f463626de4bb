"""Due dates, extensions, and when work was handed in: in nbgrader's own fields, so that its commands know them, too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from course.errors import CourseError
from course.grading.gradebook.course_folder import TIMESTAMP, CourseFolder, recorded, replace_file
from course.grading.gradebook.database import transaction


class DatesError(CourseError):
    """A date that cannot be set; the message says why, and what to do."""


@dataclass(frozen=True)
class SubmissionDates:
    """When a student handed in, until when it was due, and what is taken off; times in UTC."""

    student: str
    handed_in: datetime | None
    extension: timedelta
    seconds_late: float
    penalty: float


@dataclass(frozen=True)
class AssignmentDates:
    """An assignment's due date, in UTC, and its graded submissions."""

    name: str
    due: datetime | None
    submissions: list[SubmissionDates]


def read_dates(book: Gradebook) -> list[AssignmentDates]:
    """The dates of all assignments in the gradebook."""
    with transaction(book):
        return [
            AssignmentDates(one.name, _aware(one.duedate), [_of(entry) for entry in one.submissions])
            for one in book.assignments
        ]


def seconds_late(entry: Any) -> float:
    """How late a submission is, by nbgrader's fields.

    nbgrader's own property adds the extension to the due date, and breaks off where there is none.
    """
    return float(entry.total_seconds_late) if entry.assignment.duedate else 0.0


def set_due(book: Gradebook, assignment: str, due: datetime | None) -> None:
    """Set an assignment's due date, or take it away.

    Raises
    ------
    DatesError
        If the gradebook has no such assignment.
    """
    with transaction(book, writing=True):
        _assignment(book, assignment).duedate = _naive(due)


def set_extension(book: Gradebook, assignment: str, student: str, more: timedelta) -> None:
    """Give a student more time; none takes an extension away.

    nbgrader keeps it with the submission. Where there is none yet, one without notebooks is entered: no grade is.

    Raises
    ------
    DatesError
        If the gradebook has no such assignment or student.
    """
    with transaction(book, writing=True):
        about, person = _assignment(book, assignment), _student(book, student)
        try:
            entry = book.find_submission(assignment, student)
        except MissingEntry:
            entry = SubmittedAssignment(assignment=about, student=person)
            book.db.add(entry)
        entry.extension = more or None


def set_handed_in(folder: CourseFolder, book: Gradebook | None, assignment: str, student: str, at: datetime) -> bool:
    """Note when a student handed in, beside the submission and in the gradebook; whether it was noted otherwise before.

    Raises
    ------
    DatesError
        If nothing of the student's was collected.
    """
    place = folder.submission(student, assignment)
    if not place.is_dir() or place.is_symlink():
        raise DatesError(f"nothing was collected of {student} for {assignment}")
    if recorded(place) == at:
        return False
    replace_file(place / TIMESTAMP, f"{at:%Y-%m-%d %H:%M:%S} UTC".encode())
    if book is not None:
        with transaction(book, writing=True):
            try:
                book.find_submission(assignment, student).timestamp = _naive(at)
            except MissingEntry:
                return True  # it is entered with its grades
    return True


def _assignment(book: Gradebook, name: str) -> Any:
    try:
        return book.find_assignment(name)
    except MissingEntry:
        fix = f"run: nbgrader generate_assignment {name}"
        raise DatesError(f"the gradebook has no assignment {name!r}; {fix}") from None


def _student(book: Gradebook, name: str) -> Any:
    try:
        return book.find_student(name)
    except MissingEntry:
        raise DatesError(f"the gradebook has no student {name!r}; nbgrader db student list shows them") from None


def _of(entry: Any) -> SubmissionDates:
    return SubmissionDates(
        entry.student.id,
        _aware(entry.timestamp),
        entry.extension or timedelta(),
        seconds_late(entry),
        float(entry.late_submission_penalty or 0.0),
    )


def _aware(time: datetime | None) -> datetime | None:
    return time.replace(tzinfo=timezone.utc) if time else None


def _naive(time: datetime | None) -> datetime | None:
    """A time as nbgrader keeps it: in UTC, without saying so."""
    return time.astimezone(timezone.utc).replace(tzinfo=None) if time else None
