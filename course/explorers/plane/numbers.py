"""A square of codes of two numbers, decoded at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from course.explorers.vectors import Decode, even_steps

CELLS = 20
"""The plane has as many rows and columns of digits."""
REACHES = (0.5, 4.0)


@dataclass(frozen=True)
class Plane:
    """Digits decoded from codes between -reach and reach in both numbers, row by row."""

    name: str
    reach: float
    digits: Sequence[bytes]


def make_plane(name: str, decode: Decode, reach: float) -> Plane:
    """Decode a plane with the model of that name."""
    return Plane(name, reach, decode(plane_codes(reach)))


def plane_codes(reach: float) -> list[tuple[float, float]]:
    """Codes of the plane's digits: z₂ falling from row to row, z₁ rising from column to column."""
    values = even_steps(-reach, reach, CELLS)
    return [(z1, z2) for z2 in reversed(values) for z1 in values]


def mass(reach: float) -> float:
    """Share of N(0, I) in two dimensions that falls into the square from -reach to reach."""
    return (1 - 2 * NormalDist().cdf(-reach)) ** 2
