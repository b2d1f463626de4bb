"""What nbgrader's gradebook knows of one notebook of one student."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nbgrader.api import Gradebook

from course.grading.gradebook.points import CellPoints, read_points


@dataclass(frozen=True)
class Grade:
    """Points of a graded cell: None while a person has to give them, and the most that can be given.

    ``by_tests`` is what the tests gave where a person has given something else; ``extra`` are points beyond the task's.
    """

    points: float | None
    maximum: float
    by_tests: float | None = None
    extra: float = 0.0


@dataclass(frozen=True)
class Grades:
    """All that a feedback page needs beside the notebook.

    Attributes
    ----------
    cells
        By the name of the graded cell.
    comments
        What a person wrote to an answer, by the answer's name.
    remarks
        What grading wrote to an answer by itself, by the answer's name.
    penalty
        Points taken off because it came late.
    handed_in
        When, in UTC; None if nobody knows.
    name
        The student's name; empty if the gradebook has none.
    """

    cells: Mapping[str, Grade]
    comments: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    penalty: float = 0.0
    handed_in: datetime | None = None
    name: str = ""


def read_grades(db_url: str, assignment: str, notebook: str, student: str) -> Grades:
    """Read them.

    Raises
    ------
    nbgrader.api.MissingEntry
        If the student has not been graded.
    """
    with Gradebook(db_url) as gradebook:
        entry = gradebook.find_submission_notebook(notebook, assignment, student)
        person = entry.student
        cells = (cell for cell in read_points(gradebook, assignment, student) if cell.notebook == notebook)
        return Grades(
            {cell.cell: _grade(cell) for cell in cells},
            {comment.name: comment.manual_comment for comment in entry.comments if comment.manual_comment},
            {comment.name: comment.auto_comment for comment in entry.comments if comment.auto_comment},
            entry.late_submission_penalty or 0.0,
            entry.assignment.timestamp,
            " ".join(filter(None, (person.first_name, person.last_name))),
        )


def _grade(cell: CellPoints) -> Grade:
    points = None if cell.waiting else cell.given
    return Grade(points, cell.maximum, cell.replaced, cell.extra)
