"""What a submitted notebook already shows: kept for whoever reads it beside cells that grading does not run again.

Nothing is scored by it, and a student can have written anything into it. So it is made harmless here, cut to a size
that a page can show, and said to be what it is.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output

from course.grading.safe.safe_outputs import as_text, harmless_output

NOT_RUN_AGAIN = "From the submitted notebook, not run again:\n"
CHANGED = "From the submitted notebook, where this cell had been changed; not run again:\n"
NEVER_RUN = "Not run while grading: no task depends on it. Not run by the student, either.\n"
LEFT_OUT = "(More outputs of this cell are left out.)\n"
WIDGET = "application/vnd.jupyter.widget-view+json"  # without a kernel there is nothing to see
MOST_OUTPUTS = 12  # of a cell
LARGEST_OUTPUT = 1_500_000  # characters; a large figure has a third of that
LONGEST_TEXT = 20_000  # characters printed by one output
LARGEST_NOTEBOOK = 6_000_000  # characters of a notebook; a finished one of this course has about 2 million


class OutputReader:
    """Reads the outputs of one notebook's cells in turn, as long as there is room."""

    def __init__(self, room: int = LARGEST_NOTEBOOK) -> None:
        self.room = room

    def read(self, raw: dict[str, Any]) -> list[NotebookNode]:
        """Texts and pictures that a submitted cell shows; forms that no one can read are left out."""
        items = raw.get("outputs")
        items = items if isinstance(items, list) else []
        kept = [made for item in items[: 10 * MOST_OUTPUTS] if (made := self._read(item))]
        if len(kept) > MOST_OUTPUTS or len(items) > 10 * MOST_OUTPUTS:
            kept = [*kept[:MOST_OUTPUTS], new_output("stream", text=LEFT_OUT)]
        return kept

    def _read(self, item: object) -> NotebookNode | None:
        if not isinstance(item, dict) or (size := _size(item)) > min(LARGEST_OUTPUT, self.room):
            return None
        self.room -= size
        kind = item.get("output_type")
        if kind == "stream":
            return _printed(as_text(item.get("text")))
        if kind == "error":  # as text: an error among outputs means that a cell failed while grading
            return _printed(as_text([f"{as_text(line)}\n" for line in _list(item.get("traceback"))]))
        forms = item.get("data")
        if kind not in ("display_data", "execute_result") or not isinstance(forms, dict) or WIDGET in forms:
            return None
        about = item.get("metadata")
        plain = {"output_type": "display_data", "data": forms, "metadata": about if isinstance(about, dict) else {}}
        return harmless_output(from_dict(plain))


def labelled(outputs: list[NotebookNode], *, ran: bool, changed: bool) -> list[NotebookNode]:
    """Outputs of a submitted cell behind a line that says where they come from.

    Parameters
    ----------
    ran
        Whether the submitted cell says that it has been run.
    changed
        Whether its text is not the instructor's.

    Returns
    -------
    list
        Empty if it has run and shows nothing.
    """
    if outputs:
        return [new_output("stream", text=CHANGED if changed else NOT_RUN_AGAIN), *outputs]
    return [] if ran else [new_output("stream", text=NEVER_RUN)]


def _printed(text: str) -> NotebookNode | None:
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}\n… ({len(text) - LONGEST_TEXT:,} more characters)\n"
    return new_output("stream", text=text) if text else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _size(value: Any, depth: int = 5) -> int:
    """Characters of all texts inside; endless for what is nested deeper than outputs are."""
    if isinstance(value, str):
        return len(value)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if inside and not depth:
        return LARGEST_OUTPUT + 1
    return 10 + sum(_size(one, depth - 1) for one in inside)
