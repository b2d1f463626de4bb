"""A notebook from whatever bytes a student handed in: what can be used is used, and what could not is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from course.grading.files.safe_open import MB, megabytes
from course.grading.intake.cells import CellReader
from course.grading.intake.salvage_json import AGAIN, UnreadableError, decode
from course.notebook.predictions import Prediction, predictions_in
from course.wording import counted

__all__ = ["Reading", "ReadingCaps", "UnreadableError", "read_notebook"]
OLDEST_WITHOUT_WORDS = 4  # format 3 and older (before 2015) are worth a sentence
MOST_MESSAGES = 20


@dataclass(frozen=True)
class ReadingCaps:
    """How much of a notebook is read. A finished notebook of this course has about 2 MB and 120 cells."""

    file: int = 50 * MB
    values: int = 3_000_000  # each takes up to 100 bytes of memory
    cells: int = 2_000
    cell: int = 5 * MB  # text of one cell; pictures pasted into written answers stand in it
    pictures: int = 20 * MB  # attached to all cells together


@dataclass(frozen=True)
class Reading:
    """What a student wrote: cells with text, ids, nbgrader's names, pictures and harmless outputs; no other metadata.

    ``messages`` says in plain sentences what was not as it should be; ``flags`` names it in single words: ``cut`` (the
    file ends in the middle), ``dropped`` (something a student may have written could not be used, or was one of two
    sides of a merge). ``predictions`` are those in the outputs of its cells, by name.
    """

    notebook: NotebookNode
    messages: list[str]
    flags: frozenset[str] = field(default_factory=frozenset)
    predictions: Mapping[str, Prediction] = field(default_factory=dict)


def read_notebook(data: bytes, caps: ReadingCaps = ReadingCaps()) -> Reading:
    """The student's cells as a valid notebook of format 4.5.

    Parameters
    ----------
    data
        Bytes of the submitted file: any format of notebook, any encoding, possibly damaged.
    caps
        How much is read at most.

    Raises
    ------
    UnreadableError
        If there is no notebook in it; the message says what it seems to be, for the student.
    """
    if len(data) > caps.file:
        raise UnreadableError(
            f"The file has {megabytes(len(data))}; at most {megabytes(caps.file)} are read. "
            "Clear the outputs of all cells, save, and hand it in again."
        )
    decoded = decode(data, values=caps.values)
    raw = _raw_cells(decoded.content)
    reader = CellReader(caps.cell, caps.pictures)
    messages = [f"The file was written in {decoded.encoding}; it was read all the same."] if decoded.encoding else []
    messages += _about_format(decoded.content)
    if decoded.cut:
        messages.append(f"The file is cut off or damaged after cell {len(raw)}; the cells before that were used.")
    if decoded.conflicts:
        messages.append(
            "The file holds a merge of git that was never finished (lines with <<<<<<< and >>>>>>>), in "
            f"{counted(decoded.conflicts, 'place')}: one side was used. If you meant the other, finish the merge and "
            "hand in again."
        )
    if len(raw) > caps.cells:
        messages.append(f"The notebook has {len(raw):,} cells; the first {caps.cells:,} were used.")
    cells = [cell for number, one in enumerate(raw[: caps.cells], start=1) if (cell := reader.read(one, number))]
    flags = {"cut"} if decoded.cut else set()
    if reader.messages or len(raw) > caps.cells or decoded.conflicts:
        flags.add("dropped")
    messages += _at_most(reader.messages)
    return Reading(new_notebook(cells=cells), messages, frozenset(flags), predictions_in(raw[: caps.cells]))


def _raw_cells(content: object) -> list[Any]:
    """Cells of any format: directly, or in the worksheets of formats 2 and 3."""
    if not isinstance(content, dict):
        kind = "a list" if isinstance(content, list) else "a single value"
        raise UnreadableError(f"The file holds {kind} (JSON), not a notebook. {AGAIN}")
    if isinstance(content.get("cells"), list):
        return list(content["cells"])
    sheets = content.get("worksheets")
    found = [sheet["cells"] for sheet in _dicts(sheets) if isinstance(sheet.get("cells"), list)]
    if not found:
        names = ", ".join(repr(str(name)[:20]) for name in list(content)[:5]) or "nothing"
        raise UnreadableError(f"The file is JSON, but no notebook: it has no cells, only {names}. {AGAIN}")
    return [cell for cells in found for cell in cells]


def _dicts(values: object) -> Iterable[dict[str, Any]]:
    return (value for value in values if isinstance(value, dict)) if isinstance(values, list) else ()


def _about_format(content: object) -> list[str]:
    version = content.get("nbformat") if isinstance(content, dict) else None
    if isinstance(version, int) and 0 < version < OLDEST_WITHOUT_WORDS:
        return [f"The notebook is in the old format {version}; it was converted."]
    return []


def _at_most(messages: list[str]) -> list[str]:
    if len(messages) <= MOST_MESSAGES:
        return messages
    return [*messages[:MOST_MESSAGES], f"… and {len(messages) - MOST_MESSAGES:,} more of this kind."]
