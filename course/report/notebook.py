"""A notebook file as the report sees it: cells, each with what it is in its lesson."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from course.errors import CourseError
from course.notebook.cells import cell_name, inner, joined, marks, text_of
from course.notebook.names_in_text import definitions
from course.notebook.task_list import Task, TaskList, read_task_list, text_hash

Role = Literal["lesson", "answer", "check", "own"]
LARGEST = 200_000_000  # bytes; larger files are no answered notebooks


@dataclass(frozen=True)
class Cell:
    """A cell of the student's notebook.

    Attributes
    ----------
    role
        ``own`` if the student added it, or changed a lesson's code.
    task
        What an answer or a check belongs to.
    count
        Its number in the order of running; None if it has not been run.
    pictures
        Pictures attached to a text, base64 by name.
    """

    kind: Literal["code", "markdown"]
    role: Role
    source: str
    task: Task | None = None
    count: int | None = None
    outputs: Sequence[Mapping[str, Any]] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Notebook:
    """A student's notebook and the table of its tasks; when its file was saved, and where, None if it was no file."""

    name: str
    assignment: str
    cells: Sequence[Cell]
    table: TaskList
    saved: datetime | None = None
    folder: Path | None = None

    @property
    def title(self) -> str:
        """The first heading, or the assignment's name."""
        lines = (line for cell in self.cells if cell.kind == "markdown" for line in cell.source.splitlines())
        return next((line[2:].strip() for line in lines if line.startswith("# ")), self.assignment)


def read_notebook(path: Path) -> Notebook:
    """Read a notebook's file.

    Raises
    ------
    CourseError
        If there is no such file, or it is no notebook of this course.
    """
    if path.is_dir() or not path.exists():
        near = sorted(str(other) for other in (path if path.is_dir() else path.parent).glob("*.ipynb"))
        there = f"there are: {', '.join(near[:5])}" if near else "give the notebook's path, such as convolution.ipynb"
        raise CourseError(f"{path} is {'a folder' if path.is_dir() else 'not there'}; {there}")
    if path.stat().st_size > LARGEST:
        raise CourseError(f"{path} has {path.stat().st_size:,} bytes, more than any answered notebook")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise CourseError(
            f"{path} is not a notebook, or was not saved to its end ({error}); save it in JupyterLab, then try again"
        ) from error
    read = parse_notebook(content, path.name, datetime.fromtimestamp(path.stat().st_mtime))
    return replace(read, folder=path.parent)


def parse_notebook(content: Any, name: str, saved: datetime | None = None) -> Notebook:
    """Read a notebook from its JSON.

    Raises
    ------
    CourseError
        If it is not in the format of notebooks since 2015 (4), or none of its cells belongs to this course.
    """
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list) or content.get("nbformat") != 4:
        raise CourseError(f"{name} is not a notebook of format 4; open and save it in JupyterLab, then try again")
    raw = [
        cell for cell in content["cells"] if isinstance(cell, dict) and cell.get("cell_type") in ("code", "markdown")
    ]
    assignment, table = _task_list_of(raw, name)
    reader = _Reader(table, {cell_name(cell) for cell in raw})
    return Notebook(name, assignment, [reader.read(cell) for cell in raw], table, saved)


class _Reader:
    """Tells what each cell is: by its name where front ends have left that, else by its text."""

    def __init__(self, table: TaskList, names: Collection[str]) -> None:
        self._answers = {task.answer: task for task in table.tasks}
        # Whether cells have kept the names that the lesson gave them.
        self._named, self._answers_named = any("--" in name for name in names), bool(self._answers.keys() & set(names))
        self._checks = {task.check: task for task in table.tasks if task.check}
        self._checks |= {task.check_hash: task for task in table.tasks if task.check}
        by_label = {task.label: task for task in table.tasks}
        self._stubs = {cell.hash: by_label[cell.task] for cell in table.cells if cell.kind == "answer"}
        self._lesson = {cell.hash for cell in table.cells}

    def _defined_in(self, text: str) -> Task | None:
        """The task whose names a cell defines."""
        found = definitions(text)
        return next((task for task in self._answers.values() if found.intersection(task.names)), None)

    def read(self, cell: Mapping[str, Any]) -> Cell:
        text, name, kind = text_of(cell), cell_name(cell), cell["cell_type"]
        role, task = self._role(cell, kind, name, text_hash(text))
        count, outputs = cell.get("execution_count"), cell.get("outputs")
        kept = [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else []
        return Cell(kind, role, text, task, count if isinstance(count, int) else None, kept, dict(_attached(cell)))

    def _role(self, cell: Mapping[str, Any], kind: str, name: str, text: str) -> tuple[Role, Task | None]:
        if task := self._answers.get(name) or self._stubs.get(text):
            return "answer", task
        if task := self._checks.get(name) or self._checks.get(text):
            return "check", task
        if kind == "code":
            known = text in self._lesson or name.startswith("frame-") or bool(marks(cell))
            if not known and not self._answers_named and (task := self._defined_in(text_of(cell))):
                return "answer", task
        else:  # the table does not hold the lesson's texts
            known = not self._named or "--" in name or name.startswith("frame-") or bool(marks(cell))
        return ("lesson" if known else "own"), None


def _task_list_of(cells: Sequence[Mapping[str, Any]], name: str) -> tuple[str, TaskList]:
    """The assignment to which most of the cells belong, and its table."""
    named = {cell_name(cell) for cell in cells} | {text_hash(text_of(cell)) for cell in cells}

    def known(table: TaskList) -> int:
        return len(named & {key for task in table.tasks for key in (task.answer, task.check, task.check_hash) if key})

    files = (resources.files("course") / "assets" / "tasks").iterdir()
    tables = {stem: read_task_list(stem) for stem in sorted(f.name.removesuffix(".json") for f in files)}
    best = max(tables, key=lambda assignment: known(tables[assignment]))
    if not known(tables[best]):
        raise CourseError(f"{name} has no task of this course; give one of its notebooks ({', '.join(tables)})")
    return best, tables[best]


def _attached(cell: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    attachments = inner(cell, "attachments")
    for name in attachments:
        for kind, content in inner(attachments, name).items():
            if str(kind).startswith("image/"):
                yield str(name), joined(content)
