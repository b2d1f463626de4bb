"""The drawing pad's picture: the digit, and beside it what a student's function makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from course.figures.data_urls import address
from course.figures.svg import picture, text
from course.figures.svg_digits import PITCH, SIDE, draw_digit, draw_strip, strip_width

SEEN = 140
"""Side of the digit as networks see it, in pixels on the page."""
BLANK = bytes(SIDE * SIDE)
"""An empty pad, black."""
_SCALE, _MARGIN, _LETTER, _LINE = 2, 8, 7.5, 16  # pixels on the page: of a pixel, at the edges, of the names' letters
_GAP = 16


class Drawn(NamedTuple):
    """Pieces of an SVG, and how large they are together, in pixels."""

    body: str
    width: float
    height: float


def draw(digit: bytes | None, words: str, answer: Drawn | None, alt: str) -> str:
    """Draw the digit and, if there is one, the answer to it as SVG."""
    body, width, height = draw_digit(0, 0, SEEN / SIDE, digit or BLANK), float(SEEN), float(SEEN)
    if answer is not None:
        body += f'<g transform="translate({SEEN + _GAP} 0)">{answer.body}</g>'
        width, height = width + _GAP + answer.width, max(height, answer.height)
    return picture(height, words, alt if answer else "", body, width=width)


def draw_rows(rows: Mapping[str, Sequence[bytes]]) -> Drawn:
    """Draw rows of digits below each other, each row as one picture with its name on the left."""
    left = 2 * _MARGIN + _LETTER * max(len(line) for name in rows for line in name.split("\n"))
    parts = []
    for i, (name, digits) in enumerate(rows.items()):
        top = _MARGIN + _SCALE * PITCH * i
        parts += [_name(left - _MARGIN, top + _SCALE * SIDE / 2, name), draw_strip(left, top, _SCALE, digits)]
    width = strip_width(max(map(len, rows.values())))
    return Drawn("".join(parts), left + _SCALE * width + _MARGIN, 2 * _MARGIN + _SCALE * PITCH * len(rows))


def draw_png(png: bytes, width: int, height: int) -> Drawn:
    """Place a picture as large as it is."""
    return Drawn(f'<image width="{width}" height="{height}" href="{address(png, "png")}"/>', width, height)


def _name(right: float, middle: float, name: str) -> str:
    """Write a name, of one line or several, that ends at the right and has its middle at a height."""
    lines = name.split("\n")
    first = middle + 5 - _LINE * (len(lines) - 1) / 2
    return "".join(text(right, first + _LINE * i, line, more='text-anchor="end"') for i, line in enumerate(lines))
