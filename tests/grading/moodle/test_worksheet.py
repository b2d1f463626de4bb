"""Columns of Moodle's worksheet are found in any language, and participants in any of its words."""

import itertools
from dataclasses import replace

import pytest

from course.grading.moodle.worksheet import Columns, WorksheetError, decimals, find_columns, read_number, read_worksheet
from tests.grading.moodle.as_moodle import AMINA, CLASS, HEADERS, JONAS, MEI, worksheet


@pytest.fixture
def read(tmp_path):
    def read(data):
        path = tmp_path / "worksheet.csv"
        path.write_bytes(data)
        return read_worksheet(path)

    return read


def headers(sheet, columns):
    return [None if at is None else sheet.table.header[at] for at in vars(columns).values()]


def expected(language, comments=True):
    names = HEADERS[language].split("|")
    return [names[5], names[6], names[8], names[12] if comments else None]


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("settings", list(itertools.product([False, True], repeat=4)))
def test_columns_are_found_in_every_language_and_setting(read, language, separator, settings):
    options = dict(zip(["groups", "workflow", "typed", "blind"], settings, strict=True))
    people = [replace(AMINA, grade="7"), JONAS, replace(MEI, locked=True, comment="<p>Good, 3</p>")]
    sheet = read(worksheet(people, language, separator=separator, **options))
    assert headers(sheet, find_columns(sheet)) == expected(language)
    assert [row.number for row in sheet.rows] == ["4101", "4102", "4103"]


@pytest.mark.parametrize("language", HEADERS)
def test_a_worksheet_without_comments_has_no_column_for_them(read, language):
    sheet = read(worksheet(CLASS, language, comments=False))
    assert headers(sheet, find_columns(sheet)) == expected(language, comments=False)


@pytest.mark.parametrize("people", [[AMINA], [replace(person, group="1", email="2") for person in CLASS]])
def test_a_single_row_and_numbers_elsewhere_do_not_mislead(read, people):
    sheet = read(worksheet(people, groups=True))
    assert headers(sheet, find_columns(sheet)) == expected("en")


def test_the_grade_is_the_last_column_before_a_constant_number(read):
    lines = worksheet(CLASS).decode("utf-8-sig").splitlines()
    fields = ["Institution,Department", ",5", ",5", ",5"]  # nothing, and the same number for all
    rows = [line.replace(",", f",{more},", 1) for line, more in zip(lines, fields, strict=True)]
    sheet = read("\n".join(rows).encode())
    assert sheet.table.header[1:3] == ["Institution", "Department"]
    assert headers(sheet, find_columns(sheet)) == expected("en")


def test_columns_can_be_named_by_header_or_place(read):
    sheet = read(worksheet(CLASS))
    assert find_columns(sheet, "Grade", "Status") == Columns(4, 5, 6, 3)
    assert find_columns(sheet, "5", "10") == Columns(4, 5, 6, 9)
    with pytest.raises(WorksheetError, match="no column 'Note'; its columns are Identifier, Full name"):
        find_columns(sheet, "Note")


def test_a_scale_is_refused_with_the_way_out(read):
    data = worksheet(CLASS).replace(b"28.00", b'"Poor\nGood"')
    with pytest.raises(WorksheetError, match="type 'Scale' cannot be filled in"):
        find_columns(read(data))


def test_a_grade_column_without_a_maximum_behind_it_is_refused(read):
    with pytest.raises(WorksheetError, match="--grade-column"):
        find_columns(read(worksheet(CLASS)), "Status")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Name,Grade\nAmina,3\n", "the first column holds 'Amina'"),
        (b"Identifier,Grade\n", "no participants"),
        (b"Identifier,Grade\n4101,3\n4102,3\n", "expected one word before each number"),
        (b"Identifier,Grade\nParticipant 1,3\nTeam 2,3\n", "expected one word before each number"),
        (b"Identifier,Grade\nParticipant 1,3\nParticipant 1,3\n", "participant 1 stands in 2 rows"),
    ],
)
def test_another_file_is_refused(read, data, said):
    with pytest.raises(WorksheetError, match=said):
        read(data)


@pytest.mark.parametrize(("text", "value"), [("28", 28), ("28.00", 28), (" 7,5 ", 7.5), ("3٫5", 3.5)])
def test_numbers_are_read_with_any_decimal_sign(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "-", "7 of 8", "1e3", "-3", "1.2.3"])
def test_other_texts_are_no_numbers(text):
    assert read_number(text) is None


def test_decimals_say_how_a_number_is_written():
    assert [decimals(text) for text in ("28", "28.00", "28,5")] == [(".", 0), (".", 2), (",", 1)]


def saved(**changes):
    """The class's worksheet after a spreadsheet has put other texts in the place of some."""
    text = worksheet([replace(AMINA, grade="12.50"), JONAS, MEI], bom=False).decode()
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    return text


SPREADSHEETS = {
    "a line that says the separator": ("sep=,\r\n" + saved(), "sep="),
    "a title": ("Table 1\n" + saved(), "Table 1"),
    "a title, and blank cells round it": (f"Grades{',' * 9}\n{',' * 9}\n{saved()}", "Grades"),
    "a title of several lines and cells": (f"Course,Networks\nA\nB\nC\nD\n{saved()}", "Course,Networks"),
    "sums": (f"{saved()}Average,,,,12.5,,,,,\n", "Average,,,,12.5"),
    "sums in fewer cells": (f"{saved()}Average,12.5\n", "Average,12.5"),
    "an old program's end": (f"{saved()}\x1a", "\x1a"),
    "blank rows": (f"{saved()}{',' * 9}\n{',' * 9}\n", ""),
    "blank cells to the right": ("".join(f"{line},,\n" for line in saved().splitlines()), ""),
    "tabs, in UTF-16": (saved().replace(", ", " ").replace(",", "\t"), ""),
}


@pytest.mark.parametrize(("text", "dropped"), SPREADSHEETS.values(), ids=SPREADSHEETS)
def test_what_a_spreadsheet_puts_round_the_table_is_no_part_of_it(read, text, dropped):
    sheet = read(text.encode("utf-16" if "\t" in text else "utf-8"))
    assert headers(sheet, find_columns(sheet)) == expected("en")
    assert [row.number for row in sheet.rows] == ["4101", "4102", "4103"]
    assert bool(sheet.notes) == bool(dropped)
    assert not dropped or sheet.notes[0].startswith(f"left out, being no participants: {dropped!r}")
    assert not dropped or sheet.notes[0].endswith("; what is written does not have them")
    written = sheet.table.with_changes({sheet.rows[0].cells[4]: "20.00"}).decode(sheet.table.encoding)
    assert written.lstrip("\ufeff").startswith("Identifier")
    assert "20.00" in written
    assert not dropped or dropped not in written


DATES = ["11/21/2025 15:14", "21.11.25 15:14:00", "21-Nov-25 3:14 PM", "2025-11-21T15:14:00Z", "45982.634722"]


@pytest.mark.parametrize("date", DATES)
def test_dates_that_a_spreadsheet_has_written_are_read_and_said(read, date):
    sheet = read(saved(date=("Friday, 21 November 2025, 3:14 PM", date)).encode())
    assert headers(sheet, find_columns(sheet)) == expected("en")
    assert [f"({date}); Moodle cannot tell" in note for note in sheet.notes] == [True]


@pytest.mark.parametrize("date", ["#####", "21-Nov-25", "14:00.0"])
def test_dates_that_are_none_any_more_are_refused_by_what_stands_there(read, date):
    people = [AMINA, JONAS]  # not graded yet, so that only when they handed in has changed
    text = worksheet(people).decode().replace("Friday, 21 November 2025, 3:14 PM", date)
    with pytest.raises(WorksheetError, match=rf"expected dates .*, found 'Yes', '{date}', '-', ''"):
        find_columns(read(text.encode()))


@pytest.mark.parametrize("column", ["Grade", '"Maximum grade"'])
def test_a_column_that_stands_twice_is_refused(read, column):
    at = 4 if column == "Grade" else 5
    rows = [line.split(",", 6) for line in saved().splitlines()]
    text = "\n".join(",".join([*row[: at + 1], row[at], *row[at + 1 :]]) for row in rows)
    with pytest.raises(WorksheetError, match=r"more than one column '(Grade|Maximum grade)'"):
        find_columns(read(text.encode()))


@pytest.mark.parametrize("points", ["44.64 %", "A", "-", "7.5.2025", "12.50 points"])
def test_a_grade_that_is_no_number_is_refused_by_its_place(read, points):
    with pytest.raises(WorksheetError, match=r"'Grade' holds .* for Amina Okafor, .* did a spreadsheet"):
        find_columns(read(saved(grade=("12.50", points)).encode()))


TURNED = ["100.00 %", "28. Feb", "7-May", "Dec 50", "07.05.2025", "2.80E+01", "28:00:00", "28.00 €", "٪٢٨", "#####"]


@pytest.mark.parametrize("points", TURNED)
def test_points_that_a_spreadsheet_has_turned_into_something_else_are_refused_by_their_place(read, points):
    sheet = read(saved(maximum=("28.00", points)).encode())
    with pytest.raises(WorksheetError, match=r"'Maximum grade' holds .* for Amina Okafor, .* did a spreadsheet"):
        find_columns(sheet)
