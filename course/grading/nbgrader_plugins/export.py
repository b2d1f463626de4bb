"""``nbgrader export``: nbgrader's own table, in which no name or id is run as a formula, or breaks a row.

Penalties for being late are worked out anew before.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import CsvExportPlugin

from course.errors import CourseError
from course.grading.gradebook.penalties import Penalties
from course.grading.safe.spreadsheet import without_formula

WHO = ("student_id", "last_name", "first_name", "email")


class SafeCsv(CsvExportPlugin):
    """The columns and rows of nbgrader's own exporter, written by a library that knows how CSV is quoted."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the points of each student for each assignment to ``--to``, or grades.csv."""
        try:
            for change in Penalties(self.config).renew(gradebook):
                self.log.warning("penalty changed: %s", change)
        except CourseError as error:
            self.parent.fail("%s", error)
        wanted, students = set(map(str, self.assignment)), set(map(str, self.student))
        rows = [
            _row(gradebook, assignment, student)
            for assignment in gradebook.assignments
            if not wanted or assignment.name in wanted
            for student in gradebook.students
            if not students or student.id in students
        ]
        output = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", output)
        with output.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            table.writeheader()
            table.writerows(rows)


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> dict[str, Any]:
    found = {"assignment": assignment.name, "duedate": assignment.duedate, "max_score": assignment.max_score}
    names = (student.id, student.last_name, student.first_name, student.email)
    found |= {column: without_formula(name or "") for column, name in zip(WHO, names, strict=True)}
    return {**found, **dict(_points(gradebook, assignment.name, student.id))}


def _points(gradebook: Gradebook, assignment: str, student: str) -> Iterator[tuple[str, Any]]:
    """Time and points of a submission; 0 if there is none, as nbgrader has it."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        submission = None
    score, penalty = (submission.score, submission.late_submission_penalty) if submission else (0.0, 0.0)
    yield "timestamp", submission.timestamp if submission else None
    yield "raw_score", score
    yield "late_submission_penalty", penalty
    yield "score", max(0.0, score - penalty)


COLUMNS = ("assignment", "duedate", "timestamp", *WHO, "raw_score", "late_submission_penalty", "score", "max_score")
