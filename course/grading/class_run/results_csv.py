"""What a class did, test by test, as CSV for spreadsheets: ``reports/<assignment>/tasks.csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from course.grading.results.task_counts import TaskCounts
from course.grading.safe.spreadsheet import without_formula

RESULTS = {"full": "all points", "part": "some points", "none": "no points", "nothing": "no answer"}


def as_csv(tasks: Mapping[str, TaskCounts]) -> str:
    """A line for each result of each test, and for each mistake that was made: how many students, and who."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["test", "result", "students", "who"])
    for check, counts in tasks.items():
        for result, students in _results(counts):
            cells = check, result, str(len(students)), " ".join(students)
            table.writerow([without_formula(cell) for cell in cells])
    return text.getvalue()


def _results(counts: TaskCounts) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group, words in RESULTS.items():
        yield words, getattr(counts, group)
    for mistake, students in counts.mistakes.items():
        yield f"mistake: {mistake}", students
