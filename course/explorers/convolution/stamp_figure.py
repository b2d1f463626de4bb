"""The stamps beside the sum: how many reach each output pixel, and which of them make the current one."""

from __future__ import annotations

from course.explorers.convolution.numbers import Step
from course.explorers.convolution.stamp_numbers import stamps_at
from course.explorers.convolution.words import stamp_counts
from course.figures.palette import BACKGROUND, OUTPUT
from course.figures.svg import grid, hatching, heading, numbers, outline, rect

SIDE, LARGEST_CELL, WIDTH_OF_PANEL = 126, 24, 200
"""Length of the canvas's sides and of its cells, in pixels, at most; and what its heading needs."""
HEADING = 30


def draw_stamps(step: Step, x: float, y: float) -> tuple[str, float]:
    """Draw the canvas with the number of stamps in each cell; return the markup and its lower edge."""
    stamps = stamps_at(step)
    cell = min(LARGEST_CELL, SIDE / stamps.size)
    top, side = y + HEADING, stamps.size * cell
    counts = [(r, c, count) for r, row in enumerate(stamps.coverage) for c, count in enumerate(row)]
    parts = [heading(x, y, "stamps on the output", stamp_counts(stamps)), rect(x, top, side, side, BACKGROUND)]
    parts.append(f'<g fill="{OUTPUT}" transform="translate({x:g} {top:g}) scale({cell:g})">{_shades(counts)}</g>')
    parts += [grid(x, top, stamps.size, stamps.size, cell), numbers(x, top, cell, counts)]
    start, end = stamps.cropped * cell, side - stamps.cropped_end * cell
    rims = [(0.0, 0.0, side, start), (0.0, end, side, side), (0.0, start, start, end), (end, start, side, end)]
    parts += [
        hatching(x + left, top + upper, right - left, lower - upper)
        for left, upper, right, lower in rims
        if right > left and lower > upper
    ]
    for row, column in stamps.corners:
        span = stamps.span * cell
        parts.append(outline(x + column * cell + 1, top + row * cell + 1, span - 2, span - 2, stroke_width=1.5))
    row, column = stamps.cell
    parts.append(outline(x + column * cell, top + row * cell, cell, cell))
    return "".join(parts), top + side


def _shades(counts: list[tuple[int, int, int]]) -> str:
    """Fill cells of length 1, the darker the more stamps: one path for each count."""
    most = max(count for _, _, count in counts)
    paths = []
    for count in sorted({count for _, _, count in counts} - {0}):
        path = "".join(f"M{c} {r}h1v1h-1z" for r, c, found in counts if found == count)
        paths.append(f'<path d="{path}" fill-opacity="{0.6 * count / most:.2f}"/>')
    return "".join(paths)
