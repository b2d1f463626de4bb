"""From the bytes of a submitted file to the JSON values in it: odd encodings, damage, files that are no notebook."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass

from course.grading.files.file_types import guess_type
from course.grading.files.text_encoding import AS_LATIN

AGAIN = "Hand in the .ipynb file itself (in Jupyter or Colab: File, Download)."
CELLS = re.compile(r'"cells"\s*:\s*\[')
# Both sides of a merge that git could not make, each a whole notebook with the lines around it.
CONFLICT = re.compile(r"^<{7}[^\n]*\n(.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}[^\n]*\n(.*?)^>{7}[^\n]*(?:\n|\Z)", re.M | re.S)
STRAY = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})[^\n]*\n", re.M)  # of a merge that was finished by hand, but for a line
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class UnreadableError(ValueError):
    """A file that is no notebook; the message says what it seems to be, and what to hand in."""


@dataclass(frozen=True)
class Decoded:
    """JSON values of a file; ``cut`` if it ends in the middle and only whole cells were read.

    ``conflicts`` are the places at which git had left both sides of a merge, and one was taken.
    """

    content: object
    encoding: str
    cut: bool = False
    conflicts: int = 0


def decode(data: bytes, *, values: int) -> Decoded:
    """Values of a notebook's JSON, whatever its encoding.

    Parameters
    ----------
    data
        Bytes of the file.
    values
        The most values that are read: a small file of many empty lists would fill the memory.

    Raises
    ------
    UnreadableError
        If there is no JSON in it, or nothing that can be saved of it.
    """
    if kind := guess_type(data):
        raise UnreadableError(f"The file is {kind}, not a notebook. {AGAIN}")
    text, encoding = _text(data)
    if not text.strip():
        raise UnreadableError(f"The file is empty. {AGAIN}")
    if (count := sum(map(text.count, "[{,"))) > values:
        raise UnreadableError(
            f"The file holds {count:,} values; at most {values:,} are read. Clear its outputs. {AGAIN}"
        )
    try:
        return Decoded(_decoder().decode(text), encoding)
    except RecursionError as error:
        raise UnreadableError(f"The file is nested too deeply for a notebook. {AGAIN}") from error
    except json.JSONDecodeError as error:
        return _rescue(text, encoding, error)


def clean(text: str) -> str:
    """Text that every later step can write: one kind of line ends, no halves of characters, no zero bytes."""
    if LONE_SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _text(data: bytes) -> tuple[str, str]:
    """The text, and the encoding in words for a report: empty for UTF-8, which is expected."""
    encoding = json.detect_encoding(data)
    if not encoding.startswith("utf-8"):
        return data.decode(encoding, errors="replace"), encoding.upper()
    try:
        return data.decode(encoding), ""
    except UnicodeDecodeError:
        return data.decode(encoding, errors=AS_LATIN), "another encoding than UTF-8"


def _decoder() -> json.JSONDecoder:
    """Line breaks inside texts are let through; a number with thousands of digits is not worth an error."""
    return json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits) if len(digits) < 20 else 0)


def _rescue(text: str, encoding: str, error: json.JSONDecodeError) -> Decoded:
    """One side of an unfinished merge, or else the whole cells before the place where the JSON breaks."""
    for side in (1, 2):
        taken, places = CONFLICT.subn(lambda found, side=side: found[side], text)  # type: ignore[misc]
        taken, lines = STRAY.subn("", taken)
        if places or lines:
            with suppress(json.JSONDecodeError, RecursionError):
                return Decoded(_decoder().decode(taken), encoding, conflicts=places or lines)
    cells = _whole_cells(text)
    if not cells:
        what = "damaged or cut off" if text.lstrip()[:1] == "{" else "no notebook"
        what += ", and holds an unfinished merge conflict of git" if "\n<<<<<<< " in text else ""
        raise UnreadableError(f"The file is {what} (no JSON at character {error.pos:,}). {AGAIN}") from error
    return Decoded({"cells": cells}, encoding, cut=True)


def _whole_cells(text: str) -> list[object]:
    begin = CELLS.search(text)
    if not text.lstrip().startswith("{") or not begin:
        return []
    cells: list[object] = []
    position, decoder = begin.end(), _decoder()
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        try:
            cell, position = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError):
            return cells
        cells.append(cell)
