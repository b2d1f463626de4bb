"""A CSV file of which single cells can be changed while every other byte stays as it is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError

SEPARATORS = ",;\t"
BOM = "\ufeff"
UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}  # "Unicode text" of a spreadsheet
FORMULA = "=+-@\t\r"


class TableError(CourseError):
    """A CSV file that cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class CsvCell:
    """Text of a cell, where it stands in the file (in characters), and whether in quotes."""

    text: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True)
class CsvTable:
    """A CSV file: its text as it is, how that is encoded and separated, and its cells row by row (no blank lines)."""

    path: Path
    text: str
    encoding: str
    separator: str
    rows: list[list[CsvCell]]

    @property
    def header(self) -> list[str]:
        """Texts of the first row."""
        return [cell.text.strip() for cell in self.rows[0]]

    def with_changes(self, changes: Mapping[CsvCell, str]) -> bytes:
        """Bytes of the file with new texts in some cells; all other bytes are those that were read."""
        parts, done = [], 0
        for cell, text in sorted(changes.items(), key=lambda change: change[0].start):
            parts += [self.text[done : cell.start], self._written(cell, text)]
            done = cell.end
        return ("".join(parts) + self.text[done:]).encode(self.encoding)

    def _written(self, cell: CsvCell, text: str) -> str:
        if cell.quoted or re.search(rf'[\s"{self.separator}]', text):
            return '"' + text.replace('"', '""') + '"'
        return text


def read_table(path: Path, encoding: str | None = None) -> CsvTable:
    """Read a CSV file with a header, separated by commas, semicolons or tabs.

    Parameters
    ----------
    path
        The file.
    encoding
        Of the file; None for UTF-8 (with or without a byte order mark) or UTF-16 with one.

    Raises
    ------
    TableError
        If it is in another encoding, has no rows, is quoted wrongly, or has rows of different lengths.
    """
    data = path.read_bytes()
    encoding = encoding or next((name for mark, name in UTF16.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise TableError(f"{path} is no {encoding} text ({error}); name its encoding, e.g. --encoding cp1252") from None
    candidates = [(_header_length(text, separator), separator) for separator in SEPARATORS]
    separator = max(candidates, key=lambda candidate: candidate[0])[1]
    rows = [row for row in _parse(path, text, separator) if len(row) > 1 or row[0].text.strip()]
    if not rows:
        raise TableError(f"{path} is empty; expected a CSV file with a header")
    for row in rows:
        if len(row) != len(rows[0]):
            line = _line(text, row[0].start)
            raise TableError(f"{path}, line {line}: {len(row)} cells; expected {len(rows[0])}, as in the header")
    return CsvTable(path, text, encoding, separator, rows)


def without_formula(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(tuple(FORMULA)) else text


def _header_length(text: str, separator: str) -> int:
    outside_quotes = re.sub(r'"[^"]*"', "", text)
    return re.split(r"[\r\n]", outside_quotes.lstrip("\r\n"), maxsplit=1)[0].count(separator)


def _parse(path: Path, text: str, separator: str) -> list[list[CsvCell]]:
    field = re.compile(rf'"([^"]*(?:""[^"]*)*)"|((?!")[^{separator}\r\n]*)')
    rows: list[list[CsvCell]] = [[]]
    at = len(BOM) if text.startswith(BOM) else 0
    while True:
        match = field.match(text, at)
        if match is None:
            raise TableError(f"{path}, line {_line(text, at)}: a quote is opened and never closed")
        quoted = match[1] is not None
        content = match[1].replace('""', '"') if quoted else match[2]
        rows[-1].append(CsvCell(content, match.start(), match.end(), quoted))
        at = match.end()
        if at == len(text):
            return rows
        if text[at] == separator:
            at += 1
        elif text[at] in "\r\n":
            at += 2 if text.startswith("\r\n", at) else 1
            if at == len(text):
                return rows
            rows.append([])
        else:
            rest = text[at : at + 20].splitlines()[0]
            raise TableError(f"{path}, line {_line(text, at)}: {rest!r} stands behind a closing quote")


def _line(text: str, at: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:at])) + 1
