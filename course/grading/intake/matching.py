"""Which cell of a submission belongs to which cell of the instructor's notebook, whatever was done to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from nbformat import NotebookNode
from rapidfuzz import fuzz

from course.grading.intake.template import Slot, Template
from course.notebook.cells import grade_id, normalised
from course.notebook.longest_rising import longest_rising
from course.notebook.names_in_text import functions

ALIKE = 60  # percent; texts with a line or two changed are above 80, different cells of a lesson below 50
COPY = 85  # percent; a check with its own numbers changed
COMPARED = 2000  # characters; comparing takes time with the square of it
NEIGHBOURS = 50  # cells of a gap that are compared


class Matching:
    """Owners of the cells of one submission.

    ``owner[i]`` is the number of the slot that submitted cell ``i`` belongs to; cells that belong to none are the
    student's own. Several cells may belong to one slot (copies, split answers). ``texts`` and ``defines`` hold each
    cell's text, normalised, and the functions and classes in it; ``named`` holds the cells found by
    nbgrader's name, ``recognised`` those found by name or id.
    """

    def __init__(self, template: Template, cells: Sequence[NotebookNode]) -> None:
        self.slots, self.cells = template.slots, cells
        self.texts = [normalised(cell.source) for cell in cells]
        self.defines = [functions(text) for text in self.texts]
        self.owner: dict[int, int] = {}
        self._by_name(grade_id, lambda slot: slot.grade_id)
        self.named = frozenset(self.owner)
        self._by_name(lambda cell: cell.id, lambda slot: slot.cell.get("id"))
        self.recognised = frozenset(self.owner)
        self._by_text(only_unique=True)
        self._by_definition()
        self._by_text(only_unique=False)
        self._by_likeness()
        self._written_answers()
        self._copies()

    def owned(self, number: int) -> list[int]:
        """Submitted cells of a slot, in their order."""
        return sorted(i for i, owner in self.owner.items() if owner == number)

    def touched(self, number: int) -> list[int]:
        """Submitted cells of a slot that are neither empty nor as they were released."""
        return [i for i in self.owned(number) if not self.slots[number].is_untouched(self.texts[i])]

    def gap(self, number: int) -> range:
        """Submitted cells between the slot's neighbours on both sides, as far as these are in their order."""
        before, after = -1, len(self.cells)
        for i, owner in in_order([(i, owner) for i, owner in sorted(self.owner.items()) if owner != number]):
            if owner < number:
                before = i
            else:
                after = i
                break
        return range(before + 1, after)

    def _free(self, positions: Iterator[int] | range) -> list[int]:
        return [i for i in positions if i not in self.owner and self.texts[i]]

    def _by_name(
        self, name_of_cell: Callable[[NotebookNode], str | None], name_of_slot: Callable[[Slot], str | None]
    ) -> None:
        numbers = {name: number for number, slot in enumerate(self.slots) if (name := name_of_slot(slot))}
        for i, cell in enumerate(self.cells):
            if i not in self.owner and (name := name_of_cell(cell)) in numbers:
                self.owner[i] = numbers[name]

    def _by_text(self, *, only_unique: bool) -> None:
        """The same text as released; where several slots have it, the one whose neighbours are beside the cell."""
        numbers = defaultdict[str, list[int]](list)
        for number, slot in enumerate(self.slots):
            numbers[slot.released].append(number)
        for i in self._free(range(len(self.cells))):
            same = numbers.get(self.texts[i], [])
            if len(same) == 1:
                self.owner[i] = same[0]
            elif same and not only_unique:
                empty = [number for number in same if not self.owned(number)]
                self.owner[i] = next((number for number in empty if i in self.gap(number)), (empty or same)[0])

    def _by_definition(self) -> None:
        """Answers by the functions that they must define: near where they stood, or anywhere if their cell is gone."""
        for number, slot in enumerate(self.slots):
            if slot.names and not self.touched(number):
                gap = self.gap(number)
                found = [i for i in self._free(range(len(self.cells))) if self.defines[i] & slot.names]
                near = [i for i in found if i in gap]
                if near or (found and not self.owned(number)):
                    self.owner[(near or found)[-1]] = number

    def _by_likeness(self) -> None:
        """Cells that were edited and have lost their names."""
        for number, slot in enumerate(self.slots):
            if self.owned(number) or (slot.role == "answer" and (slot.names or slot.cell.cell_type != "code")):
                continue
            text = slot.released[:COMPARED]
            gap = self._free(self.gap(number))[:NEIGHBOURS]
            ratios = {i: fuzz.ratio(text, self.texts[i][:COMPARED]) for i in gap}
            best = max(gap, key=ratios.__getitem__, default=None)
            if best is not None and ratios[best] >= ALIKE:
                self.owner[best] = number

    def _written_answers(self) -> None:
        """A text below the question is the answer, if the answer cell was left empty or deleted."""
        for number, slot in enumerate(self.slots):
            if slot.role != "answer" or slot.cell.cell_type == "code" or self.touched(number):
                continue
            if any(self.owned(above) for above in range(max(number - 2, 0), number)):
                free = self._free(self.gap(number))
                texts = [i for i in free if self.cells[i].cell_type != "code"]
                if texts or (free and not self.owned(number)):
                    self.owner[(texts or free)[0]] = number

    def _copies(self) -> None:
        """The text of a cell that was recognised, once more; of a check also with a line changed."""
        owners = {self.texts[i]: owner for i, owner in self.owner.items()}
        checks = [(number, slot.released[:COMPARED]) for number, slot in enumerate(self.slots) if slot.role == "check"]
        for i in self._free(range(len(self.cells))):
            text = self.texts[i]
            near = (number for number, check in checks if fuzz.ratio(text[:COMPARED], check, score_cutoff=COPY))
            if (number := owners[text] if text in owners else next(near, None)) is not None:
                self.owner[i] = number


def in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs, of those given by rising first numbers, whose second numbers rise, too: the cells not moved."""
    return [pairs[at] for at in longest_rising([second for _, second in pairs])]
