"""The feedback page: one HTML file that needs nothing else, and in which nothing runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbformat import NotebookNode

from course.grading.pages.grades import Grades
from course.grading.pages.render import Allowance, code, markdown, outputs, plain
from course.grading.pages.tasks import Task, read_tasks, sections
from course.grading.results.notebook_record import NotebookRecord
from course.notebook.cells import grade_id, is_added, is_graded, is_students
from course.notebook.headings import SECTION, own_headings, title
from course.notebook.regions import HIDDEN_TESTS, MARK_SCHEME, without_region
from course.wording import counted

HERE = Path(__file__).parent
FIRST = ("wrong", "part")  # the states that ask for another look, in this order
REFERENCE = re.compile(r"(section|task) (\d+)", re.I)
TICKS = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Cell:
    """A cell of the notebook at the end of the page."""

    number: int
    label: str
    body: Markup
    outputs: Markup


def feedback_page(notebook: NotebookNode, grades: Grades, *, student: str, assignment: str) -> str:
    """HTML of a student's feedback.

    Parameters
    ----------
    notebook
        The executed notebook, with hidden tests and mark schemes: they are taken out here.
    grades
        From the gradebook.
    student, assignment
        Names in nbgrader.
    """
    record, allowance = NotebookRecord.read(notebook), Allowance()
    tasks = read_tasks(notebook, record, grades)
    page: str = _template().render(
        title=title(notebook.cells) or assignment,
        student=student,
        assignment=assignment,
        grades=grades,
        tasks=tasks,
        sections=sections(tasks),
        first=sorted((task for task in tasks if task.state in FIRST), key=lambda task: FIRST.index(task.state)),
        together={state: [task for task in tasks if task.state == state] for state in ("unchecked", "unanswered")},
        points=max(0.0, sum(task.points or 0.0 for task in tasks) - grades.penalty),  # as nbgrader exports them
        maximum=sum(task.maximum for task in tasks),
        extra=sum(task.extra for task in tasks),
        waiting=sum(task.maximum for task in tasks if task.points is None),
        refused=next((failure.detail for failure in record.failures if failure.kind == "not graded"), ""),
        mended=record.mended,
        limits=_limits(record, tasks),
        sandbox=record.sandbox,
        anchors=_anchors(notebook),
        cells=[_cell(number, cell, allowance) for number, cell in enumerate(notebook.cells, start=1)],
        css=Markup((HERE / "page.css").read_text(encoding="utf-8")),
    )
    return page


def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "code": code,
        "plain": plain,
        "markdown": lambda cell: markdown(cell.source, cell.get("attachments")),
        "visible": _visible,
        "ticks": _ticks,
        "points": lambda number: counted(number, "point"),
        "anchor": lambda see, anchors: anchors.get(_reference(see)),
    }
    return environment.get_template("page.html.j2")


def _visible(cell: NotebookNode) -> str:
    """A cell's text without what students must not see."""
    text = str(cell.source)
    for region in (HIDDEN_TESTS, MARK_SCHEME):
        text = without_region(text, region)
    return text.strip("\n")


def _ticks(text: str) -> Markup:
    """Text in which what stands between backticks is code."""
    return Markup(TICKS.sub(r"<code>\1</code>", escape(text)))


def _limits(record: NotebookRecord, tasks: Sequence[Task]) -> list[str]:
    """Limits that the submission has hit, where that is known, and the evidence in words."""
    titles = {grade_id(cell): f"{task.title}: " for task in tasks for cell in (task.answer, task.test) if cell}
    return [titles.get(flag.cell, "") + flag.evidence for flag in record.flags if flag.kind == "limit"]


def _reference(see: str) -> str:
    """The first section or task that a text names, as `_anchors` has it; empty if it names none."""
    found = REFERENCE.search(see)
    return found[0].lower() if found else ""


def _anchors(notebook: NotebookNode) -> dict[str, int]:
    """Numbers of the cells that begin a section or task: ``{"section 3": 17}``."""
    found: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        for heading in own_headings(cell):
            kind, pattern = ("section", r"(\d+)\b") if heading.level <= SECTION else ("task", r"Task (\d+)\b")
            if named := re.match(pattern, heading.text):
                found.setdefault(f"{kind} {named[1]}", number)
    return found


def _cell(number: int, cell: NotebookNode, allowance: Allowance) -> Cell:
    """A cell as it was run, without hidden tests and mark schemes."""
    label = "Your own cell" if is_added(cell) else "Your answer" if is_students(cell) else ""
    text = _visible(cell)
    if cell.cell_type == "markdown":
        return Cell(number, label, markdown(text, cell.get("attachments")), Markup(""))
    if cell.cell_type != "code":
        return Cell(number, label, plain(text), Markup(""))
    if is_graded(cell) and not label:
        # What a test printed or raised may hold the values of hidden ones; the tasks above say what may be said.
        return Cell(number, "Check", code(text), Markup(""))
    return Cell(number, label, code(text), outputs(cell.outputs, allowance))
