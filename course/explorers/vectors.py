"""Arithmetic on codes, which are lists of numbers, and on digits, which are grey levels as bytes, in plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import mul

Code = Sequence[float]
Decode = Callable[[Sequence[Code]], list[bytes]]
"""From codes of d numbers to digits, each 28 × 28 grey levels, row by row."""


def dot(a: Code, b: Code) -> float:
    """Sum of products."""
    products: float = sum(map(mul, a, b))
    return products


def lerp(start: Code, end: Code, alpha: float) -> list[float]:
    """Go straight from one code to another; ``alpha`` 0 is the start, 1 the end."""
    return [a + alpha * (b - a) for a, b in zip(start, end, strict=True)]


def squared_error(picture: bytes, image: bytes) -> float:
    """Squared error per pixel between two digits, black 0 and white 1."""
    distance = math.dist(picture, image) / 255
    return distance * distance / len(image)


def variance(values: Sequence[float]) -> float:
    """Mean squared distance from the mean."""
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / len(values)


def quantile(values: Sequence[float], share: float) -> float:
    """Value below which a share of the values lies, interpolated between two of them."""
    ordered, place = sorted(values), share * (len(values) - 1)
    below = math.floor(place)
    return ordered[below] + (place - below) * (ordered[min(below + 1, len(ordered) - 1)] - ordered[below])


def even_steps(low: float, high: float, count: int) -> list[float]:
    """Numbers at equal steps, both ends among them."""
    return [low + i * (high - low) / (count - 1) for i in range(count)]


def cell_centres(low: float, high: float, count: int) -> list[float]:
    """Centres of so many equal parts of a range."""
    return [low + (i + 0.5) * (high - low) / count for i in range(count)]
