"""The headings of a lesson: what a task and its section are called, and the points that a heading promises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from course.notebook.cells import AnyCell, Cell, is_students, text_of
from course.notebook.regions import MARK_SCHEME, without_region

HEADING = re.compile(r"^(#{1,6}) +(.+?) *#* *$", re.M)
CODE_BLOCK = re.compile(r"^```.*?^```", re.M | re.S)
POINTS = re.compile(r"\s*\((\d+(?:\.\d+)?) points?\)")
SECTION = 2  # the level of a section's heading; the notebook's title has 1, a task's has more


@dataclass(frozen=True)
class Heading:
    """A heading as it stands in a text, with its level (1 to 6) and what follows it there, code blocks left out."""

    level: int
    written: str
    below: str

    @property
    def text(self) -> str:
        """The heading without its points: ``Task 5: choose the padding``."""
        return POINTS.sub("", self.written)

    @property
    def points(self) -> float | None:
        """The points that it promises, as in ``(2 points)``."""
        promise = POINTS.search(self.written)
        return float(promise[1]) if promise else None


@dataclass(frozen=True)
class Above:
    """The headings that a cell stands under, without points; empty where there is none."""

    title: str = ""
    section: str = ""
    nearest: str = ""


def headings(markdown: str) -> list[Heading]:
    """Headings of a text; what begins with ``#`` in a block of code is none."""
    text = CODE_BLOCK.sub("", markdown)
    return [Heading(len(match[1]), match[2], text[match.end() :]) for match in HEADING.finditer(text)]


def own_headings(cell: Cell) -> list[Heading]:
    """Headings in a cell of the lesson's own text; a student's text has none that count."""
    if cell.get("cell_type") != "markdown" or is_students(cell):
        return []
    return headings(without_region(text_of(cell), MARK_SCHEME))


def with_headings(cells: Iterable[AnyCell]) -> Iterator[tuple[AnyCell, Above]]:
    """Each cell of a notebook with the headings that it stands under; its own ones count."""
    above = Above()
    for cell in cells:
        for heading in own_headings(cell):
            above = _below(above, heading)
        yield cell, above


def title(cells: Iterable[Cell]) -> str:
    """The first heading of a notebook; empty if it has none."""
    return next((heading.text for cell in cells for heading in own_headings(cell)), "")


def task_name(heading: str) -> str:
    """What students call a task: its heading up to the colon, such as ``Task 5``."""
    return heading.partition(":")[0]


def _below(above: Above, heading: Heading) -> Above:
    if heading.level < SECTION:
        return Above(title=heading.text, nearest=heading.text)
    if heading.level == SECTION:
        return replace(above, section=heading.text, nearest=heading.text)
    return replace(above, nearest=heading.text)
