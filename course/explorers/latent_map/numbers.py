"""A plane of codes and a point in it: every number that the latent map shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from statistics import median_low

from course.explorers.vectors import Code, Decode, cell_centres, quantile

CELLS = 15
"""The decoded plane has as many rows and columns of digits."""
NEIGHBOURS = 10
MOST_DRAWN = 500

Range = tuple[float, float]


@dataclass(frozen=True)
class LatentMap:
    """What never changes while the point moves: N codes, their classes, and the plane around them.

    Attributes
    ----------
    codes, labels, images
        N codes of two numbers, N classes, and N digits or None.
    ranges
        What is shown of z₁ and z₂.
    centres
        z₁ of the columns (left to right) and z₂ of the rows (bottom to top) of the decoded plane, 15 each.
    plane
        Digits decoded there, row by row from the upper left corner; z₂ grows upwards.
    """

    codes: Sequence[Code]
    labels: Sequence[int]
    images: Sequence[bytes] | None
    decode: Decode
    ranges: tuple[Range, Range]
    centres: tuple[Sequence[float], Sequence[float]]
    plane: Sequence[bytes]


def make_map(
    codes: Sequence[Code], labels: Sequence[int], decode: Decode, images: Sequence[bytes] | None = None
) -> LatentMap:
    """Decode a grid of points among codes of two numbers."""
    across, up = (_range(values) for values in zip(*codes, strict=True))
    columns, rows = cell_centres(*across, CELLS), cell_centres(*up, CELLS)
    plane = decode([(z1, z2) for z2 in reversed(rows) for z1 in columns])
    return LatentMap(codes, labels, images, decode, (across, up), (columns, rows), plane)


def _range(values: Sequence[float]) -> Range:
    """Find where nearly all values lie: from the 1st to the 99th percentile and a little further, at whole 0.01s."""
    low, high = quantile(values, 0.01), quantile(values, 0.99)
    margin = max(0.05 * (high - low), 0.05)
    return round(low - margin, 2), round(high + margin, 2)


@dataclass(frozen=True)
class Point:
    """A point of the codes' space, the digit decoded there, and what lies around it.

    ``label`` is the class of ``votes`` of the ``asked`` nearest codes, ``nearest`` the number of the nearest one.
    """

    z: Code
    picture: bytes
    label: int
    votes: int
    asked: int
    nearest: int


def point_at(latent: LatentMap, z: Code) -> Point:
    """Decode a point and ask the codes around it for their classes."""
    return asked_point(z, latent.decode([z])[0], latent.codes, latent.labels)


def asked_point(z: Code, picture: bytes, codes: Sequence[Code], labels: Sequence[int]) -> Point:
    """Ask the codes around a point for their classes; a tie goes to the class that is nearer."""
    asked = min(NEIGHBOURS, len(codes))
    distances = [math.dist(code, z) for code in codes]
    around = nsmallest(asked, range(len(codes)), key=distances.__getitem__)
    classes = [labels[i] for i in around]
    label = max(dict.fromkeys(classes), key=classes.count)
    return Point(z, picture, label, classes.count(label), asked, around[0])


def median_code(codes: Sequence[Code]) -> Code:
    """Find the middle of codes, number by number."""
    return tuple(median_low(values) for values in zip(*codes, strict=True))


def typical_code(latent: LatentMap, label: int) -> Code:
    """Find, for a class that occurs, the code nearest to the middle of its codes."""
    codes = [code for code, other in zip(latent.codes, latent.labels, strict=True) if other == label]
    middle = median_code(codes)
    return min(codes, key=lambda code: math.dist(code, middle))
