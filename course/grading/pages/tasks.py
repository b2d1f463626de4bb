"""A graded notebook as its tasks: title, section, points, state, and what to say about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nbformat import NotebookNode

from course.grading.gradebook.gradebook_comments import NO_RESPONSE
from course.grading.pages.grades import Grade, Grades
from course.grading.pages.verdicts import GONE, Verdict, error_of, explain, is_unanswered
from course.grading.safe.safe_notebook import is_students
from course.notebook.graded_cells import GradedCell, graded_cells

State = Literal["right", "part", "wrong", "unchecked", "unanswered", "waiting", "marked"]
HEADING = re.compile(r"^(#{1,6}) +(.+?) *#* *$", re.M)
FENCED = re.compile(r"^```.*?^```", re.M | re.S)
POINTS = re.compile(r"\s*\(\d+(?:\.\d+)? points?\)")


@dataclass(frozen=True)
class Task:
    """One graded cell with its answer.

    Attributes
    ----------
    number
        From 1, in the order of the notebook.
    title, section
        As the lesson has them, without points.
    state
        ``right``; ``part``: of the points; ``wrong``; ``unchecked``: the process of the notebook had ended before;
        ``unanswered``; of a written answer also ``waiting`` for a person or ``marked``.
    points
        None while they wait for a person.
    verdict
        Of a failed test; else None.
    answer, test
        The cells; the test is None for a written answer.
    comment, remark
        What a person wrote to the answer, and what grading did.
    """

    number: int
    title: str
    section: str
    state: State
    points: float | None
    maximum: float
    verdict: Verdict | None
    answer: NotebookNode
    test: NotebookNode | None
    comment: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the lesson and its points so far."""

    title: str
    tasks: Sequence[Task]

    @property
    def points(self) -> float:
        """Given so far."""
        return sum(task.points or 0.0 for task in self.tasks)

    @property
    def maximum(self) -> float:
        """The most that can be given."""
        return sum(task.maximum for task in self.tasks)


def read_tasks(notebook: NotebookNode, grades: Grades) -> list[Task]:
    """Tasks of an executed notebook, in its order; a graded cell that the gradebook does not know is left out."""
    cells = {name: cell for cell in notebook.cells if (name := cell.metadata.get("nbgrader", {}).get("grade_id"))}
    found = places(notebook.cells)
    ended = _ended(notebook.cells)
    graded = [one for one in graded_cells(notebook) if one.grade_id in grades.cells and one.answer in cells]
    titles = _distinct([found[one.answer][1] for one in graded])
    return [
        _task(number, title, found[one.answer][0], one, cells, grades, ended)
        for number, (one, title) in enumerate(zip(graded, titles, strict=True), start=1)
    ]


def sections(tasks: Iterable[Task]) -> list[Section]:
    """Tasks by the parts of the lesson that they stand in."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.section, []).append(task)
    return [Section(title, members) for title, members in found.items()]


def lesson_title(notebook: NotebookNode) -> str:
    """The first heading of the notebook; empty if it has none."""
    return next((text for cell in notebook.cells for _, text in headings(cell)), "")


def headings(cell: NotebookNode) -> list[tuple[int, str]]:
    """Level and text of the headings in the lesson's own text, without points."""
    if cell.cell_type != "markdown" or is_students(cell):
        return []
    found = HEADING.finditer(FENCED.sub("", cell.source))
    return [(len(heading[1]), POINTS.sub("", heading[2])) for heading in found]


def places(cells: Iterable[NotebookNode]) -> dict[str, tuple[str, str]]:
    """For each of nbgrader's cells the headings that it stands under: of its section, and the nearest."""
    found: dict[str, tuple[str, str]] = {}
    section = nearest = ""
    for cell in cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade_id"):
            found[meta["grade_id"]] = section, nearest or meta["grade_id"]
        else:
            for level, text in headings(cell):
                section, nearest = text if level <= 2 else section, text
    return found


def _task(
    number: int,
    title: str,
    section: str,
    about: GradedCell,
    cells: Mapping[str, NotebookNode],
    grades: Grades,
    ended: tuple[NotebookNode, str] | None,
) -> Task:
    answer, grade = cells[about.answer], grades.cells[about.grade_id]
    test = None if about.written else cells[about.grade_id]
    answers = [cells[name] for name in (about.answer, *about.probes)]
    before = ended[1] if ended and not any(cell is ended[0] for cell in (*answers, test)) else ""
    verdict = explain(test, answers, before) if test else None
    remark = grades.remarks.get(about.answer, "").replace(NO_RESPONSE, "").strip()
    state = _state(grade, answer, written=about.written)
    if state == "wrong" and before and verdict and before in verdict.said:
        state = "unchecked"
    comment = grades.comments.get(about.answer, "")
    return Task(number, title, section, state, grade.points, grade.maximum, verdict, answer, test, comment, remark)


def _state(grade: Grade, answer: NotebookNode, *, written: bool) -> State:
    if grade.points is None:
        return "waiting"
    if not grade.points and is_unanswered(answer):
        return "unanswered"
    if written:
        return "marked"
    return "right" if grade.points >= grade.maximum else "part" if grade.points > 0 else "wrong"


def _distinct(titles: Sequence[str]) -> list[str]:
    """Titles of which no two are the same."""
    return [
        title if titles.count(title) == 1 else f"{title}, check {titles[: at + 1].count(title)}"
        for at, title in enumerate(titles)
    ]


def _ended(cells: Sequence[NotebookNode]) -> tuple[NotebookNode, str] | None:
    """The cell in which the process of the notebook ended, if it did, and the heading above it."""
    nearest = ""
    for cell in cells:
        nearest = [nearest, *(text for _, text in headings(cell))][-1]
        if (error := error_of(cell)) and error.ename == GONE:
            return cell, nearest
    return None
