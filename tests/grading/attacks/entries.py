"""What a fault or a cheat is: what is handed in, and what must come of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from course.notebook.cells import grade_id
from course.notebook.known_answers import fill
from tests.grading.attacks.small import NOTEBOOK, POINTS, RIGHT, WRONG, points


@dataclass(frozen=True)
class Desk:
    """Where one student hands in, with the released notebook."""

    folder: Path
    release: NotebookNode

    def answered(self, **answers: str) -> NotebookNode:
        """The notebook with right answers, or these instead."""
        return fill(self.release, RIGHT | answers)

    def write(self, notebook: NotebookNode, name: str = NOTEBOOK) -> None:
        """Hand in a notebook."""
        self.put(json.dumps(notebook).encode(), name)

    def put(self, data: bytes, name: str | bytes = NOTEBOOK) -> Path:
        """Hand in a file."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def path(self, name: str | bytes = NOTEBOOK) -> Path:
        """Path of a file in the folder, which is made."""
        self.folder.mkdir(exist_ok=True)
        return self.folder / (name if isinstance(name, str) else name.decode("utf-8", "surrogateescape"))


Make = Callable[[Desk], object]


@dataclass(frozen=True)
class Entry:
    """What is handed in, and what must come of it.

    ``state`` is that of its report, or several with ``|`` between them. ``said`` are words that must stand in the
    report, the comments or an error that a student sees; ``student`` is an id of its own.
    """

    make: Make
    points: Mapping[str, float] = field(default_factory=lambda: POINTS)
    state: str = "graded"
    said: tuple[str, ...] = ()
    student: str = ""


def answers(*said: str, state: str = "graded", lost: Mapping[str, float] | None = None, **texts: str) -> Entry:
    """Right answers but for these, which earn nothing unless ``lost`` says what they earn."""
    return Entry(
        lambda desk: desk.write(desk.answered(**texts)),
        points(**(dict.fromkeys(texts, 0.0) if lost is None else lost)),
        state,
        said,
    )


def wrong(*said: str, state: str = "graded", earned: Mapping[str, float] | None = None, **texts: str) -> Entry:
    """Wrong answers but for these, which earn nothing, either, unless ``earned`` says so."""
    return Entry(
        lambda desk: desk.write(desk.answered(**WRONG | texts)),
        dict.fromkeys(POINTS, 0.0) | dict(earned or {}),
        state,
        said,
    )


def changed(change: Callable[[NotebookNode], object], *said: str, state: str = "graded", **lost: float) -> Entry:
    """The right notebook after a change to it."""

    def make(desk: Desk) -> None:
        notebook = copy.deepcopy(desk.answered())
        change(notebook)
        desk.write(notebook)

    return Entry(make, points(**lost), state, said)


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell of a grade_id."""
    return next(c for c in notebook.cells if grade_id(c) == name)
