"""Calling an answer so that what it does to its arguments neither helps nor hurts it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course.checks.failed_check import FailedCheck, fail

WHY = (
    "the second call gave another result; it changes what it is given (`x -= …`, `x[…] = …`, `x.zero_()`): make a new "
    "tensor, or work on a clone()"
)


def call(answer: Callable[..., Any], *arguments: Any) -> Any:
    """Call an answer with copies of the arguments, and once more with what that has left of them.

    A function that changes what it is given works once: whoever calls it again with the same picture gets something
    else. What the arguments themselves hold stays as it is in any case. Not for answers whose results may differ from
    call to call, such as those that draw random numbers by themselves.

    Returns
    -------
    Any
        What the first call returned.

    Raises
    ------
    CheckError
        If the second call returns something else.
    """
    __tracebackhide__ = True
    given = copy.deepcopy(arguments)
    first = answer(*given)
    kept = _snapshot(first)
    if not _alike(kept, _snapshot(answer(*given))):
        name = getattr(answer, "__name__", "the answer")
        fail(WHY, FailedCheck(f"{name}, called twice with the same arguments", detail=WHY))
    return first


def as_of_now(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Return an answer as it is at this moment: where it is graded, whatever is called later leaves no trace in it.

    There it runs in a copy of its process, made now. So a decoder cannot look up what an encoder is shown later. In a
    notebook it is the same function.

    Returns
    -------
    callable
        To be called in the place of the answer, with plain values.
    """
    copied: Callable[[Any], Callable[..., Any]] | None = getattr(type(answer), "_as_of_now", None)
    return copied(answer) if copied else answer


def _snapshot(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, list | tuple):
        return [_snapshot(item) for item in value]
    return copy.deepcopy(value)


def _alike(first: Any, second: Any) -> bool:
    """Whether two results are the same: tensors by shape and value (NaN is NaN), lists entry by entry."""
    if isinstance(first, Tensor) and isinstance(second, Tensor):
        return first.shape == second.shape and bool(torch.isclose(first, second, equal_nan=True).all())
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(_alike, first, second))
    return type(first) is type(second) and bool(np.all(first == second))
