"""A CSV file of which single cells can be changed while every other byte stays as it is.

A spreadsheet that has saved it may have put lines round the table (``sep=;``, a title, blank cells): these are no rows,
and whoever writes the file anew leaves them out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mode

from course.errors import CourseError

SEPARATORS = ",;\t:"  # those that Moodle knows
BOM = "\ufeff"
MARKS = {  # of "Unicode text", as spreadsheets call it
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
NO_TABLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<", b"%PDF"  # how files of spreadsheets, the web and printers begin
PREFACE = 10  # lines that may stand before a table's header
LINES = 30  # that tell the separator


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
    """A CSV file: its text as it is, how that is encoded and separated, and its cells row by row (no blank lines).

    ``dropped`` are whole lines that are no rows of the table, each as one cell.
    """

    path: Path
    text: str
    encoding: str
    separator: str
    rows: list[list[CsvCell]]
    dropped: tuple[CsvCell, ...] = ()

    @property
    def header(self) -> list[str]:
        """Texts of the first row."""
        return [cell.text.strip() for cell in self.rows[0]]

    def with_changes(self, changes: Mapping[CsvCell, str]) -> bytes:
        """Bytes of the file with new texts in some cells; all others but dropped lines are those that were read."""
        parts, done = [], 0
        changed = {**changes, **dict.fromkeys(self.dropped, "")}
        for cell, text in sorted(changed.items(), key=lambda change: change[0].start):
            parts += [self.text[done : cell.start], self._written(cell, text)]
            done = cell.end
        return ("".join(parts) + self.text[done:]).encode(self.encoding)

    def without(self, rows: Collection[int]) -> CsvTable:
        """The table without some rows, by their places from 0, which are dropped."""
        dropped = [_whole(self.text, self.rows[at]) for at in sorted(rows)]
        kept = [row for at, row in enumerate(self.rows) if at not in rows]
        return replace(self, rows=kept, dropped=(*self.dropped, *dropped))

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
        Of the file; None for UTF-8 or UTF-16, with or without a byte order mark.

    Raises
    ------
    TableError
        If it is in another encoding, has no rows, is quoted wrongly, or is not divided into cells.
    """
    data = path.read_bytes()
    if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(NO_TABLE):
        raise TableError(
            f"{path} is a spreadsheet's own file, a web page or a PDF; save it as CSV, or take the file that was "
            "downloaded"
        )
    encoding = encoding or _encoding(data)
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise TableError(f"{path} is no {encoding} text ({error}); name its encoding, e.g. --encoding cp1252") from None
    separator = max(SEPARATORS + "|", key=lambda candidate: _usual_in_a_line(text, candidate))
    table = CsvTable(path, text, encoding, separator, _parse(path, text, separator))
    table = table.without([at for at, row in enumerate(table.rows) if len(row) > 1 and not any(c.text for c in row)])
    rows = [row for row in table.rows if len(row) > 1 or row[0].text.strip()]
    if not rows:
        raise TableError(f"{path} is empty; expected a CSV file with a header")
    table = replace(table, rows=rows)
    table = table.without(range(_header(rows)))
    names = [name for name in table.header if name]
    if separator == "|" or (len(names) == 1 and max(map(names[0].count, SEPARATORS)) > 1):
        raise TableError(
            f"{path} begins {table.rows[0][0].text[:40]!r}; expected cells with , ; : or a tab between them, and not "
            "all in one. A program that uses another sign has saved it: take the file that was downloaded"
        )
    return table


def rectangular(table: CsvTable) -> CsvTable:
    """The table with rows as long as its header; blank cells beyond that are no part of it.

    Raises
    ------
    TableError
        If a row has fewer cells, or more that are not blank.
    """
    return replace(table, rows=[_as_long_as_header(table, row) for row in table.rows])


def _encoding(data: bytes) -> str:
    """What the mark tells, or else the zeros beside the first letter, which UTF-8 has not."""
    zeros = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be" if data[:1] == b"\0" else "utf-8"
    return next((name for mark, name in MARKS.items() if data.startswith(mark)), zeros)


def _usual_in_a_line(text: str, separator: str) -> int:
    """How often a separator stands in most of the first lines; texts and dates have now more commas, now fewer."""
    lines = re.sub(r'"[^"]*"', "", text).split("\r" if "\n" not in text else "\n")
    return mode([line.count(separator) for line in lines if line.strip()][:LINES] or [0])


def _header(rows: list[list[CsvCell]]) -> int:
    """Place of the header: a title or ``sep=;``, which may stand above it, fills at most half as many cells."""
    filled = [sum(bool(cell.text.strip()) for cell in row) for row in rows[: PREFACE + 1]]
    return next(at for at, cells in enumerate(filled) if 2 * cells > max(filled))


def _as_long_as_header(table: CsvTable, row: list[CsvCell]) -> list[CsvCell]:
    expected = len(table.rows[0])
    if len(row) < expected or any(cell.text for cell in row[expected:]):
        line = _line(table.text, row[0].start)
        raise TableError(f"{table.path}, line {line}: {len(row)} cells; expected {expected}, as in the header")
    return row[:expected]


def _whole(text: str, row: list[CsvCell]) -> CsvCell:
    """A row and its line end as one cell."""
    end = row[-1].end
    end += 2 if text.startswith("\r\n", end) else end < len(text)
    return CsvCell(text[row[0].start : row[-1].end], row[0].start, end, quoted=False)


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
