"""What a student's function makes of a digit, drawn for the place beside the pad: rows of digits, or a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from matplotlib.figure import Figure
from torch import Tensor

from course.figures.data_urls import address
from course.figures.plots import DPI, figure_bytes
from course.figures.svg import text
from course.figures.svg_digits import PITCH, SIDE, checked, image, strip

Answer = Callable[[Tensor], Mapping[str, Tensor] | Figure]
"""From a digit, ``(1, 1, 28, 28)``, to rows of digits by name, each ``(n, 1, 28, 28)``, or to any figure."""

_SCALE, _MARGIN, _LETTER, _LINE = 2, 8, 7.5, 16  # pixels on the page: of a pixel, at the edges, of the names' letters


class Drawn(NamedTuple):
    """Pieces of an SVG, and how large they are together, in pixels."""

    body: str
    width: float
    height: float


def drawn(answer: object) -> Drawn:
    """Draw rows of digits, at once, or a figure, which takes matplotlib a tenth of a second.

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If a row is no ``(n, 1, 28, 28)`` or has a value that is NaN or infinite; the message names the row.
    """
    if isinstance(answer, Figure):
        return _figure(answer)
    if isinstance(answer, Mapping) and answer:
        return _rows(answer)
    wanted = "rows of digits by name, {'rebuilt': a tensor (n, 1, 28, 28)}, or a figure"
    raise TypeError(f"it returned {repr(answer)[:40]}; expected {wanted}")


def _rows(rows: Mapping[str, Tensor]) -> Drawn:
    """Draw each row as one picture, its name on the left; values outside of [0, 1] are clipped."""
    strips = {
        str(name): strip(checked(f"row {name!r}", pictures, "n", 1, SIDE, SIDE)) for name, pictures in rows.items()
    }
    left = 2 * _MARGIN + _LETTER * max(len(line) for name in strips for line in name.split("\n"))
    parts = []
    for i, (name, pixels) in enumerate(strips.items()):
        top = _MARGIN + _SCALE * PITCH * i
        parts += [_name(left - _MARGIN, top + _SCALE * SIDE / 2, name), image(left, top, _SCALE, pixels, coarse=True)]
    width = max(pixels.shape[1] for pixels in strips.values())
    return Drawn("".join(parts), left + _SCALE * width + _MARGIN, 2 * _MARGIN + _SCALE * PITCH * len(strips))


def _name(right: float, middle: float, name: str) -> str:
    """Write a name, of one line or several, that ends at the right and has its middle at a height."""
    lines = name.split("\n")
    first = middle + 5 - _LINE * (len(lines) - 1) / 2
    return "".join(text(right, first + _LINE * i, line, more='text-anchor="end"') for i, line in enumerate(lines))


def _figure(figure: Figure) -> Drawn:
    width, height = (round(side * DPI) for side in figure.get_size_inches())
    png = address(figure_bytes(figure, "png"), "png")
    return Drawn(f'<image width="{width}" height="{height}" href="{png}"/>', width, height)
