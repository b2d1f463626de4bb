"""Moodle's offline grading worksheet, whatever its language: columns are known by their place and content.

In this order (mod/assign/gradingtable.php): Identifier ("Participant 4101"), Full name, identity fields, Status,
(group), (marker), Grade, Maximum grade, (workflow state), Grade can be changed, Last modified (submission), (texts
typed in), Last modified (grade), Feedback comments. All headers and words are in the language of whoever downloads it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from course.errors import CourseError
from course.grading.moodle.csv_cells import CsvCell, CsvTable, read_table, rectangular

IDENTIFIER = re.compile(r"(?P<word>\D*?)\s*(?P<number>\d+)")
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
NUMBER = re.compile(r"\d+(?:(?P<point>[.,٫])\d+)?")
# "11/21/2025 15:14", "21.11.25 15:14:00", "21-Nov-25 3:14 PM", "2025-11-21T15:14:00Z"; days since 1900: "45982.63".
SPREADSHEET_DATE = re.compile(
    r"\d{1,4}[./-](?:\d{1,2}|[^\W\d]{3,4}\.?)[./-]\d{1,4}[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?Z?"
    r"(?: ?[AaPp][Mm])?|\d{5}[.,]\d+"
)
# "-" or a date with a year and a time, in any language and any digits.
DATE = re.compile(rf"-|(?=.*\d{{4}})(?=.*\d{{1,2}}\s?[:.h]\s?\d{{2}}).{{8,80}}|{SPREADSHEET_DATE.pattern}", re.S)
# What becomes of points: "100.00 %", "12. May", "7-May", "Dec 50", "07.05.2025", "1.25E+01", "28:00", "28,00 €", "##".
TURNED = re.compile(
    r"[\d.,٫٬]+\s*[%٪$€£¥]|[%٪$€£¥]\s*[\d.,٫٬]+|\d{1,2}\.?[ -]?[^\W\d]{3,9}\.?|[^\W\d]{3,9}\.?[ -]?\d{1,4}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[\d.,]+E[+-]\d+|\d+(?::\d{2})+|#.*"
)


NO_WORD = re.compile(r"[\d#]")  # what "Grade can be changed" has in no language


class WorksheetError(CourseError):
    """A worksheet in which something is not where Moodle puts it; the message says what, and the way out."""


@dataclass(frozen=True)
class Columns:
    """Positions of the columns that are read or written, from 0; `comment` is None where Moodle wrote none."""

    grade: int
    maximum: int
    changeable: int
    comment: int | None


@dataclass(frozen=True)
class Row:
    """A participant: the number in this Moodle assignment, the name that Moodle shows, and all cells."""

    number: str
    name: str
    cells: Sequence[CsvCell]

    @property
    def address(self) -> str:
        """The e-mail address, where the worksheet has one; else empty."""
        return next((text for cell in self.cells[2:] if ADDRESS.fullmatch(text := cell.text.strip())), "")


@dataclass(frozen=True)
class Worksheet:
    """A worksheet's participants, in its order; ``notes`` say what a spreadsheet has done to it."""

    table: CsvTable
    rows: list[Row]
    notes: tuple[str, ...] = ()

    def column(self, wanted: str) -> int:
        """Position of a column by its header, or by its place counted from 1.

        Raises
        ------
        WorksheetError
            If there is none.
        """
        header = self.table.header
        if wanted in header:
            return header.index(wanted)
        if wanted.isdecimal() and 1 <= int(wanted) <= len(header):
            return int(wanted) - 1
        raise WorksheetError(f"{self.table.path} has no column {wanted!r}; its columns are {', '.join(header)}")

    def texts(self, column: int) -> list[str]:
        """A column's texts, one for each participant."""
        return [row.cells[column].text.strip() for row in self.rows]

    def identity_columns(self) -> range:
        """Columns that can hold who somebody is: those behind the name, up to the grade if it can be told apart."""
        grades = _grade_columns(self)
        return range(2, grades[-1]) if grades else range(2, len(self.table.header))


def read_worksheet(path: Path, encoding: str | None = None) -> Worksheet:
    """Read a worksheet.

    Raises
    ------
    WorksheetError
        If its first column does not hold participants ("Participant 4101", in any language), each once.
    TableError
        If it is no sound CSV file.
    """
    table = read_table(path, encoding)
    table = rectangular(table.without(_below_participants(table)))
    rows, words = [], set()
    for cells in table.rows[1:]:
        match = IDENTIFIER.fullmatch(cells[0].text.strip())
        if match is None:
            raise WorksheetError(
                f"{path}: the first column holds {cells[0].text!r}; expected Moodle's Identifier, such as "
                "'Participant 4101'. Is it the file of 'Download grading worksheet', with all its columns?"
            )
        words.add(match["word"])
        rows.append(Row(match["number"], cells[1].text.strip() if len(cells) > 1 else "", cells))
    if not rows:
        raise WorksheetError(f"{path} has a header and no participants")
    if len(words) > 1 or words == {""}:
        raise WorksheetError(f"{path}: the first column holds {sorted(words)}; expected one word before each number")
    number, times = Counter(row.number for row in rows).most_common(1)[0]
    if times > 1:
        raise WorksheetError(f"{path}: participant {number} stands in {times} rows; download the worksheet anew")
    return Worksheet(table, rows, tuple(_notes(table)))


def _below_participants(table: CsvTable) -> range:
    """Places of rows below the last participant that name nobody: a spreadsheet's sums, a remark."""
    last = len(table.rows)
    while last > 1 and _names_nobody(table.rows[last - 1], len(table.header)):
        last -= 1
    return range(last, len(table.rows))


def _names_nobody(row: Sequence[CsvCell], columns: int) -> bool:
    first, name = (row[at].text.strip() if at < len(row) else "" for at in (0, 1))
    return not IDENTIFIER.fullmatch(first) and (not name or 2 * len(row) < columns)


def _notes(table: CsvTable) -> Iterator[str]:
    if lines := [line for cell in table.dropped if (line := cell.text.strip(" ,;\t"))]:
        yield f"left out, being no participants: {', '.join(map(repr, lines))}; what is written does not have them"
    dates = {cell.text for row in table.rows[1:] for cell in row if SPREADSHEET_DATE.fullmatch(cell.text.strip())}
    if dates:
        yield (
            f"a spreadsheet has written dates its own way ({min(dates)}); Moodle cannot tell by them who was graded in "
            "Moodle meanwhile, and may skip rows: upload a worksheet that no other program has saved"
        )


def find_columns(sheet: Worksheet, grade: str | None = None, comment: str | None = None) -> Columns:
    """Find the columns that take grades and comments.

    Parameters
    ----------
    sheet
        The worksheet.
    grade, comment
        Header, or place counted from 1, of the columns; None to find them.

    Raises
    ------
    WorksheetError
        If they cannot be told, or the column behind the grade is no maximum.
    """
    path, header = sheet.table.path, sheet.table.header
    candidates = [sheet.column(grade)] if grade is not None else _grade_columns(sheet)
    if not candidates or not _is_maximum(sheet, candidates[-1] + 1):
        if changed := _no_points(sheet):
            raise WorksheetError(f"{path}: {changed}, which is no number of points; did a spreadsheet change it?")
        raise WorksheetError(
            f"{path}: no grade column was found (expected points or nothing, and the same maximum for all in the "
            f"column behind it; a grade of type 'Scale' cannot be filled in). Name it by --grade-column; there are: "
            + ", ".join(f"{name} ({cell.text[:30]!r})" for name, cell in zip(header, sheet.rows[0].cells, strict=True))
        )
    at = candidates[-1]
    if twice := [name for name in (header[at], header[at + 1]) if header.count(name) > 1]:
        raise WorksheetError(f"{path} has more than one column {twice[0]!r}; remove those that Moodle has not written")
    dates = date_columns(sheet, at + 2)
    changeable = dates[0] - 1 if dates else at + 2  # a workflow state can stand between
    if comment is not None:
        return Columns(at, at + 1, changeable, sheet.column(comment))
    if not dates or any(map(NO_WORD.search, sheet.texts(changeable))):
        there = ", ".join(repr(cell.text) for cell in sheet.rows[0].cells[at + 2 :])
        raise WorksheetError(
            f"{path}: expected dates (last modified: submission, grade) behind the grade, found {there}; name the "
            f"column of the feedback comments by --comment-column, of {', '.join(header)}"
        )
    return Columns(at, at + 1, changeable, dates[-1] + 1 if dates[-1] + 1 < len(header) else None)


def date_columns(sheet: Worksheet, first: int) -> list[int]:
    """Columns from this one on in which all participants have a date, or ``-`` for none."""
    return [at for at in range(first, len(sheet.table.header)) if all(map(DATE.fullmatch, sheet.texts(at)))]


def read_number(text: str) -> float | None:
    """A number with a decimal point, comma or whatever the language writes; None if it is no number."""
    match = NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    return float(text.strip().replace(match["point"] or ".", "."))


def decimals(text: str) -> tuple[str, int]:
    """Decimal sign of a number as it is written, and how many digits stand behind it."""
    match = NUMBER.fullmatch(text.strip())
    if match is None or not match["point"]:
        return ".", 0
    return match["point"], len(text.strip().rpartition(match["point"])[2])


def _grade_columns(sheet: Worksheet) -> list[int]:
    """Columns of points or nothing, before one with the same positive number in all rows; the grade's is the last."""
    columns = range(1, len(sheet.table.header) - 2)
    return [at for at in columns if _is_maximum(sheet, at + 1) and all(map(_is_grade, sheet.texts(at)))]


def _no_points(sheet: Worksheet) -> str:
    """The first cell with something else where points may have stood: before the maximum, or what looks changed."""
    behind = next(iter(date_columns(sheet, 5)), 0) - 1  # the column behind the maximum, or the next but one
    grades = [at - 2 for at in (behind, behind - 1) if at > 2 and _is_maximum(sheet, at - 1)]
    no_grades = ((row, at) for at in grades for row in sheet.rows if not _is_grade(row.cells[at].text.strip()))
    numbers = ((row, at) for row in sheet.rows for at in sheet.identity_columns())
    changed = ((row, at) for row, at in numbers if TURNED.fullmatch(row.cells[at].text.strip()))
    found = next(chain(no_grades, changed), None)
    return (
        f"{sheet.table.header[found[1]]!r} holds {found[0].cells[found[1]].text!r} for {found[0].name}" if found else ""
    )


def _is_grade(text: str) -> bool:
    return not text or read_number(text) is not None


def _is_maximum(sheet: Worksheet, column: int) -> bool:
    if column >= len(sheet.table.header) - 1:
        return False
    values = {read_number(text) for text in sheet.texts(column)}
    return len(values) == 1 and all(value is not None and value > 0 for value in values)
