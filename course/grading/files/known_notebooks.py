"""The course's own notebooks, and which of them a file is, whatever it is called; how many of its answers are given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from course.notebook.cells import Cell, grade_id, is_answer, normalised, text_of
from course.notebook.regions import REGIONS

GRADE_ID = re.compile(rb'"grade_id"\s{0,9}:\s{0,9}"([^"\\]{1,200})"')
MOST_VALUES = 1_000_000  # of a file that is looked into; a finished notebook of this course has a tenth
SHORTEST = 20  # characters of a text by which a notebook is known
KNOWN = 0.5  # of the names, or of the texts, that tell one notebook from another


@dataclass(frozen=True)
class Marks:
    """What a notebook is known by: nbgrader's names of its cells, and texts that nobody has to change."""

    names: frozenset[str]
    texts: frozenset[str]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Marks:
        """The marks of cells; those of an instructor's notebook are the ones that students' have, too."""
        cells = list(cells)
        texts = (normalised(text_of(cell)) for cell in cells if not is_answer(cell))
        stay = (text for text in texts if len(text) >= SHORTEST and not any(f"BEGIN {one}" in text for one in REGIONS))
        return cls(frozenset(filter(None, map(grade_id, cells))), frozenset(stay))

    def __sub__(self, other: Marks) -> Marks:
        return Marks(self.names - other.names, self.texts - other.texts)

    def share(self, found: Marks) -> float:
        """How much of these is found, from 0 to 1: of the names or of the texts, whichever is more."""
        pairs = ((self.names, found.names), (self.texts, found.texts))
        return max((len(own & others) / len(own) for own, others in pairs if own), default=0.0)

    def in_common(self, other: Marks) -> float:
        """How much of all names and texts another has, too, from 0 to 1: the same imports alone are little."""
        same = len(self.names & other.names) + len(self.texts & other.texts)
        return same / max(len(self.names) + len(self.texts), 1)


@dataclass(frozen=True)
class KnownNotebook:
    """A notebook of the course.

    Attributes
    ----------
    assignment, file
        Where it belongs: ``3-1-convolution`` and ``convolution.ipynb``.
    marks
        What it is known by.
    blank
        By the names of its answer cells the texts that students got in them.
    """

    assignment: str
    file: str
    marks: Marks
    blank: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, assignment: str, file: str, cells: Sequence[Cell], released: Sequence[Cell] = ()) -> KnownNotebook:
        """A notebook by its instructor's cells, and by those that students got."""
        blank = {grade_id(cell): normalised(text_of(cell)) for cell in released if is_answer(cell)}
        return cls(assignment, file, Marks.of(cells), blank)


@dataclass(frozen=True)
class Look:
    """A student's file, looked into: its marks, and its cells' texts by nbgrader's names."""

    marks: Marks
    texts: Mapping[str, str]

    @classmethod
    def into(cls, data: bytes) -> Look:
        """Look into bytes of any kind; of a damaged notebook the names are found, what is none has no marks."""
        cells = read_cells(data)
        if not cells:
            return cls(Marks(grade_ids(data), frozenset()), {})
        return cls(Marks.of(cells), {grade_id(cell): normalised(text_of(cell)) for cell in cells if grade_id(cell)})

    def answers(self, notebook: KnownNotebook) -> int:
        """How many answers of a notebook are given: neither empty nor as they were released."""
        texts = ((self.texts.get(name, ""), blank) for name, blank in notebook.blank.items())
        return sum(text not in ("", blank) for text, blank in texts)


@dataclass(frozen=True)
class Wanted:
    """An assignment's notebooks by their file names, and all others of the course, for which a file is not taken."""

    notebooks: Mapping[str, KnownNotebook]
    others: Sequence[KnownNotebook] = ()

    def owner(self, name: str, look: Look) -> str:
        """Whose a file is that is no notebook of that name but another of the course; else empty.

        Notebooks that have most in common, such as two years' editions of one, are not told apart.
        """
        own = self.notebooks[name].marks
        siblings = [one for file, one in self.notebooks.items() if file != name]
        for other in (*siblings, *self.others):
            if own.in_common(other.marks) >= KNOWN or (share := (other.marks - own).share(look.marks)) < KNOWN:
                continue
            if (own - other.marks).share(look.marks) < share / 2:
                return other.file if other in siblings else other.assignment
        return ""


def grade_ids(data: bytes) -> frozenset[str]:
    """Nbgrader's names of the cells in a notebook's bytes, which may be damaged."""
    return frozenset(match.decode(errors="replace") for match in GRADE_ID.findall(data))


def read_cells(data: bytes) -> list[Cell]:
    """Cells of a notebook, of any format; none if the file is damaged, or holds more than is looked into."""
    if sum(map(data.count, (b"[", b"{", b","))) > MOST_VALUES:
        return []
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return []
    sheets = content.get("worksheets") if isinstance(content, dict) else None
    found = [content, *(sheets if isinstance(sheets, list) else [])]
    cells = (cell for one in found if isinstance(one, dict) for cell in _list(one.get("cells")))
    return [cell for cell in cells if isinstance(cell, dict)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
