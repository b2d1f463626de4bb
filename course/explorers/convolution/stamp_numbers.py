"""A transposed convolution as stamping: where input pixels put the kernel, and how many stamps reach each pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.explorers.convolution.numbers import Rows, Settings, Step


@dataclass(frozen=True)
class Stamps:
    """All stamps on their canvas, of which padding crops a rim, and those that reach one output pixel.

    Attributes
    ----------
    size
        Length of the canvas's sides, in cells.
    cropped, cropped_end
        Cells that padding takes away at the top (left) and at the bottom (right).
    coverage
        How many stamps reach each cell, row by row.
    inside
        The counts that occur far from the edges, in increasing order: one number if the coverage is even.
    span
        Length of a stamp's sides, holes of a dilated kernel counted.
    pixels
        The input pixels, as ``(row, column)``, whose stamps reach the output pixel.
    corners
        Top left cells of these stamps.
    cell
        The cell of the output pixel.
    """

    size: int
    cropped: int
    cropped_end: int
    coverage: Rows
    inside: Sequence[int]
    span: int
    pixels: Sequence[tuple[int, int]]
    corners: Sequence[tuple[int, int]]
    cell: tuple[int, int]


def stamps_at(step: Step) -> Stamps:
    """Lay out all stamps of a transposed convolution, and pick out those that reach the step's output pixel."""
    s = step.scene.settings
    span = s.dilation * (s.kernel_size - 1) + 1
    end = s.padding + s.output_size
    size = max(s.stride * (s.input_size - 1) + span, end)
    along = _coverage_along(s, size)
    phases = [sum(tap * s.dilation % s.stride == phase for tap in range(s.kernel_size)) for phase in range(s.stride)]
    pixels = sorted(term.pixel for term in step.terms if term.pixel)
    return Stamps(
        size=size,
        cropped=s.padding,
        cropped_end=size - end,
        coverage=[[rows * columns for columns in along] for rows in along],
        inside=sorted({rows * columns for rows in phases for columns in phases}),
        span=span,
        pixels=pixels,
        corners=[(row * s.stride, column * s.stride) for row, column in pixels],
        cell=(step.row + s.padding, step.column + s.padding),
    )


def _coverage_along(settings: Settings, size: int) -> list[int]:
    """Count the stamps at each place along one axis; over two axes counts multiply."""
    counts = [0] * size
    for pixel in range(settings.input_size):
        for tap in range(settings.kernel_size):
            counts[pixel * settings.stride + tap * settings.dilation] += 1
    return counts
