"""Small pieces of SVG as strings: text, grids of cells, frames.

All lengths are in the user units of the SVG's ``viewBox`` (pixels at full size).  Many equal shapes share one
``<path>``: a picture is sent to the browser anew at each move of a slider, so its markup must stay small.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from html import escape

from course.figures.palette import BACKGROUND, HIGHLIGHT, LINE, MUTED, TEXT, ink

WIDTH = 960
"""Width of every explorer's picture."""
MARGIN = 16
SMALLEST_TEXT_CELL = 14
"""Cells below this size hold no readable number."""


def number(value: float) -> str:
    """Write a number with a true minus sign: ``-2.0`` -> ``−2``."""
    return f"{value:g}".replace("-", "−")


def text(x: float, y: float, content: str, *, size: float = 13, fill: str = TEXT, more: str = "") -> str:
    """Write one line whose baseline starts at ``(x, y)``, dark enough to be read; ``more`` holds further attributes."""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{ink(fill)}" {more}>{escape(content)}</text>'


def heading(x: float, y: float, title: str, caption: str) -> str:
    """Write a bold title and, in the line below it, a quieter caption."""
    return text(x, y, title, more='font-weight="bold"') + text(x, y + 16, caption, size=12, fill=MUTED)


def rect(x: float, y: float, width: float, height: float, fill: str, *, opacity: float = 1) -> str:
    """Fill a rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" fill-opacity="{opacity:g}"/>'


def frame(x: float, y: float, width: float, height: float) -> str:
    """Draw a quiet frame."""
    size = f'width="{width:g}" height="{height:g}"'
    return f'<rect x="{x:g}" y="{y:g}" {size} fill="none" stroke="{LINE}"/>'


def outline(x: float, y: float, width: float, height: float, *, stroke_width: float = 3, dashes: str = "") -> str:
    """Draw a highlighted frame."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="none" stroke="{HIGHLIGHT}" '
        f'stroke-width="{stroke_width:g}" stroke-dasharray="{dashes}"/>'
    )


def squares(x: float, y: float, cell: float, cells: Iterable[tuple[int, int]], attributes: str) -> str:
    """Draw one path with a square for each ``(row, column)`` of a grid."""
    path = "".join(f"M{x + c * cell:g} {y + r * cell:g}h{cell:g}v{cell:g}h{-cell:g}z" for r, c in cells)
    return f'<path d="{path}" {attributes}/>'


def grid(x: float, y: float, rows: int, columns: int, cell: float) -> str:
    """Draw the lines of a grid of cells."""
    across = "".join(f"M{x:g} {y + r * cell:g}h{columns * cell:g}" for r in range(rows + 1))
    down = "".join(f"M{x + c * cell:g} {y:g}v{rows * cell:g}" for c in range(columns + 1))
    return f'<path d="{across}{down}" fill="none" stroke="{LINE}" stroke-width="{1 if cell > 10 else 0.3:g}"/>'


def dots(x: float, y: float, rows: int, columns: int, cell: float) -> str:
    """Put a dot into each cell; the dots of a row are the round caps of one dashed line with dashes of length 0."""
    path = "".join(f"M{x + cell / 2:g} {y + (r + 0.5) * cell:g}h{(columns - 1) * cell + 0.01:g}" for r in range(rows))
    return (
        f'<path d="{path}" fill="none" stroke="{MUTED}" stroke-width="{max(1.5, cell / 8):g}" '
        f'stroke-linecap="round" stroke-dasharray="0 {cell:g}"/>'
    )


def numbers(x: float, y: float, cell: float, values: Iterable[tuple[int, int, float]]) -> str:
    """Write ``(row, column, value)`` into the cells of a grid; nothing where cells are too small to be read."""
    if cell < SMALLEST_TEXT_CELL:
        return ""
    written = [(r, c, number(value)) for r, c, value in values]
    longest = max((len(label) for _, _, label in written), default=1)
    size = min(0.58 * cell, 1.3 * cell / longest)
    labels = "".join(
        f'<text x="{x + (c + 0.5) * cell:g}" y="{y + (r + 0.5) * cell + 0.35 * size:g}">{label}</text>'
        for r, c, label in written
    )
    return f'<g font-size="{size:g}" text-anchor="middle" fill="{TEXT}">{labels}</g>'


def hatching(x: float, y: float, width: float, height: float) -> str:
    """Cross a rectangle out with slanted lines on a white veil."""
    lines = []
    for start in range(-int(height), int(width), 6):
        low, high = max(start, 0), min(start + height, width)
        lines.append(f"M{x + low:g} {y + height - (low - start):g}L{x + high:g} {y + height - (high - start):g}")
    veil = rect(x, y, width, height, BACKGROUND, opacity=0.55)
    return f'{veil}<path d="{"".join(lines)}" stroke="{MUTED}" stroke-width="1"/>'


def picture(height: float, title: str, description: str, body: str, *, left: float = 0, width: float = WIDTH) -> str:
    """Wrap drawn pieces into a whole SVG on a white sheet (notebooks may be dark), with words for screen readers.

    The sheet goes from 0 to ``width``; what stands further left than ``left`` is cut off.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width - left:g}" height="{height:g}" '
        f'viewBox="{left:g} 0 {width - left:g} {height:g}" style="max-width:100%;height:auto" '
        'font-family="system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect width="{width:g}" height="{height:g}" rx="10" fill="{BACKGROUND}"/>{body}</svg>'
    )


def message(title: str, sentence: str) -> str:
    """Draw a title and a sentence in place of a picture."""
    lines = textwrap.wrap(sentence, 110)
    body = text(MARGIN, 36, title, size=16, more='font-weight="bold"')
    body += "".join(text(MARGIN, 64 + 22 * i, line, size=15) for i, line in enumerate(lines))
    return picture(64 + 22 * len(lines), title, sentence, body)
