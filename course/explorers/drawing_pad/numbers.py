"""How large a drawn digit is."""

from __future__ import annotations

from typing import NamedTuple

from course.figures.svg_digits import SIDE

_INK = 51  # a pixel is drawn on from this grey level on, a fifth of white


class Extent(NamedTuple):
    """Rows and columns with ink on them, and all ink, in white pixels."""

    rows: int
    columns: int
    ink: float


def extent(digit: bytes) -> Extent:
    """Measure a digit."""
    rows = sum(max(digit[start : start + SIDE]) > _INK for start in range(0, len(digit), SIDE))
    columns = sum(max(digit[start::SIDE]) > _INK for start in range(SIDE))
    return Extent(rows, columns, sum(digit) / 255)
