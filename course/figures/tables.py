"""Tables of results, the same in notebooks and in plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Table:
    """A table that is shown by naming it in a cell's last line.

    Attributes
    ----------
    header
        Titles of the columns, units included: ``"time (s)"``.
    rows
        As many entries each as there are titles; numbers are written with three significant digits unless they are
        whole, texts as they are.
    caption
        What is compared, under which conditions.

    Raises
    ------
    ValueError
        If a row's length is not the header's.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    caption: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"a row has {len(row)} entries, the header {len(self.header)}: {list(row)}")

    def __repr__(self) -> str:
        """Columns of text."""
        lines = [list(self.header), *([_written(entry) for entry in row] for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.header))]
        padded = [
            [entry.rjust(width) if column else entry.ljust(width) for column, (entry, width) in enumerate(pairs)]
            for pairs in (zip(line, widths, strict=True) for line in lines)
        ]
        return "\n".join([*([self.caption] if self.caption else []), *("  ".join(line) for line in padded)])

    def _repr_html_(self) -> str:
        """An HTML table with proper header cells: first column left, the others right."""
        titles = (f'<th scope="col" style="text-align:{_side(i)}">{escape(t)}</th>' for i, t in enumerate(self.header))
        body = "".join(f"<tr>{self._cells(row)}</tr>" for row in self.rows)
        caption = f'<caption style="text-align:left">{escape(self.caption)}</caption>' if self.caption else ""
        return f"<table>{caption}<thead><tr>{''.join(titles)}</tr></thead><tbody>{body}</tbody></table>"

    def _cells(self, row: Sequence[object]) -> str:
        first = f'<th scope="row" style="text-align:left">{escape(_written(row[0]))}</th>'
        return first + "".join(f'<td style="text-align:right">{escape(_written(entry))}</td>' for entry in row[1:])


def _side(column: int) -> str:
    return "right" if column else "left"


def _written(entry: object) -> str:
    if isinstance(entry, float):
        return f"{entry:,.0f}" if abs(entry) >= 1000 else f"{entry:#.3g}".rstrip(".")
    return f"{entry:,}" if isinstance(entry, int) else str(entry)
