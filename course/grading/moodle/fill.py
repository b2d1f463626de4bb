"""Grades and comments from the gradebook into Moodle's grading worksheet."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass

from course.errors import CourseError
from course.grading.gradebook.course_folder import CourseFolder, handed_in
from course.grading.moodle.csv_cells import CsvCell, without_formula
from course.grading.moodle.grades import Result, comment, number, read_results, task_names
from course.grading.moodle.identities import gradebook_students, identify
from course.grading.moodle.participants import Participant, read_participants
from course.grading.moodle.worksheet import Columns, Row, Worksheet, decimals, find_columns, read_number

# Moodle's words for "yes" in "Grade can be changed"; any other word counts as no, which costs a look, not a grade.
YES_IN_ALL = """
yes ja jah jā já oui sí sì si sim da tak ano áno igen kyllä taip evet bəli ya có bai po tá ie oes ndiyo ndio jes oo да
так иә тийм ναι այո დიახ კი כן نعم بله بلی ہاں हाँ हां হ্যাঁ ஆம் అవును 是 はい 예 네 ใช่
"""
YES = frozenset(YES_IN_ALL.split())
NOT_GRADED = "handed in but not graded; run the autograder"
ROUNDING = 5e-6  # Moodle keeps five digits


class FillError(CourseError):
    """A worksheet that is not filled in; the message says what disagrees, and the way out."""


@dataclass(frozen=True)
class Filled:
    """A worksheet filled in: its bytes, how many grades, and who has none and why.

    `left_out` are submissions that should have a grade in Moodle; `absent` are participants of whom nothing is there.
    """

    data: bytes
    grades: int
    left_out: dict[str, str]
    absent: dict[str, str]
    comments: bool


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
        maximum, results = read_results(gradebook, assignment, task_names(folder, assignment))
        identities = identify(sheet, gradebook_students(gradebook), choices.id_column)
    known = identities.known | read_participants(folder, assignment)  # what was collected counts most
    factor = _factor(sheet, columns, maximum, scale=choices.scale)
    changes: dict[CsvCell, str] = {}
    left_out, absent = _without_row(sheet, known, results), {}
    for row in sheet.rows:
        if row.number not in known:
            absent[f"{row.name} ({row.number})"] = identities.unknown.get(row.number, "is nobody in the gradebook")
            continue
        student = known[row.number].student
        name, result = f"{row.name} ({student})", results.get(student)
        if result is None and folder.submission(student, assignment).exists():
            left_out[name] = NOT_GRADED
        elif result is None:
            absent[name] = "nothing was collected"
        elif why := _not_ready(result, folder, assignment) or _locked_or_above(
            row, columns, result.total * factor, choices.yes
        ):
            left_out[name] = why
        else:
            changes |= _cells(row, columns, result, factor, comments=choices.comments)
    grades = sum(row.cells[columns.grade] in changes for row in sheet.rows)
    comments = choices.comments and columns.comment is not None
    return Filled(sheet.table.with_changes(changes), grades, left_out, absent, comments)


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


def _without_row(sheet: Worksheet, known: Mapping[str, Participant], results: Mapping[str, Result]) -> dict[str, str]:
    there = {known[row.number].student for row in sheet.rows if row.number in known}
    return {student: "is graded and has no row in the worksheet" for student in results if student not in there}
