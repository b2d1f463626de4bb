"""Results of an assignment from nbgrader's gradebook, and what a student may read of them in Moodle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from course.errors import CourseError
from course.grading.class_run.submissions import open_assignment
from course.grading.gradebook.course_folder import CourseFolder
from course.grading.gradebook.points import CellPoints, read_points
from course.notebook.cells import grade_id
from course.notebook.headings import task_name, with_headings

Tasks = Mapping[str, Mapping[str, str]]
Key = tuple[str, str]  # of a notebook, and of a graded cell in it: their names


class GradesError(CourseError):
    """A gradebook without what is asked of it; the message says what, and the nbgrader command that makes it."""


@dataclass(frozen=True)
class Part:
    """A graded cell of the instructor's notebook: the task's name, its points, and whether a person gives them.

    ``key`` tells it from others of the same name, for a task can have several parts.
    """

    key: Key
    name: str
    maximum: float
    written: bool


@dataclass(frozen=True)
class Result:
    """What a student got for each part, the penalty for being late, and when the graded work was handed in (UTC).

    ``by_tests`` has what tests gave where a person has given other points; ``extra`` the extra points among ``points``.
    ``marked`` says whether a person has given any.
    """

    student: str
    points: Mapping[Part, float]
    waiting: tuple[str, ...]
    penalty: float
    time: datetime | None
    by_tests: Mapping[Part, float] = field(default_factory=dict)
    extra: Mapping[Part, float] = field(default_factory=dict)
    marked: bool = False

    @property
    def total(self) -> float:
        """Points that count: those of all parts less the penalty, as `nbgrader export` has them."""
        return max(0.0, sum(self.points.values()) - self.penalty)

    def tasks(self) -> dict[str, tuple[float, float]]:
        """Points of each task, without extra ones, and the most that it gives; a task may have several parts."""
        sums: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for part, got in self.points.items():
            before = sums[part.name]
            sums[part.name] = before[0] + got - self.extra.get(part, 0.0), before[1] + part.maximum
        return dict(sums)


def read_results(
    gradebook: Gradebook | None, assignment: str, tasks: Tasks | None = None
) -> tuple[float, dict[str, Result]]:
    """The assignment's maximum, and the result of each student with a graded submission.

    Parameters
    ----------
    tasks
        As `task_names` has them; else parts go by the names of their cells, in the order of the alphabet.

    Raises
    ------
    GradesError
        If the gradebook does not know the assignment.
    """
    parts = _parts(gradebook, assignment, tasks or {})
    assert gradebook is not None  # it knows the assignment
    cells: dict[str, list[CellPoints]] = defaultdict(list)
    for cell in read_points(gradebook, assignment):
        cells[cell.student].append(cell)
    submissions = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            SubmittedAssignment.late_submission_penalty,
            SubmittedAssignment.timestamp,
        )
        .filter(SubmittedAssignment.assignment_id == gradebook.find_assignment(assignment).id)
        .all()
    )
    results = {
        student: _result(student, cells[student], parts, late or 0.0, time and time.replace(tzinfo=timezone.utc))
        for student, late, time in submissions
    }
    return sum(part.maximum for part in parts.values()), results


def _result(
    student: str, cells: Iterable[CellPoints], parts: Mapping[Key, Part], penalty: float, time: datetime | None
) -> Result:
    """The result of these cells; a notebook that was not handed in has none among them, and counts nothing."""
    known = {parts[cell.notebook, cell.cell]: cell for cell in cells}
    return Result(
        student,
        {part: known[part].given if part in known else 0.0 for part in parts.values()} if known else {},
        tuple(dict.fromkeys(part.name for part in parts.values() if part in known and known[part].waiting)),
        penalty,
        time,
        {p: cell.replaced for p, cell in known.items() if not p.written and cell.replaced is not None},
        {part: cell.extra for part, cell in known.items() if cell.extra},
        marked=any(cell.marked for cell in known.values()),
    )


def comment(result: Result, scale: float = 1.0) -> str:
    """A short text for the student: points in all, by kind and of what was not fully right; nothing else.

    Comments in the gradebook stay there: they can hold what is meant for the instructor.
    """
    maximum = sum(part.maximum for part in result.points)
    text = f"{number(result.total * scale)} of {number(maximum * scale)} points."
    for kind, written in (("Tests", False), ("Written answers", True)):
        chosen = [part for part in result.points if part.written is written]
        if chosen:
            got = sum(result.points[part] - result.extra.get(part, 0.0) for part in chosen)
            text += f" {kind}: {number(got * scale)} of {number(sum(part.maximum for part in chosen) * scale)}."
    lacking = {name: points for name, points in result.tasks().items() if points[0] < points[1]}
    given = {part: result.points[part] - result.extra.get(part, 0.0) for part in result.by_tests}
    texts = {
        "Points are missing in": [f"{name} ({_pair(points, 'of', scale)})" for name, points in lacking.items()],
        "Your teacher has changed": [
            f"{part.name} (from {_pair((result.by_tests[part], got), 'to', scale)})" for part, got in given.items()
        ],
        "Extra points": [f"{part.name} ({number(points * scale)})" for part, points in result.extra.items()],
    }
    text += "".join(f" {title}: {', '.join(found)}." for title, found in texts.items() if found)
    if result.penalty:
        text += f" Less {number(result.penalty * scale)} for handing in late."
    return text


def _pair(points: tuple[float, float], word: str, scale: float) -> str:
    return f"{number(points[0] * scale)} {word} {number(points[1] * scale)}"


def number(value: float) -> str:
    """A number of points without needless digits: ``12``, ``12.5``, ``8.33333`` (Moodle keeps five digits)."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def task_names(folder: CourseFolder, assignment: str) -> Tasks:
    """What students call the task of each cell, such as ``Task 3``, in the order of the instructor's notebooks.

    No gradebook keeps either. Empty where there is no ``source/``.

    Raises
    ------
    CourseError
        If a notebook cannot be read.
    """
    if not folder.source(assignment).is_dir():
        return {}
    sources = open_assignment(folder, assignment).sources
    return {
        name: {
            key: task_name(above.nearest) or key
            for cell, above in with_headings(notebook.cells)
            if (key := grade_id(cell))
        }
        for name, notebook in sources.items()
    }


def _parts(gradebook: Gradebook | None, assignment: str, tasks: Tasks) -> dict[Key, Part]:
    """Graded cells of the assignment, in the order of the notebooks."""
    try:
        found = gradebook.find_assignment(assignment) if gradebook is not None else None
    except MissingEntry:
        found = None
    if found is None:
        raise GradesError(f"the gradebook has no assignment {assignment!r}; release and autograde it")
    parts: dict[Key, Part] = {}
    for notebook in found.notebooks:
        names = tasks.get(notebook.name, {})
        order = {name: position for position, name in enumerate(names)}
        prefix = f"{notebook.name}: " if len(found.notebooks) > 1 else ""
        cells = [*notebook.grade_cells, *notebook.task_cells]
        by_hand = {cell.name for cell in [*notebook.solution_cells, *notebook.task_cells]}
        for cell in sorted(cells, key=lambda cell: (order.get(cell.name, len(order)), cell.name)):
            name = prefix + names.get(cell.name, cell.name).removeprefix("test-")
            key = notebook.name, cell.name
            parts[key] = Part(key, name, cell.max_score, cell.name in by_hand)
    return parts
