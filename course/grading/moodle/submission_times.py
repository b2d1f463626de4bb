"""When students handed in, by Moodle's grading worksheet: the column "Last modified (submission)"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from course.grading.gradebook.times import read_time
from course.grading.moodle.participants import Participant
from course.grading.moodle.worksheet import Worksheet, WorksheetError, date_columns, find_columns


def read_submission_times(sheet: Worksheet, known: Mapping[str, Participant]) -> tuple[dict[str, datetime], list[str]]:
    """Times in UTC by student, and texts that are none, in sentences.

    Moodle writes the clock of whoever downloads the worksheet, to the minute.

    Parameters
    ----------
    known
        Participants by their number.

    Raises
    ------
    WorksheetError
        If the column is not found.
    """
    column = find_columns(sheet).changeable + 1
    if len(date_columns(sheet, column)) < 2:
        raise WorksheetError(
            f"{sheet.table.path} does not say when students handed in: expected two columns of dates (last modified: "
            "submission, grade) behind the grade; download it anew from Moodle"
        )
    times: dict[str, datetime] = {}
    odd: list[str] = []
    for row, text in zip(sheet.rows, sheet.texts(column), strict=True):
        if row.number in known and text != "-":
            try:
                times[known[row.number].student] = read_time(text)
            except ValueError as error:
                odd.append(f"{row.name}: {error}")
    return times, odd
