"""The points in nbgrader's gradebook: of each graded cell by tests, in all, and those that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select


@dataclass(frozen=True)
class CellPoints:
    """What a student has for one graded cell.

    Attributes
    ----------
    by_tests
        Given by the tests; 0 for a written answer.
    given
        All that is given so far: a person's points in place of those by tests, and extra ones.
    waiting
        Whether a person still has to give them.
    """

    student: str
    notebook: str
    cell: str
    by_tests: float
    given: float
    maximum: float
    waiting: bool


def read_points(book: Gradebook, assignment: str, student: str | None = None) -> list[CellPoints]:
    """Points of all submissions of an assignment, or of one student's; a notebook without grades has none."""
    columns = (SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
    query = (
        select(*columns, Grade.auto_score, Grade.score, Grade.max_score, Grade.needs_manual_grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(Assignment.name == assignment)
    )
    if student is not None:
        query = query.where(SubmittedAssignment.student_id == student)
    return [
        CellPoints(who, notebook, cell, by_tests or 0.0, given, maximum, waiting)
        for who, notebook, cell, by_tests, given, maximum, waiting in book.db.execute(query)
    ]
