"""The cells of the instructor's notebook, and where each name in them comes from; nothing of a submission is read."""

from __future__ import annotations

import builtins
from functools import cached_property

from nbformat import NotebookNode

from course.notebook.cells import Cell, grade_id, is_standard, kind
from course.notebook.code_names import Names, names
from course.notebook.graded_cells import graded_cells


class SourceCells:
    """What is known of the cells of the instructor's notebook, with hidden tests.

    Attributes
    ----------
    graded
        The graded cells, by name.
    """

    def __init__(self, source: NotebookNode) -> None:
        self.source = source
        self.graded = {cell.grade_id: cell for cell in graded_cells(source)}
        self._is_code = [cell.cell_type == "code" and not is_standard(cell) for cell in source.cells]
        self._kinds = [kind(cell) for cell in source.cells]
        self._indices = {grade_id(cell): index for index, cell in enumerate(source.cells) if grade_id(cell)}
        self._ours: dict[int, bool] = {}

    def index(self, name: str) -> int:
        """The place of the cell of that name."""
        return self._indices[name]

    def kind(self, name: str) -> str:
        """What the cell of that name is; ``plain`` if there is none."""
        return self._kinds[self._indices[name]] if name in self._indices else "plain"

    def kind_at(self, index: int) -> str:
        """What the cell at this place is."""
        return self._kinds[index]

    def cell(self, name: str) -> Cell:
        """The cell of that name; an empty one if there is none."""
        return self.source.cells[self._indices[name]] if name in self._indices else {}

    def text(self, name: str) -> str:
        """The text of the cell of that name."""
        return self.text_at(self._indices[name])

    def text_at(self, index: int) -> str:
        """The text of the cell at this place."""
        return str(self.source.cells[index].source)

    @cached_property
    def texts(self) -> list[str]:
        """All texts of code cells."""
        return [cell.source for cell in self.source.cells if cell.cell_type == "code"]

    def names(self, index: int) -> Names:
        """The names that the cell at this place binds and needs."""
        return names(self.text_at(index))

    def origin(self, name: str, before: int) -> int | None:
        """The last cell before a place that binds a name."""
        indices = range(before - 1, -1, -1)
        return next((index for index in indices if self._is_code[index] and name in self.names(index).binds), None)

    def is_ours(self, index: int) -> bool:
        """Whether a cell is run on our side: a test, or a plain cell all of whose names come from such cells."""
        if index not in self._ours:
            origins = {name: self.origin(name, index) for name in self.names(index).needs}
            needs_ours = self._kinds[index] == "plain" and all(
                hasattr(builtins, name) if origin is None else self.is_ours(origin) for name, origin in origins.items()
            )
            self._ours[index] = self._kinds[index] == "test" or needs_ours
        return self._ours[index]

    def shared(self, index: int) -> frozenset[str]:
        """Names that answers before a test look up when they are called: what it does to these, they see."""
        above = range(index if self._kinds[index] == "test" else 0)
        answers = (self.names(one).looks_up for one in above if self._kinds[one] == "answer" and self._is_code[one])
        return frozenset[str]().union(*answers)

    @cached_property
    def needed(self) -> set[str]:
        """All names that tests need, or plain cells of which a test needs one."""
        found, indices = set[str](), [index for index, kind in enumerate(self._kinds) if kind == "test"]
        for index in indices:  # which grow in the loop
            found |= self.names(index).needs
            origins = {self.origin(name, index) for name in self.names(index).needs} - {None, *indices}
            indices += [origin for origin in origins if origin is not None and self._kinds[origin] == "plain"]
        return found
