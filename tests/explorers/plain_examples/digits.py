"""Digits and a decoder that need no network."""

from __future__ import annotations

import math
from collections.abc import Sequence

SIDE = 28
DIGITS = [bytes((row * column * digit) % 256 for row in range(SIDE) for column in range(SIDE)) for digit in range(12)]
LABELS = [digit % 10 for digit in range(12)]


def decode(codes: Sequence[Sequence[float]]) -> list[bytes]:
    """A column for each number of a code, as bright as its sigmoid."""
    return [
        bytes(SIDE * [round(255 / (1 + math.exp(-code[i * len(code) // SIDE]))) for i in range(SIDE)]) for code in codes
    ]


def codes(dimensions: int) -> list[list[float]]:
    """A code for each of the digits."""
    return [[math.sin(digit + 3 * i) for i in range(dimensions)] for digit in range(12)]
