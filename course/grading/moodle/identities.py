"""Who is who: participants of a Moodle assignment, and the students of the gradebook or of a roster."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook

from course.errors import CourseError
from course.grading.gradebook.student_ids import why_no_folder, why_no_id
from course.grading.moodle.csv_cells import read_table, rectangular
from course.grading.moodle.participants import Participant
from course.grading.moodle.worksheet import Worksheet

FIELDS = ("id", "email", "lms_user_id")  # by which a student can be known; the first of equally good ones counts
MEND = "set it right with: nbgrader db student import"


class PeopleError(CourseError):
    """A roster that cannot be used; the message says why."""


@dataclass(frozen=True)
class Student:
    """A student as nbgrader's gradebook knows one; `team` is the group in Moodle, of a roster that says it."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    team: str = ""


@dataclass(frozen=True)
class Identities:
    """Students by their number in a Moodle assignment, why others have none, and which column told."""

    known: dict[str, Participant]
    unknown: dict[str, str] = field(default_factory=dict)
    source: str = ""


def read_roster(path: Path, encoding: str | None = None) -> list[Student]:
    """Students of a CSV file with the columns of `nbgrader db student import`, and ``group`` for teams.

    Raises
    ------
    PeopleError
        If it has no column ``id``, an id twice or not at all, or one that cannot be one.
    """
    table = rectangular(read_table(path, encoding))
    header = [name.casefold() for name in table.header]
    if "id" not in header:
        raise PeopleError(f"{path} has no column 'id'; expected id,first_name,last_name,email,lms_user_id and group")
    students = []
    for row in table.rows[1:]:
        about = dict(zip(header, (cell.text.strip() for cell in row), strict=True))
        names = [about.get(name, "") for name in ("id", "first_name", "last_name", "email", "lms_user_id", "group")]
        students.append(Student(*names))
    times = Counter(student.id for student in students)
    for student in students:
        if not student.id:
            name = f"{student.first_name} {student.last_name}".strip() or student.email
            raise PeopleError(f"{path}: {name or 'a student'} has no id; expected one for each")
        if times[student.id] > 1:
            raise PeopleError(
                f"{path}: the id {student.id!r} stands there {times[student.id]} times; expected each student once"
            )
        if why := why_no_id(student.id):
            raise PeopleError(f"{path}: the id {student.id!r} cannot be one: {why}")
    return students


def gradebook_students(gradebook: Gradebook | None) -> list[Student]:
    """Students of the gradebook; none if there is no gradebook."""
    students = gradebook.students if gradebook is not None else []
    return [Student(s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or "") for s in students]


def identify(sheet: Worksheet, students: Sequence[Student], id_column: str | None = None) -> Identities:
    """Find the student of each participant of a worksheet.

    The column that names most of the students (by id, e-mail or lms_user_id) tells. Without students, it is the first
    one in which everybody has an id of their own, or else the participant's number.

    Parameters
    ----------
    sheet
        The worksheet.
    students
        Those of the gradebook or of a roster; may be empty.
    id_column
        Header, or place counted from 1, of the column that tells; None to find it.

    Raises
    ------
    WorksheetError
        If there is no such column.
    """
    columns = [sheet.column(id_column)] if id_column is not None else [*sheet.identity_columns(), 0]
    best = max(
        ((column, about) for column in columns for about in FIELDS),
        key=lambda choice: _found(_keys(sheet, choice[0]), students, choice[1]),
    )
    if _found(_keys(sheet, best[0]), students, best[1]):
        return _by_students(sheet, students, *best)
    column = columns[0] if id_column is not None else _column_of_ids(sheet)
    source = f"column '{sheet.table.header[column]}' (no student of it is in the gradebook or roster yet)"
    return _checked(sheet, dict(zip(_numbers(sheet), _keys(sheet, column), strict=True)), {}, source)


def _by_students(sheet: Worksheet, students: Sequence[Student], column: int, about: str) -> Identities:
    ids = defaultdict(list)
    for student in students:
        ids[getattr(student, about).casefold()].append(student.id)
    source = f"column '{sheet.table.header[column]}' (the students' {about})"
    found: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for row, key in zip(sheet.rows, _keys(sheet, column), strict=True):
        same = ids[key.casefold()] if key else []
        if about == "id" and not same and (why := _changed_id(key, students)):
            unknown[row.number] = why
        elif about == "id" and (key in same or not same):
            found[row.number] = key  # or else of a new student, who is to be entered when graded
        elif len(same) == 1:
            found[row.number] = same[0]
        elif same:
            unknown[row.number] = f"{len(same)} students have the {about} {key!r}: {', '.join(sorted(same))}; {MEND}"
        else:
            unknown[row.number] = f"no student with the {about} {key!r}; {MEND}"
    return _checked(sheet, found, unknown, source)


def _changed_id(key: str, students: Sequence[Student]) -> str:
    """Why a text is no new student's id: a spreadsheet has made a number of a known one; empty if not."""
    known = next((student.id for student in students if _as_number(student.id) == _as_number(key)), None)
    if known is None and not re.fullmatch(r"\d[.,]\d+E\+\d+", key):
        return ""
    was = f" {known!r}" if known else ""
    return f"no student with the id {key!r}; a spreadsheet has changed the id{was}: take the worksheet as downloaded"


def _as_number(text: str) -> str:
    """What a spreadsheet leaves of the id ``0042``: ``42``, or ``42.0``."""
    number = re.fullmatch(r"0*(\d+?)(?:[.,]0+)?", text)
    return number[1] if number else text


def _checked(sheet: Worksheet, found: dict[str, str], unknown: dict[str, str], source: str) -> Identities:
    """Leave out ids that cannot be folders, and those that two participants have."""
    times = Counter(student.casefold() for student in found.values())
    known = {}
    for row in sheet.rows:
        student = found.get(row.number)
        if student is None:
            continue
        if why := why_no_folder(student):
            unknown[row.number] = why
        elif times[student.casefold()] > 1:
            unknown[row.number] = f"{times[student.casefold()]} participants have the id {student!r}"
        else:
            known[row.number] = Participant(student, row.name)
    return Identities(known, unknown, source)


def _column_of_ids(sheet: Worksheet) -> int:
    # The last column before the grade is the status: for a single participant it would look like an id, too.
    for column in sheet.identity_columns()[:-1]:
        texts = sheet.texts(column)
        if all(texts) and len(set(texts)) == len(texts):
            return column
    return 0


def _keys(sheet: Worksheet, column: int) -> list[str]:
    return _numbers(sheet) if column == 0 else sheet.texts(column)


def _numbers(sheet: Worksheet) -> list[str]:
    return [row.number for row in sheet.rows]


def _found(keys: Iterable[str], students: Sequence[Student], about: str) -> int:
    have = {getattr(student, about).casefold() for student in students} - {""}
    return sum(key.casefold() in have for key in keys)
