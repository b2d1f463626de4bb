"""Results of an assignment from nbgrader's gradebook, and what a student may read of them in Moodle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from nbgrader.api import Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook

from course.errors import CourseError


class GradesError(CourseError):
    """A gradebook without what is asked of it; the message says what, and the nbgrader command that makes it."""


@dataclass(frozen=True)
class Part:
    """A graded cell of the instructor's notebook: its ``grade_id``, its points, and whether a person gives them."""

    name: str
    maximum: float
    written: bool


@dataclass(frozen=True)
class Result:
    """What a student got for each part, the penalty for being late, and when the graded work was handed in (UTC)."""

    student: str
    points: dict[Part, float]
    waiting: tuple[str, ...]
    penalty: float
    time: datetime | None

    @property
    def total(self) -> float:
        """Points that count: those of all parts less the penalty, as `nbgrader export` has them."""
        return max(0.0, sum(self.points.values()) - self.penalty)


def read_results(gradebook: Gradebook | None, assignment: str) -> tuple[float, dict[str, Result]]:
    """The assignment's maximum, and the result of each student with a graded submission.

    Raises
    ------
    GradesError
        If the gradebook does not know the assignment.
    """
    parts = _parts(gradebook, assignment)
    assert gradebook is not None  # it knows the assignment
    rows = (
        gradebook.db.query(SubmittedNotebook.assignment_id, Grade.cell_id, Grade.score, Grade.needs_manual_grade)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .filter(Grade.cell_id.in_(list(parts)))
        .all()
    )
    # A notebook that was not handed in has no rows, and counts nothing.
    points: dict[str, dict[Part, float]] = defaultdict(lambda: dict.fromkeys(parts.values(), 0.0))
    waiting: dict[str, list[str]] = defaultdict(list)
    for submission, cell, score, needs_a_person in rows:
        points[submission][parts[cell]] = score
        if needs_a_person:
            waiting[submission].append(parts[cell].name)
    submissions = (
        gradebook.db.query(
            SubmittedAssignment.id,
            SubmittedAssignment.student_id,
            SubmittedAssignment.late_submission_penalty,
            SubmittedAssignment.timestamp,
        )
        .filter(SubmittedAssignment.assignment_id == gradebook.find_assignment(assignment).id)
        .all()
    )
    results = {
        student: Result(
            student, points.get(key, {}), tuple(waiting[key]), late or 0.0, time and time.replace(tzinfo=timezone.utc)
        )
        for key, student, late, time in submissions
    }
    return sum(part.maximum for part in parts.values()), results


def comment(result: Result, scale: float = 1.0) -> str:
    """A short text for the student: points in all, by kind and of what was not fully right; nothing else.

    Comments in the gradebook stay there: they can hold what is meant for the instructor.
    """
    maximum = sum(part.maximum for part in result.points)
    text = f"{number(result.total * scale)} of {number(maximum * scale)} points."
    for kind, written in (("Tests", False), ("Written answers", True)):
        chosen = [part for part in result.points if part.written is written]
        if chosen:
            got, most = sum(result.points[part] for part in chosen), sum(part.maximum for part in chosen)
            text += f" {kind}: {number(got * scale)} of {number(most * scale)}."
    if lost := [part for part in result.points if result.points[part] < part.maximum]:
        text += " Points are missing in: " + _list(lost, result, scale) + "."
    if result.penalty:
        text += f" Less {number(result.penalty * scale)} for handing in late."
    return text


def number(value: float) -> str:
    """A number of points without needless digits: ``12``, ``12.5``, ``8.33333`` (Moodle keeps five digits)."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def _parts(gradebook: Gradebook | None, assignment: str) -> dict[str, Part]:
    """Graded cells of the assignment by their id in the gradebook, in the order of the notebooks."""
    try:
        found = gradebook.find_assignment(assignment) if gradebook is not None else None
    except MissingEntry:
        found = None
    if found is None:
        raise GradesError(f"the gradebook has no assignment {assignment!r}; release and autograde it")
    cells = [cell for notebook in found.notebooks for cell in [*notebook.grade_cells, *notebook.task_cells]]
    return {cell.id: Part(cell.name.removeprefix("test-"), cell.max_score, cell.cell_type != "code") for cell in cells}


def _list(parts: Sequence[Part], result: Result, scale: float) -> str:
    points = ((part, result.points[part] * scale, part.maximum * scale) for part in parts)
    return ", ".join(f"{part.name} ({number(got)} of {number(most)})" for part, got, most in points)
