"""Grades and comments from the gradebook into Moodle's grading worksheet."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from course.errors import CourseError
from course.grading.class_run.reports import Report, Reports
from course.grading.gradebook.class_list import read_class
from course.grading.gradebook.course_folder import CourseFolder, handed_in
from course.grading.gradebook.penalties import Penalties
from course.grading.moodle.csv_cells import CsvCell
from course.grading.moodle.grades import Result, comment, number, read_results, task_names
from course.grading.moodle.identities import Student, gradebook_students, identify
from course.grading.moodle.participants import Participant, read_participants
from course.grading.moodle.worksheet import Columns, Row, Worksheet, decimals, find_columns, read_number
from course.grading.moodle.worksheet_report import ABSENT, LEFT_OUT, WRITTEN, GradeLine, Written, read_written
from course.grading.safe.spreadsheet import without_formula

# Moodle's words for "yes" in "Grade can be changed"; any other word counts as no, which costs a look, not a grade.
YES_IN_ALL = """
yes ja jah jā já oui sí sì si sim da tak ano áno igen kyllä taip evet bəli ya có bai po tá ie oes ndiyo ndio jes oo да
так иә тийм ναι այո დიახ კი כן نعم بله بلی ہاں हाँ हां হ্যাঁ ஆம் అవును 是 はい 예 네 ใช่
"""
YES = frozenset(YES_IN_ALL.split())
NOT_GRADED = "handed in but not graded; run the autograder"
NO_REPORT = "no report tells whether it could be graded (reports/ is older, or gone); run the autograder"
ROUNDING = 5e-6  # Moodle keeps five digits


class FillError(CourseError):
    """A worksheet that is not filled in; the message says what disagrees, and the way out."""


@dataclass(frozen=True)
class Filled:
    """A worksheet filled in: its bytes, what became of each participant, and the grades that are in it, by student.

    `penalties` tell of those for being late that dates, policy or marks have changed.
    """

    data: bytes
    lines: list[GradeLine]
    grades: dict[str, Written]
    comments: bool
    penalties: Sequence[str] = ()

    def of(self, outcome: str) -> dict[str, str]:
        """Who came to that outcome, and why."""
        return {line.who: line.why for line in self.lines if line.outcome == outcome}


@dataclass(frozen=True)
class Choices:
    """How to fill in: columns where they cannot be found, scaling, comments, and Moodle's word for "yes"."""

    grade_column: str | None = None
    comment_column: str | None = None
    id_column: str | None = None
    scale: bool = False
    comments: bool = True
    yes: str | None = None


def fill(sheet: Worksheet, assignment: str, folder: CourseFolder, choices: Choices = Choices()) -> Filled:
    """Fill in the grades of all submissions that are graded completely.

    Raises
    ------
    FillError
        If the maximum in Moodle is not the gradebook's and scaling is not asked for.
    WorksheetError, FolderError, GradesError
        If a column, the course or the assignment is not found.
    """
    columns = find_columns(sheet, choices.grade_column, choices.comment_column)
    with folder.gradebook() as gradebook:
        penalties = Penalties(folder.config).renew(gradebook, assignment) if gradebook else []
        maximum, results = read_results(gradebook, assignment, task_names(folder, assignment))
        students = {student.id: student for student in gradebook_students(gradebook)}
    identities = identify(sheet, [*students.values()], choices.id_column)
    filling = _Filling(folder, assignment, choices, columns, students, results)
    known = identities.known | read_participants(folder, assignment)  # what was collected counts most
    filling.factor = _factor(sheet, columns, maximum, scale=choices.scale)
    for row in sheet.rows:
        if row.number in known:
            filling.fill(row, known[row.number].student)
        else:
            why = identities.unknown.get(row.number, "is nobody in the gradebook")
            filling.note(row, ABSENT, f"{row.name} ({row.number})", why)
    lines = [*filling.lines, *_without_row(sheet, known, results, students)]
    comments = choices.comments and columns.comment is not None
    told = [str(change) for change in penalties]
    return Filled(sheet.table.with_changes(filling.changes), lines, filling.grades, comments, told)


@dataclass
class _Filling:
    folder: CourseFolder
    assignment: str
    choices: Choices
    columns: Columns
    students: Mapping[str, Student]
    results: Mapping[str, Result]
    factor: float = 1.0
    changes: dict[CsvCell, str] = field(default_factory=dict)
    lines: list[GradeLine] = field(default_factory=list)
    grades: dict[str, Written] = field(default_factory=dict)

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """What grading says of each student's submission."""
        return {report.student: report for report in Reports.of(self.folder, self.assignment).all()}

    @cached_property
    def before(self) -> Mapping[str, Written]:
        """Grades of the worksheet before."""
        return read_written(self.folder, self.assignment)

    @cached_property
    def removed(self) -> Set[str]:
        """Students who have been taken out of the gradebook."""
        return read_class(self.folder).now(self.students.keys()).removed

    def fill(self, row: Row, student: str) -> None:
        """Fill in a student's row, or note why not."""
        who, result = f"{row.name} ({student})", self.results.get(student)
        handed_in = self.folder.submission(student, self.assignment).exists()
        if result is None and student in self.removed:
            self.note(
                row, ABSENT, who, f"was removed from the class{'; the work is kept' if handed_in else ''}", student
            )
        elif not handed_in and not (result and result.points):  # more time before anything was handed in has no points
            self.note(row, ABSENT, who, "nothing was collected", student)
        elif result is None:
            self.note(row, LEFT_OUT, who, NOT_GRADED, student)
        elif why := self._why_not(row, result):
            self.note(row, LEFT_OUT, who, why, student)
        else:
            changes = _cells(row, self.columns, result, self.factor, comments=self.choices.comments)
            grade = self.grades[student] = Written.of(result, changes[row.cells[self.columns.grade]])
            self.changes |= changes
            changed = grade.since(self.before.get(student))
            self.lines.append(GradeLine(WRITTEN, who, grade.grade, email=self._email(row, student), changed=changed))

    def note(self, row: Row, outcome: str, who: str, why: str, student: str = "") -> None:
        """Note who gets no grade, and what Moodle goes on showing."""
        older = row.cells[self.columns.grade].text.strip()
        self.lines.append(GradeLine(outcome, who, why=why, email=self._email(row, student), older=older))

    def _why_not(self, row: Row, result: Result) -> str | None:
        return (
            _failed(result, self.reports.get(result.student))
            or _not_ready(result, self.folder, self.assignment)
            or self._not_sure(result)
            or _locked_or_above(row, self.columns, result.total * self.factor, self.choices.yes)
        )

    def _not_sure(self, result: Result) -> str | None:
        """Why points may be none that were earned: a submission that failed has 0, and only its report says why."""
        if result.marked or result.student in self.reports:
            return None
        return NO_REPORT if result.total == 0 or Reports.of(self.folder, self.assignment).folder.exists() else None

    def _email(self, row: Row, student: str) -> str:
        """The address in the gradebook, or else the one in the worksheet."""
        return (self.students[student].email if student in self.students else "") or row.address


def _factor(sheet: Worksheet, columns: Columns, maximum: float, *, scale: bool) -> float:
    """What points are multiplied by; 1 unless the maxima differ and that is wanted."""
    in_moodle = read_number(sheet.rows[0].cells[columns.maximum].text) or 0.0
    if abs(in_moodle - maximum) < ROUNDING:
        return 1.0
    if scale and maximum > 0:
        return in_moodle / maximum
    raise FillError(
        f"the maximum grade is {number(in_moodle)} in Moodle and {number(maximum)} in the gradebook; set it to "
        f"{number(maximum)} in Moodle's assignment and download the worksheet anew, or let grades be scaled by --scale"
    )


def _not_ready(result: Result, folder: CourseFolder, assignment: str) -> str | None:
    """Why a submission's grade may not leave the gradebook yet."""
    if not result.points:
        return NOT_GRADED
    if result.waiting:
        return f"waits for a person to grade {', '.join(result.waiting)}"
    newest = handed_in(folder.submission(result.student, assignment))
    if newest is not None and result.time is not None and newest > result.time:
        return f"a newer submission, of {newest:%Y-%m-%d %H:%M} UTC, is not graded; run the autograder"
    return None


def _failed(result: Result, report: Report | None) -> str | None:
    """Why a submission could not be graded; points that a person has given all the same count."""
    if report is None or report.status != "failed" or result.marked:
        return None
    return f"could not be graded: {report.why}"


def _locked_or_above(row: Row, columns: Columns, points: float, yes: str | None) -> str | None:
    """Why Moodle would drop a grade; it does so without a word."""
    word = row.cells[columns.changeable].text.strip()
    if word.casefold() not in YES | {(yes or "yes").casefold()}:
        return f"is locked: 'Grade can be changed' says {word!r} (if that means yes, add --yes {word!r})"
    maximum = read_number(row.cells[columns.maximum].text) or 0.0
    if points > maximum + ROUNDING:
        return f"has {number(points)} points, more than Moodle's maximum of {number(maximum)}"
    return None


def _cells(row: Row, columns: Columns, result: Result, factor: float, *, comments: bool) -> dict[CsvCell, str]:
    """New texts of a row's cells; the grade with as many digits as the maximum has, or more if it needs them."""
    point, digits = decimals(row.cells[columns.maximum].text)
    whole, _, rest = number(result.total * factor).partition(".")
    rest = rest.ljust(digits, "0")
    changes = {row.cells[columns.grade]: f"{whole}{point}{rest}" if rest else whole}
    if comments and columns.comment is not None:
        # Moodle reads it as HTML, and a spreadsheet may open the file on the way.
        changes[row.cells[columns.comment]] = without_formula(html.escape(comment(result, factor), quote=False))
    return changes


def _without_row(
    sheet: Worksheet, known: Mapping[str, Participant], results: Mapping[str, Result], students: Mapping[str, Student]
) -> list[GradeLine]:
    there = {known[row.number].student for row in sheet.rows if row.number in known}
    missing = [students[student] for student, result in results.items() if student not in there and result.points]
    return [
        GradeLine(LEFT_OUT, one.id, why="is graded and has no row in the worksheet", email=one.email) for one in missing
    ]
