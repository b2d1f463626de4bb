"""What has kept its order: the longest rising part of a sequence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def longest_rising(values: Sequence[Any]) -> list[int]:
    """Indices, rising, of the most values of which each is larger than the one before.

    Parameters
    ----------
    values
        Numbers, or anything else that has an order. Of pairs of a number and its index equal numbers rise, too.
    """
    ends: list[Any] = []  # the smallest last value of the rising parts of each length
    last: list[int] = []  # the index of that value
    previous: list[int | None] = []
    for index, value in enumerate(values):
        length = bisect_left(ends, value)
        previous.append(last[length - 1] if length else None)
        ends[length : length + 1] = [value]
        last[length : length + 1] = [index]
    found: list[int] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(at)
        at = previous[at]
    return found[::-1]
