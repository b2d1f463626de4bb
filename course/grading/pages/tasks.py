"""A graded notebook as its tasks: title, section, points, state, and what to say about each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.grading.gradebook.gradebook_comments import NO_RESPONSE
from course.grading.pages.grades import Grade, Grades
from course.grading.pages.verdicts import NO_REASON, Verdict, explain
from course.grading.results.failure import Failure
from course.grading.results.notebook_record import NotebookRecord
from course.notebook.cells import by_grade_id, grade_id, is_added, is_task
from course.notebook.graded_cells import graded_cells
from course.notebook.headings import with_headings

State = Literal["right", "part", "wrong", "unchecked", "unanswered", "waiting", "marked"]


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
        ``unanswered``; ``waiting`` for a person, or ``marked`` by one, who may have changed what the tests gave.
    points
        None while they wait for a person.
    by_tests, extra
        What the tests gave where a person has changed it, and the extra points among ``points``.
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
    by_tests: float | None = None
    extra: float = 0.0


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


def read_tasks(notebook: NotebookNode, record: NotebookRecord, grades: Grades) -> list[Task]:
    """Tasks of an executed notebook, in its order; a graded cell that the gradebook does not know is left out."""
    cells = by_grade_id(notebook.cells)
    above = {grade_id(cell): found for cell, found in with_headings(notebook.cells)}
    failures = {failure.check: failure for failure in record.failures}
    graded = [one for one in graded_cells(notebook) if one.grade_id in grades.cells and one.answer in cells]
    titles = _distinct([above[one.answer].nearest or one.answer for one in graded])
    tasks = []
    for number, (about, title) in enumerate(zip(graded, titles, strict=True), start=1):
        section = above[about.answer].section or above[about.answer].title
        answer, grade = cells[about.answer], grades.cells[about.grade_id]
        test, failure = None if about.written else cells[about.grade_id], failures.get(about.grade_id)
        state = _state(grade, failure, written=about.written, blank=about.answer in record.blank)
        remark = grades.remarks.get(about.answer, "").replace(NO_RESPONSE, "").strip()
        shown = _below(notebook.cells, answer) if is_task(answer) else answer
        comment, verdict = grades.comments.get(about.answer, ""), _verdict(failure, test)
        given, by_hand = (grade.points, grade.maximum), (None if about.written else grade.by_tests, grade.extra)
        tasks.append(Task(number, title, section, state, *given, verdict, shown, test, comment, remark, *by_hand))
    return tasks


def sections(tasks: Iterable[Task]) -> list[Section]:
    """Tasks by the parts of the lesson that they stand in."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.section, []).append(task)
    return [Section(title, members) for title, members in found.items()]


def _below(cells: Sequence[NotebookNode], task: NotebookNode) -> NotebookNode:
    """What a student has added below one of nbgrader's tasks, up to the next cell that nbgrader knows, as one text."""
    after = cells[[cell is task for cell in cells].index(True) + 1 :]
    added = [cell for cell in takewhile(lambda cell: not grade_id(cell), after) if is_added(cell)]
    texts = (f"```python\n{cell.source}\n```" if cell.cell_type == "code" else cell.source for cell in added)
    return new_markdown_cell("\n\n".join(texts), metadata=task.metadata)


def _state(grade: Grade, failure: Failure | None, *, written: bool, blank: bool) -> State:
    if grade.points is None:
        return "waiting"
    if not grade.points and blank:
        return "unanswered"
    if written or grade.by_tests is not None:
        return "marked"
    if not grade.points and failure and failure.kind == "process gone":
        return "unchecked"
    return "right" if grade.points - grade.extra >= grade.maximum else "part" if grade.points > 0 else "wrong"


def _verdict(failure: Failure | None, test: NotebookNode | None) -> Verdict | None:
    if failure:
        return explain(failure)
    failed = test is not None and any(output.output_type == "error" for output in test.outputs)
    return NO_REASON if failed else None


def _distinct(titles: Sequence[str]) -> list[str]:
    """Titles of which no two are the same."""
    return [
        title if titles.count(title) == 1 else f"{title}, check {titles[: at + 1].count(title)}"
        for at, title in enumerate(titles)
    ]
