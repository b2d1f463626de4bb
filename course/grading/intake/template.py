"""The instructor's notebook as a mould: what each cell is, the text that students got, and the text that is run."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Literal

from nbconvert.preprocessors import ClearOutputPreprocessor
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from course.notebook.cells import Kind, grade_id, kind, normalised
from course.notebook.headings import task_name, with_headings
from course.notebook.names_in_text import functions

Role = Literal["answer", "check", "text", "plain"]
ROLES: dict[Kind, Role] = {"answer": "answer", "test": "check", "probe": "check", "text": "text", "plain": "plain"}


@dataclass(frozen=True)
class Slot:
    """A cell of the instructor's notebook.

    ``cell`` is what is run: hidden tests in, solutions out. ``released`` is the text that students got, normalised.
    The role is ``answer`` (students write it), ``check`` (locked code: tests and probes), ``text`` (locked text) or
    ``plain``. ``title`` is how students know it: the last heading before it. ``names`` are those that an answer
    defines. ``stub`` is the text of an answer with the stub that nbgrader itself has: who released it in a course with
    another configuration has given that to students.
    """

    cell: NotebookNode
    released: str
    role: Role
    title: str
    names: frozenset[str] = frozenset()
    stub: str = ""

    def is_untouched(self, text: str) -> bool:
        """Whether a text, normalised, is none at all, or what students got."""
        return text in ("", self.released, self.stub)

    @property
    def grade_id(self) -> str:
        """Name that nbgrader knows the cell by; empty if it has none."""
        return grade_id(self.cell)


@dataclass(frozen=True)
class Template:
    """All cells of an instructor's notebook, and its metadata (kernel). Made once, used for every submission."""

    slots: tuple[Slot, ...]
    metadata: NotebookNode = field(default_factory=NotebookNode)

    @classmethod
    def from_source(cls, source: NotebookNode, config: Config | None = None) -> Template:
        """The mould of a source notebook; no solution is left in it.

        Parameters
        ----------
        source
            The notebook below ``source/``; it is not changed.
        config
            The course's configuration: it says what stands in place of a solution; nbgrader's own stub without it.

        Raises
        ------
        RuntimeError
            From nbgrader, if a region of the source is nested or not closed.
        """
        blank = copy.deepcopy(source)
        for preprocessor in (ClearOutputPreprocessor(), ClearSolutions(config=config)):
            blank, _ = preprocessor.preprocess(blank, {})
        for number, cell in enumerate(blank.cells, start=1):
            cell.setdefault("id", f"source-{number}")  # notebooks older than format 4.5 have none
        released = copy.deepcopy(blank)
        for preprocessor in (ClearHiddenTests(config=config), ClearMarkScheme(config=config)):
            preprocessor.enforce_metadata = False  # where regions may stand is the release's business
            released, _ = preprocessor.preprocess(released, {})
        for cell in blank.cells:
            if kind(cell) != "plain":
                cell.metadata.nbgrader |= {"checksum": compute_checksum(cell), "cell_type": cell.cell_type}
        stubs, _ = ClearSolutions().preprocess(copy.deepcopy(source), {})
        above = (task_name(above.nearest) for _, above in with_headings(blank.cells))
        each = zip(blank.cells, released.cells, stubs.cells, above, strict=True)
        slots = (_slot(*parts) for parts in each)
        return cls(tuple(slots), blank.metadata)


def _slot(cell: NotebookNode, released: NotebookNode, stub: NotebookNode, title: str) -> Slot:
    text, role = normalised(released.source), ROLES[kind(cell)]
    names = functions(text) if role == "answer" and cell.cell_type == "code" else frozenset[str]()
    own = normalised(stub.source) if role == "answer" else ""
    return Slot(cell, text, role, title or grade_id(cell), names, own)
