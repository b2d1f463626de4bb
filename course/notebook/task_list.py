"""An assignment's tasks and cells, as the build wrote them down from the released notebook."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from course.errors import CourseError
from course.notebook.names_in_text import definitions
from course.notebook.task_rules import TaskRules

Kind = Literal["plain", "answer", "check"]
LONGEST_LINE = 60  # characters of a cell's first line: what one finds at a glance


@dataclass(frozen=True)
class Task:
    """A task that earns points.

    Attributes
    ----------
    label, title, section
        As the headings above it say: ``Task 3``, ``the backward pass``, ``2 Convolution is a matrix``.
    points
        What its visible and hidden checks, or a person, give at most.
    answer, check
        nbgrader's ``grade_id`` of the two cells; a written answer has no check (empty).
    check_hash
        `text_hash` of the check as it was released.
    names
        What the answer defines.
    not_allowed, instead
        As in `TaskRules`.
    """

    label: str
    title: str
    section: str
    points: float
    answer: str
    check: str
    check_hash: str
    names: tuple[str, ...]
    not_allowed: tuple[str, ...] = ()
    instead: str = ""

    @property
    def rules(self) -> TaskRules:
        """What the answer may not use."""
        return TaskRules(self.not_allowed, self.instead)

    @property
    def written(self) -> bool:
        """Whether it is answered in words."""
        return not self.check


@dataclass(frozen=True)
class Cell:
    """A code cell of the released notebook, and how to find it there.

    Attributes
    ----------
    kind
        ``plain`` for all that are neither an answer nor a check.
    task
        Label of the task that an answer or a check belongs to, else empty.
    section
        Heading of the section, empty above the first one.
    starts
        Its `first_line`.
    hash
        `text_hash` as released.
    names
        What it defines for the cells below; none for a check, whose names are its own.
    """

    kind: Kind
    task: str
    section: str
    starts: str
    hash: str
    names: tuple[str, ...]

    @property
    def location(self) -> str:
        """Where it is, in words that follow ``run`` or ``in``."""
        where = f"in {section_name(self.section)}" if self.section else "at the top of the notebook"
        if self.kind == "plain":
            return f"the cell {where} that begins with `{self.starts}`"
        what = "cell" if self.kind == "answer" else "check"
        return f"the {what} of {lower(self.task)} ({where.removeprefix('in ')})"


@dataclass(frozen=True)
class TaskList:
    """Tasks and code cells of an assignment, in the order of its notebook."""

    tasks: tuple[Task, ...]
    cells: tuple[Cell, ...]

    def defined(self, text: str) -> frozenset[str]:
        """Names of answers that a cell defines: functions, classes and plain assignments."""
        return definitions(text) & self._names

    def index(self, text: str) -> int | None:
        """Which of the cells this text belongs to: by the text itself, what it defines, or its first line."""
        digest, found, first = text_hash(text), self.defined(text), first_line(text)
        tests: tuple[list[bool], ...] = (
            [cell.hash == digest for cell in self.cells],
            [cell.kind == "answer" and bool(found.intersection(cell.names)) for cell in self.cells],
            [cell.starts == first for cell in self.cells],
        )
        return next((fits.index(True) for fits in tests if fits.count(True) == 1), None)

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for task in self.tasks for name in task.names)


def text_hash(text: str) -> str:
    """Short digest of a cell's text that no front end's habit with blanks changes.

    Blanks at the ends of lines, and blank lines, do not count.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()[:16]


def first_line(text: str) -> str:
    """The first line of a cell that is code, without what is too long to look for."""
    lines = [line.strip() for line in text.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return first if len(first) <= LONGEST_LINE else first[:LONGEST_LINE].rstrip() + "…"


def section_name(heading: str) -> str:
    """Write a section as one would say it: ``section 3`` if its heading has a number, else the heading in quotes."""
    number = heading.split(" ", 1)[0]
    return f"section {number}" if number.isdigit() else f"section “{heading}”"


def lower(label: str) -> str:
    """Write a task's label as in the middle of a sentence: ``task 3``."""
    return label[:1].lower() + label[1:]


def read_task_list(assignment: str) -> TaskList:
    """Tasks and cells of an assignment of this course.

    Raises
    ------
    CourseError
        If the course has no such assignment; the message lists those that it has.
    """
    folder = resources.files("course") / "assets" / "tasks"
    known = sorted(path.name.removesuffix(".json") for path in folder.iterdir() if path.name.endswith(".json"))
    if assignment not in known:
        raise CourseError(f"assignment is {assignment!r}; this version of the course knows {', '.join(known)}")
    content = json.loads((folder / f"{assignment}.json").read_text(encoding="utf-8"))
    return TaskList(
        tasks=tuple(Task(**_with_tuples(task)) for task in content["tasks"]),
        cells=tuple(Cell(**_with_tuples(cell)) for cell in content["cells"]),
    )


def _with_tuples(record: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
