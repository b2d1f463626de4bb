"""The instructor's notebook as a mould: what each cell is, the text that students got, and the text that is run."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from nbconvert.preprocessors import ClearOutputPreprocessor
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

Role = Literal["answer", "check", "text", "plain"]
DEFINITION = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.M)
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.M)
REST = re.compile(r":.*|\s*\(\d+ points?\).*")  # "Task 5: choose the padding (2 points)" is called "Task 5"


@dataclass(frozen=True)
class Slot:
    """A cell of the instructor's notebook.

    ``cell`` is what is run: hidden tests in, solutions out. ``released`` is the text that students got, normalised.
    The role is ``answer`` (students write it), ``check`` (locked code: tests and probes), ``text`` (locked text) or
    ``plain``. ``title`` is how students know it: the last heading before it. ``names`` are those that an answer
    defines.
    """

    cell: NotebookNode
    released: str
    role: Role
    title: str
    names: frozenset[str] = frozenset()

    @property
    def grade_id(self) -> str | None:
        """Name that nbgrader knows the cell by, if it has one."""
        name: str | None = self.cell.metadata.get("nbgrader", {}).get("grade_id")
        return name


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
            The course's configuration: it says what stands in place of a solution. Without it nbgrader's own stubs
            are used, and an answer that is untouched is recognised only if the course uses these, too.

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
            if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell):
                cell.metadata.nbgrader |= {"checksum": utils.compute_checksum(cell), "cell_type": cell.cell_type}
        titles = _titles(blank.cells)
        slots = (_slot(*three) for three in zip(blank.cells, released.cells, titles, strict=True))
        return cls(tuple(slots), blank.metadata)


def normal(text: str) -> str:
    """Text for comparisons: spaces at line ends and empty lines around it do not count."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def defined(text: str) -> frozenset[str]:
    """Functions and classes that a cell defines, outside of any other."""
    return frozenset(DEFINITION.findall(text))


def _slot(cell: NotebookNode, released: NotebookNode, title: str) -> Slot:
    text = normal(released.source)
    if utils.is_solution(cell):
        return Slot(cell, text, "answer", title, defined(text) if cell.cell_type == "code" else frozenset())
    if utils.is_locked(cell) or utils.is_task(cell):
        return Slot(cell, text, "check" if cell.cell_type == "code" else "text", title)
    return Slot(cell, text, "plain", title)


def _titles(cells: Iterable[NotebookNode]) -> list[str]:
    """For each cell the last heading before it, without points; nbgrader's name where there is none."""
    titles: list[str] = []
    last = ""
    for cell in cells:
        if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata:
            last = [last, *HEADING.findall(cell.source)][-1]
        titles.append(REST.sub("", last) or cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    return titles
