"""``course dates``: see and set when work is due, who has more time, and when it was handed in.

What is slow to import is imported by the command that needs it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import CourseError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from course.grading.gradebook.course_folder import CourseFolder
    from course.grading.gradebook.dates import AssignmentDates, SubmissionDates

NONE = "none"


def add_parser(subparsers: Any) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("dates", help="due dates, extensions, times of submission, penalties")
    parser.description = (
        "Show the dates of all assignments or of one, after setting what is asked for. Times are by this computer's "
        "clock unless they name a zone. Penalties follow at once; the policy stands in nbgrader_config.py."
    )
    parser.add_argument("assignment", nargs="?", default="", help="such as 3-3-vae; all if left out")
    parser.add_argument("--due", metavar="TIME", help="such as '2026-12-01 23:59', or none")
    parser.add_argument(
        "--extend",
        nargs=2,
        action="append",
        default=[],
        metavar=("ID", "SPAN"),
        help="more time: 2d, 36h, none",
    )
    parser.add_argument(
        "--handed-in", nargs=2, action="append", default=[], metavar=("ID", "TIME"), help="when a student handed in"
    )
    parser.add_argument(
        "--worksheet", type=Path, metavar="CSV", help="when all handed in, by Moodle's grading worksheet"
    )
    parser.add_argument("--id-column", metavar="NAME", help="header or number of the worksheet's column of ids")
    parser.add_argument("--course", type=Path, default=Path(), metavar="FOLDER", help="with nbgrader_config.py")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Set and show; 0 unless a time of the worksheet could not be read."""
    from course.grading.gradebook.course_folder import open_folder
    from course.grading.gradebook.dates import read_dates
    from course.grading.gradebook.penalties import Penalties

    folder = open_folder(arguments.course)
    if not arguments.assignment and (arguments.due or arguments.extend or arguments.handed_in or arguments.worksheet):
        raise CourseError("name the assignment whose dates are to be set")
    with folder.gradebook() as book:
        if book is None:
            raise CourseError(
                "there is no gradebook yet; run: nbgrader generate_assignment, with the assignment's name"
            )
        odd = _set(folder, book, arguments)
        changes = Penalties(folder.config).renew(book, arguments.assignment)
        dates = [one for one in read_dates(book) if arguments.assignment in ("", one.name)]
    if not dates and arguments.assignment:
        raise CourseError(f"the gradebook has no assignment {arguments.assignment!r}")
    for one in dates:
        print(*_shown(one), sep="\n")
    for change in changes:
        print(f"penalty changed: {change}")
    for sentence in odd:
        print(f"not read: {sentence}")
    return 1 if odd else 0


def _set(folder: CourseFolder, book: Gradebook, arguments: argparse.Namespace) -> list[str]:
    """Set what is asked for; everything is read before anything is set. Times that are none, in sentences."""
    from course.grading.gradebook.dates import set_due, set_extension, set_handed_in

    due = None if arguments.due in (None, NONE) else _time(arguments.due)
    spans = {student: _span(text) for student, text in arguments.extend}
    times = {student: _time(text) for student, text in arguments.handed_in}
    odd: list[str] = []
    if arguments.worksheet:
        found, odd = _by_worksheet(folder, book, arguments)
        times = found | times
    if arguments.due is not None:
        set_due(book, arguments.assignment, due)
    for student, more in spans.items():
        set_extension(book, arguments.assignment, student, more)
    noted = sum(set_handed_in(folder, book, arguments.assignment, student, at) for student, at in times.items())
    if times:
        print(f"times of submission: {noted} set, {len(times) - noted} as before")
    return odd


def _by_worksheet(
    folder: CourseFolder, book: Gradebook, arguments: argparse.Namespace
) -> tuple[dict[str, datetime], list[str]]:
    """Times of those whose work was collected."""
    from course.grading.moodle.identities import gradebook_students, identify
    from course.grading.moodle.participants import read_participants
    from course.grading.moodle.submission_times import read_submission_times
    from course.grading.moodle.worksheet import read_worksheet

    sheet = read_worksheet(arguments.worksheet)
    identities = identify(sheet, gradebook_students(book), arguments.id_column)
    times, odd = read_submission_times(sheet, identities.known | read_participants(folder, arguments.assignment))
    collected = {student for student in times if folder.submission(student, arguments.assignment).is_dir()}
    return {student: times[student] for student in collected}, odd


def _shown(dates: AssignmentDates) -> Iterator[str]:
    """An assignment's dates, with a line for each student who has more time or is late."""
    from course.grading.gradebook.times import shown

    yield f"{dates.name}: {f'due {shown(dates.due)}' if dates.due else 'no due date'}"
    for one in sorted(dates.submissions, key=lambda one: one.student):
        if one.extension or one.seconds_late:
            yield f"  {one.student}: {', '.join(_about(one))}"


def _about(one: SubmissionDates) -> Iterator[str]:
    from course.grading.gradebook.times import shown, shown_span
    from course.wording import counted

    if one.extension:
        yield f"{shown_span(one.extension.total_seconds())} more time"
    if one.handed_in:
        yield f"handed in {shown(one.handed_in)}"
    if one.seconds_late:
        yield f"{shown_span(one.seconds_late)} late"
    if one.penalty:
        yield f"{counted(one.penalty, 'point')} taken off"


def _time(text: str) -> datetime:
    from course.grading.gradebook.times import read_time

    try:
        return read_time(text)
    except ValueError as error:
        raise CourseError(str(error)) from error


def _span(text: str) -> timedelta:
    from course.grading.gradebook.times import read_span

    try:
        return timedelta() if text == NONE else read_span(text)
    except ValueError as error:
        raise CourseError(str(error)) from error
