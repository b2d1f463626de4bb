"""Read a lesson text (py:percent) as a notebook with nbgrader metadata and stable cell ids."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

from course.notebook.cells import marks
from course.notebook.headings import SECTION, own_headings

CELL_MARKER = re.compile(r"^# %%(\s|$)")
FORMATTER_NOTE = re.compile(r" *# fmt: (skip|off|on)$", flags=re.MULTILINE)  # says nothing to students
JUPYTEXT_GAVE_UP = "incorrectly_encoded_metadata"  # where it keeps what it could not read
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class LessonError(Exception):
    """A lesson text that cannot become a notebook; the message names file, cell and mend."""


def read_lesson(path: Path) -> NotebookNode:
    """Notebook of one lesson text: no outputs, no pairing metadata, the same cell ids at every build.

    Each cell keeps the line it starts at in ``cell.metadata.line`` for messages; `strip_lines` removes it.

    Raises
    ------
    LessonError
        If the text is not UTF-8 or does not start with a cell marker, or a marker's metadata is not understood.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LessonError(f"{path}: the text is not UTF-8 ({error}); save it as UTF-8") from error
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if CELL_MARKER.match(line)]
    if not lines or lines[0] != 1:
        raise LessonError(f"{path}:1: the text must start with a cell marker; put '# %% [markdown]' on its first line")
    notebook = jupytext.reads(text, fmt="py:percent")
    if len(notebook.cells) != len(lines):
        raise LessonError(
            f"{path}: {len(lines)} cell markers make {len(notebook.cells)} cells; write each as '# %%' at the start of "
            "its line, with a blank, and look for one inside a string or an unclosed quotation"
        )
    for cell, line in zip(notebook.cells, lines, strict=True):
        if JUPYTEXT_GAVE_UP in cell.metadata:
            raise LessonError(
                f"{path}:{line}: the marker's metadata is not JSON: {cell.metadata[JUPYTEXT_GAVE_UP]}; mend it"
            )
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"] = _full_metadata(cell.metadata["nbgrader"], f"{path}:{line}")
        cell.metadata.pop("lines_to_next_cell", None)  # jupytext's own note on blank lines
        cell.source = FORMATTER_NOTE.sub("", cell.source)
        cell.metadata["line"] = line
    _name_cells(notebook)
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def strip_lines(notebook: NotebookNode) -> NotebookNode:
    """Drop the line numbers that `read_lesson` left in the metadata."""
    for cell in notebook.cells:
        del cell.metadata["line"]
    return notebook


def _full_metadata(given: Any, where: str) -> dict[str, Any]:
    """Spell out what nbgrader wants in each cell, so that a marker need say only what matters."""
    if not isinstance(given, dict):
        raise LessonError(f'{where}: nbgrader={given!r} is not a JSON object; write nbgrader={{"grade_id": "..."}}')
    known = {"grade_id", "grade", "solution", "locked", "points"}
    if unknown := set(given) - known:
        raise LessonError(f"{where}: nbgrader metadata has {sorted(unknown)}; known are {sorted(known)}")
    for name in ("grade", "solution", "locked"):
        if not isinstance(given.get(name, False), bool):
            raise LessonError(f"{where}: {name}={given[name]!r} is neither true nor false; write true or false")
    solution = given.get("solution", False)
    defaults = {"grade": False, "solution": False, "locked": not solution, "schema_version": 3, "task": False}
    return defaults | given


def _name_cells(notebook: NotebookNode) -> None:
    """Ids that survive edits of the text: the grade id, else the last heading and a count below it."""
    section, counts = "start", Counter[str]()
    for cell in notebook.cells:
        if begun := [heading for heading in own_headings(cell) if heading.level <= SECTION]:
            section = re.sub(r"[^a-z0-9]+", "-", begun[0].written.lower()).strip("-")[:40]
        name = marks(cell).get("grade_id")
        if name is None:
            counts[section] += 1
            name = f"{section}--{counts[section]}"
        cell.id = re.sub(r"[^A-Za-z0-9_-]+", "-", str(name))[:64]
