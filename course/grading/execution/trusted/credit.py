"""Partial credit: the number in a test's last line, in all the forms in which numbers come."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch


class CreditError(Exception):
    """A test came to something that is no number of points; the text says what it was."""


def credit(value: Any, points: float) -> float | None:
    """The number of points that a test came to, as a number of Python's; None if its last line is no number at all.

    Raises
    ------
    CreditError
        If it is a truth value, several numbers, or none from 0 to ``points``. nbgrader would give full points for each.
    """
    if isinstance(value, np.generic | np.ndarray | torch.Tensor):
        single: Any = (
            value.item() if value.shape.count(1) == len(value.shape) else f"numbers of shape {tuple(value.shape)}"
        )
    elif isinstance(value, int | float | complex):
        single = value
    else:
        return None
    if type(single) not in (int, float) or not 0 <= single <= points:
        raise CreditError(f"the test comes to {single!s:.80}; expected a number from 0 to {points:g}")
    return single if type(single) is int else float(single)
