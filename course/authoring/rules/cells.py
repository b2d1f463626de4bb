"""Rules for what nbgrader reads: points, names, regions, metadata."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, nbgrader_cells, problem
from course.notebook.cells import STANDARD_CELLS, marks
from course.notebook.regions import HIDDEN_TESTS, MARK_SCHEME, REGIONS, SOLUTION

LIKE_A_MARKER = re.compile(r"\b(?:BEGIN|END)[ _-]*(?:SOLUTIONS?|HIDDEN[ _-]*TESTS?|MARK[ _-]*SCHEMES?)\b", re.I)
MARKERS = {f"{mark} {region}" for mark in ("BEGIN", "END") for region in REGIONS}


def graded_cells_have_points(notebook: NotebookNode) -> Iterator[Problem]:
    """A cell that is graded says how much it is worth."""
    for cell, meta in nbgrader_cells(notebook):
        points = meta.get("points")
        if meta["grade"] and not _can_be_earned(points):
            yield problem(
                cell, f"graded cell '{meta.get('grade_id')}' has points={points!r}", 'add "points": 1 or more'
            )
        if not meta["grade"] and points is not None:
            yield problem(cell, f"cell '{meta.get('grade_id')}' has points but no grade", 'add "grade": true')
        if meta["grade"] and cell.cell_type == "markdown" and not meta["solution"]:
            yield problem(cell, f"graded text '{meta.get('grade_id')}' is no answer", 'add "solution": true')


def _can_be_earned(points: object) -> bool:
    return isinstance(points, int | float) and not isinstance(points, bool) and 0 < points < math.inf


def grade_ids_are_unique(notebook: NotebookNode) -> Iterator[Problem]:
    """Every nbgrader cell has a grade_id, and no two share one."""
    seen: dict[str, int] = {}
    for cell, meta in nbgrader_cells(notebook):
        name = meta.get("grade_id")
        if not isinstance(name, str) or not re.fullmatch(r"(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*", name):
            yield problem(cell, f"grade_id is {name!r}", "name it with lower-case letters, digits and single hyphens")
        elif name in STANDARD_CELLS:
            yield problem(cell, f"grade_id '{name}' is taken by the notebook's frame", "choose another name")
        elif name in seen:
            yield problem(cell, f"grade_id '{name}' is taken by the cell at line {seen[name]}", "choose another name")
        else:
            seen[name] = cell.metadata.line


def regions_are_closed(notebook: NotebookNode) -> Iterator[Problem]:
    """Each BEGIN has its END, in order, and stands in a cell where nbgrader takes it out."""
    for cell in notebook.cells:
        for marker in LIKE_A_MARKER.findall(cell.source):
            if marker not in MARKERS:
                yield problem(cell, f"nbgrader does not know the marker {marker!r}", f"write one of {sorted(MARKERS)}")
        meta = marks(cell)
        allowed = {
            SOLUTION: meta.get("solution", False),
            HIDDEN_TESTS: meta.get("grade", False) and not meta.get("solution", False),
            MARK_SCHEME: meta.get("locked", False) and cell.cell_type == "markdown",
        }
        for region in REGIONS:
            markers = re.findall(rf"\b(BEGIN|END) {region}\b", cell.source)
            if markers != ["BEGIN", "END"] * (len(markers) // 2):
                begin_end = f"'### BEGIN {region}' and '### END {region}'"
                yield problem(cell, f"region {region} is not closed or nested: {markers}", f"pair {begin_end}")
            elif markers and not allowed[region]:
                yield problem(cell, f"region {region} stands in a cell of the wrong kind", _KIND_OF_CELL[region])


_KIND_OF_CELL = {
    SOLUTION: 'mark the cell {"solution": true}',
    HIDDEN_TESTS: 'move it into a cell with {"grade": true, "points": ...}',
    MARK_SCHEME: 'move it into a markdown cell with {"locked": true}',
}


def metadata_is_nbgraders_only(notebook: NotebookNode) -> Iterator[Problem]:
    """No other metadata: a tag such as skip-execution changes what is graded."""
    for cell in notebook.cells:
        if other := set(cell.metadata) - {"nbgrader", "line"}:
            yield problem(cell, f"cell has metadata {sorted(other)}", "keep only nbgrader={...} in the marker")
