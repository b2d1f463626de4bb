"""Which of the instructor's plain cells have to run: those whose names an answer, a check or a student's cell needs.

Demonstrations and trainings take nearly all of a lesson's time, and no point depends on most of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nbformat import NotebookNode

from course.notebook.cells import is_standard
from course.notebook.code_names import LONGEST_CELL, LONGEST_NOTEBOOK, Names, names

# Ways to names that no text shows.
HIDDEN_WAYS = re.compile(
    r"(?<![.\w])(globals|locals|vars|eval|exec)\s*\(|\b(get_ipython|__main__|__dict__|user_ns)\b|^[ \t]*%[ \t]*run\b",
    re.M,
)


def needed(cells: Sequence[NotebookNode], kinds: Sequence[str]) -> set[int]:
    """Indices of the code cells to run.

    Parameters
    ----------
    cells
        A rebuilt notebook's, in their order.
    kinds
        For each ``"plain"`` for an instructor's plain cell, anything else for a cell that runs in any case.

    Returns
    -------
    set
        All code cells that are not plain; the first one (the imports); and each plain cell that binds a name that a
        cell in this set needs, or that may have changed what such a name holds since, because it mentions it. All
        code cells, if texts are too long to be looked into. The notebook's frame never is among them: it installs the
        course, and shows the student's progress.
    """
    code = [index for index, cell in enumerate(cells) if cell.cell_type == "code" and not is_standard(cell)]
    others = [index for index in code if kinds[index] != "plain"]
    texts = [cells[index].source for index in others]
    too_long = sum(map(len, texts)) > LONGEST_NOTEBOOK or any(len(text) > LONGEST_CELL for text in texts)
    if too_long or any(map(HIDDEN_WAYS.search, texts)):
        return set(code)
    about = {index: _names(cells[index].source) for index in code}
    chosen = {*others, *code[:1]}
    fresh = set(chosen)
    while fresh:
        found = {one for index in fresh for one in _origins(index, code, about, kinds)}
        fresh = found - chosen
        chosen |= fresh
    return chosen


def _origins(index: int, code: Sequence[int], about: Mapping[int, Names], kinds: Sequence[str]) -> set[int]:
    """The plain cells from which a cell has its names: the last that binds one, and all since then that mention it."""
    found = set[int]()
    before = [other for other in code if other < index]
    for name in about[index].needs:
        binding = [other for other in before if name in about[other].binds]
        if binding and kinds[binding[-1]] == "plain" and binding[-1] != code[0]:  # imports do not change
            since = (other for other in before if other >= binding[-1] and kinds[other] == "plain")
            found |= {other for other in since if name in about[other].binds | about[other].needs}
    return found


def _names(text: str) -> Names:
    try:
        return names(text)
    except (RecursionError, MemoryError, ValueError, RuntimeError):  # hostile text: such a cell does not run far
        return Names(frozenset(), frozenset())
