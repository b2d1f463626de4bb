"""One cell of a submitted notebook, however malformed: its kind, text, id, nbgrader's name for it, and pictures."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from course.grading.files.safe_open import megabytes
from course.grading.intake.pasted_pictures import usual_kind
from course.grading.intake.salvage_json import clean
from course.grading.intake.submitted_outputs import OutputReader
from course.notebook.cells import grade_id, inner

NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Pictures end up in web pages, as data: addresses: no other kind of content, and nothing but base64.
PICTURES = re.compile(r"image/(png|jpeg|gif|webp|bmp)")
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
PICTURE_NAME = re.compile(r"[\w .,()@%='~+-]{1,200}")
LONGEST_GRADE_ID = 200


class CellReader:
    """Reads the cells of one notebook in turn; ``messages`` says which had parts that could not be used."""

    def __init__(self, text_cap: int, picture_cap: int) -> None:
        self.text_cap, self.pictures_left = text_cap, picture_cap
        self.messages: list[str] = []
        self._outputs = OutputReader()
        self._ids = set[str]()

    def read(self, raw: object, number: int) -> NotebookNode | None:
        """A valid cell; None if there is nothing in it that could be used."""
        if not isinstance(raw, dict):
            self._note(number, "is damaged and was left out")
            return None
        kind = _kind(raw)
        cell = NEW[kind](self._source(raw, number), id=self._id(raw, number), metadata=_named(raw))
        if kind == "code":
            count = raw.get("execution_count", raw.get("prompt_number"))
            cell.execution_count = count if type(count) is int and 0 < count < 10**6 else None
            cell.outputs = self._outputs.read(raw)
        if kind != "code" and (pictures := self._pictures(raw.get("attachments"), number)):
            cell.attachments = pictures
        return cell

    def _source(self, raw: dict[str, Any], number: int) -> str:
        value = raw.get("source", raw.get("input"))  # code cells have "input" in format 3
        if isinstance(value, list):
            lines = [line for line in value if isinstance(line, str)]
            if len(lines) < len(value):
                self._note(number, f"had {len(value) - len(lines)} lines that are no text; they were left out")
            value = "".join(lines)
        if isinstance(value, int | float):
            value = str(value)
        if not isinstance(value, str):
            self._note(number, "had no text")
            value = ""
        if len(value) > self.text_cap:
            self._note(number, f"has a text of {megabytes(len(value))}, more than {megabytes(self.text_cap)}: left out")
            value = ""
        text = clean(value)
        return f"{'#' * _level(raw)} {text}" if raw.get("cell_type") == "heading" else text

    def _id(self, raw: dict[str, Any], number: int) -> str:
        """The cell's own id, or the one that Colab keeps in its metadata, or a new one if neither is free."""
        for value in (raw.get("id"), inner(raw, "metadata").get("id")):
            if isinstance(value, str) and CELL_ID.fullmatch(value) and value not in self._ids:
                self._ids.add(value)
                return value
        new = f"submitted-{number}"
        while new in self._ids:
            new += "-"
        self._ids.add(new)
        return new

    def _pictures(self, raw: object, number: int) -> dict[str, dict[str, str]]:
        if not raw:
            return {}
        kept: dict[str, dict[str, str]] = {}
        for name, forms in raw.items() if isinstance(raw, dict) else ():
            usable = _usable(forms)
            size = sum(map(len, usable.values()))
            if usable and PICTURE_NAME.fullmatch(name) and size <= self.pictures_left:
                self.pictures_left -= size
                kept[name] = usable
        lost = len(raw) - len(kept) if isinstance(raw, dict | list) else 1
        if lost:
            self._note(number, f"has {lost} attached pictures that are too large or no pictures; they were left out")
        return kept

    def _note(self, number: int, what: str) -> None:
        self.messages.append(f"Cell {number} {what}.")


def _kind(raw: dict[str, Any]) -> str:
    """Code, markdown or raw; a cell that does not say is taken for code if it has what only code has."""
    kind = raw.get("cell_type")
    if isinstance(kind, str) and kind in NEW:
        return kind
    return "code" if {"outputs", "execution_count", "input"} & raw.keys() else "markdown"


def _named(raw: dict[str, Any]) -> dict[str, Any]:
    """Of nbgrader's metadata only the name: what a cell is and is worth, the instructor's notebook knows."""
    name = grade_id(raw)
    return {"nbgrader": {"grade_id": clean(name)}} if 0 < len(name) <= LONGEST_GRADE_ID else {}


def _level(raw: dict[str, Any]) -> int:
    level = raw.get("level")
    return level if isinstance(level, int) and 1 <= level <= 6 else 1


def _usable(forms: object) -> dict[str, str]:
    """Forms of one picture that are pictures, by their kind."""
    items = forms.items() if isinstance(forms, dict) else ()
    return {
        usual: packed
        for kind, data in items
        if PICTURES.fullmatch(usual := usual_kind(kind))
        and isinstance(data, str)
        and BASE64.fullmatch(packed := "".join(data.split()))
    }
