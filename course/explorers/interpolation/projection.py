"""A map of codes: two numbers as they are, longer codes along their first two principal axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from course.explorers.vectors import Code, dot

Point = tuple[float, float]
_MOST_ROUNDS = 500
_CONVERGED = 1e-7


@dataclass(frozen=True)
class Projection:
    """Where codes of d numbers lie in the map.

    Attributes
    ----------
    points
        Where the N codes lie.
    share
        Part of the codes' variance that the two directions hold, 0 to 1; 1 if nothing was projected.
    centre, axes
        The middle of the codes, d numbers, and the two directions, d numbers each.
    """

    points: Sequence[Point]
    share: float
    centre: Code
    axes: tuple[Code, Code]

    @property
    def dimensions(self) -> int:
        """Length of a code, d."""
        return len(self.centre)

    def points_of(self, codes: Sequence[Code]) -> list[Point]:
        """Find where other codes lie."""
        first, second = self.axes
        return [(dot(code, first), dot(code, second)) for code in _centred(codes, self.centre)]


def project(codes: Sequence[Code]) -> Projection:
    """Take codes of up to two numbers as they are, longer ones along their first two principal axes."""
    dimensions = len(codes[0])
    if dimensions <= 2:
        points = [(code[0], code[1] if dimensions == 2 else 0.0) for code in codes]
        return Projection(points, 1.0, [0.0] * dimensions, ((1.0, 0.0)[:dimensions], (0.0, 1.0)[:dimensions]))
    centre = [fmean(values) for values in zip(*codes, strict=True)]
    centred = _centred(codes, centre)
    first, second = _principal_axes(centred)
    points = [(dot(code, first), dot(code, second)) for code in centred]
    kept, whole = (math.fsum(dot(row, row) for row in rows) for rows in (points, centred))
    return Projection(points, kept / max(whole, 1e-12), centre, (first, second))


def _centred(codes: Sequence[Code], centre: Code) -> list[list[float]]:
    return [[value - middle for value, middle in zip(code, centre, strict=True)] for code in codes]


def _principal_axes(centred: Sequence[Code]) -> tuple[list[float], list[float]]:
    """Find the two directions of largest variance, at a right angle to each other.

    The sign of an axis is chosen such that its largest entry is positive: the map is the same on all machines.
    """
    columns = list(zip(*centred, strict=True))
    products = [[dot(one, other) for other in centred] for one in centred]  # N × N: there are fewer codes than numbers
    first = _leading(products, [0.0] * len(centred))
    axes = (_unit([dot(column, shares) for column in columns]) for shares in (first, _leading(products, first)))
    first_axis, second_axis = ([math.copysign(1, max(axis, key=abs)) * value for value in axis] for axis in axes)
    return first_axis, second_axis


def _leading(products: Sequence[Code], other: Code) -> list[float]:
    """Find the eigenvector of the largest eigenvalue at a right angle to another one, by power iteration."""
    vector = _unit(_across(max(products, key=lambda row: math.hypot(*row)), other))
    for _ in range(_MOST_ROUNDS):
        before, vector = vector, _unit(_across([dot(row, vector) for row in products], other))
        if math.dist(before, vector) < _CONVERGED:
            break
    return vector


def _across(code: Code, other: Code) -> list[float]:
    """Take away the part of a code that points along another direction, of length 1 or 0."""
    along = dot(code, other)
    return [a - along * b for a, b in zip(code, other, strict=True)]


def _unit(code: Code) -> list[float]:
    """Scale to length 1; codes that are all the same have no direction, and 0 stays 0."""
    length = math.hypot(*code)
    return [value / length if length > 1e-12 else 0.0 for value in code]
