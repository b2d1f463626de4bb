"""A code under one's fingers, a slider for each dimension: every number that the sliders' picture shows."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from course.explorers.vectors import Code, Decode, even_steps, variance

LIMIT = 3.0
"""Sliders go from -3 to 3: all but 0.3 % of N(0, 1)."""
MOST_SHOWN = 10
FILM = even_steps(-LIMIT, LIMIT, 7)
"""Values of a dimension at which its film shows a digit."""
SMALLEST_ACTIVITY = 0.01
"""A dimension is active if the variance of μ is larger (Burda et al. 2016, arXiv:1509.00519, section 5.2)."""


@dataclass(frozen=True)
class Space:
    """A model's codes: what never changes while the sliders move.

    Attributes
    ----------
    codes
        μ of N digits, each d numbers.
    variances
        The variance of μ of each dimension, d numbers.
    shown
        The dimensions with a slider, counted from 0: all of up to ten, else the ten with the largest variance of μ,
        largest first.
    """

    name: str
    decode: Decode
    codes: Sequence[Code]
    variances: Sequence[float]
    shown: Sequence[int]

    @property
    def dimensions(self) -> int:
        """Length of a code, d."""
        return len(self.variances)

    @property
    def active(self) -> int:
        """How many dimensions the model uses."""
        return sum(variance > SMALLEST_ACTIVITY for variance in self.variances)


@dataclass(frozen=True)
class Studio:
    """N digits, their classes, and the spaces of the models by name."""

    images: Sequence[bytes]
    labels: Sequence[int]
    spaces: dict[str, Space]


def make_space(name: str, decode: Decode, codes: Sequence[Code]) -> Space:
    """Find the dimensions that vary most over the codes of digits."""
    variances = [variance(values) for values in zip(*codes, strict=True)]
    shown = list(range(len(variances)))
    if len(shown) > MOST_SHOWN:
        shown = sorted(shown, key=variances.__getitem__, reverse=True)[:MOST_SHOWN]
    return Space(name, decode, codes, variances, shown)


def normal_code(space: Space, generator: random.Random) -> list[float]:
    """Draw a code from N(0, I)."""
    return [generator.gauss(0, 1) for _ in range(space.dimensions)]


def with_others_sampled(space: Space, z: Code, generator: random.Random) -> list[float]:
    """Draw the dimensions without a slider from N(0, 1), leave the others."""
    sampled = normal_code(space, generator)
    for dimension in space.shown:
        sampled[dimension] = z[dimension]
    return sampled


@dataclass(frozen=True)
class View:
    """A code and what the decoder makes of it.

    Attributes
    ----------
    z
        The code, d numbers.
    digit
        Which digit was encoded, or None.
    picture, rebuilt
        Decoded from ``z`` and, if a digit was encoded, from its code.
    """

    studio: Studio
    space: Space
    z: Code
    digit: int | None
    picture: bytes
    rebuilt: bytes | None

    @property
    def length(self) -> float:
        """Length of the code, ``|z|``."""
        return math.hypot(*self.z)


def view_at(studio: Studio, space: Space, z: Code, digit: int | None = None) -> View:
    """Decode a code and, if a digit is chosen, its code."""
    if digit is None:
        return View(studio, space, z, None, space.decode([z])[0], None)
    return View(studio, space, z, digit, *space.decode([z, space.codes[digit]]))


def films_at(space: Space, z: Code) -> list[list[bytes]]:
    """Decode, for each dimension shown, seven values of it, the others as in the code."""
    neighbours = [[*z[:i], value, *z[i + 1 :]] for i in space.shown for value in FILM]
    pictures = space.decode(neighbours)
    return [pictures[start : start + len(FILM)] for start in range(0, len(pictures), len(FILM))]
