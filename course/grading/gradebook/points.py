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
    marked
        Whether a person has given any.
    replaced
        What tests gave, where a person has given something else.
    extra
        Extra points that a person has given; part of ``given``.
    """

    student: str
    notebook: str
    cell: str
    by_tests: float
    given: float
    maximum: float
    waiting: bool
    marked: bool = False
    replaced: float | None = None
    extra: float = 0.0


def read_points(book: Gradebook, assignment: str, student: str | None = None) -> list[CellPoints]:
    """Points of all submissions of an assignment, or of one student's; a notebook without grades has none."""
    columns = (SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
    query = (
        select(
            *columns,
            *(Grade.auto_score, Grade.score, Grade.max_score, Grade.needs_manual_grade),
            *(Grade.manual_score, Grade.extra_credit),
        )
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(Assignment.name == assignment)
    )
    if student is not None:
        query = query.where(SubmittedAssignment.student_id == student)
    return [_cell(*columns) for columns in book.db.execute(query)]


def _cell(
    student: str,
    notebook: str,
    cell: str,
    by_tests: float | None,
    given: float,
    maximum: float,
    waiting: bool,
    by_hand: float | None,
    extra: float | None,
) -> CellPoints:
    marked, replaced = by_hand is not None or bool(extra), by_tests if by_hand not in (None, by_tests) else None
    return CellPoints(student, notebook, cell, by_tests or 0.0, given, maximum, waiting, marked, replaced, extra or 0.0)
