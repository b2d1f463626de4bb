"""Answers as plain values: tensors of float64 and Python's own numbers, whatever they came in."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor


def as_float64(value: Any) -> Tensor:
    """A number, a (nested) list, an array or a tensor as a tensor of float64 on the CPU, without gradient.

    Raises
    ------
    Exception
        Whatever a conversion raises, if it is none of these, or complex, or text.
    """
    if isinstance(value, list | tuple) and any(isinstance(item, Tensor) for item in value):
        value = torch.stack([torch.as_tensor(item) for item in value])
    if isinstance(value, Tensor):
        if value.is_complex():
            raise TypeError("complex numbers")
        return value.detach().cpu().to_dense().to(torch.float64)
    if np.asarray(value).dtype.kind in "USc":
        raise TypeError("text or complex numbers")
    return torch.from_numpy(np.asarray(value, dtype=np.float64).copy())


def brief(value: Any) -> str:
    """A value's own words, short, whatever its ``__repr__`` does."""
    try:
        words = repr(value)
    except Exception as error:
        words = f"(its repr raises {type(error).__name__})"
    return words if len(words) <= 200 else f"{words[:200]}…"


def plain(value: Any) -> Any:
    """Python's own numbers, lists and dicts, whatever they came in."""
    if isinstance(value, Tensor | np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | torch.Size | range):
        return [plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__int__(value)  # not a subclass that claims to equal everything
    if isinstance(value, float):
        return float.__float__(value)
    return value


def same(value: Any, truth: Any) -> bool:
    """Whether two values, as `plain` makes them, are equal; True is not 1, and 1.0 is."""
    if isinstance(truth, list):
        return isinstance(value, list) and len(value) == len(truth) and all(map(same, value, truth))
    if isinstance(truth, dict):
        return isinstance(value, dict) and value.keys() == truth.keys() and all(same(value[k], truth[k]) for k in truth)
    if isinstance(truth, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(truth, bool) and value == truth
    if isinstance(truth, int | float) and isinstance(value, int | float):
        return value == truth
    return type(value) is type(truth) and bool(value == truth)


def at(tensor: Tensor, index: Any) -> float:
    """The number at an index; a single number has none."""
    return float(tensor[tuple(index)] if tensor.ndim else tensor)


def show(tensor: Tensor) -> str:
    """All numbers, in rows and columns."""
    return np.array2string(tensor.numpy(), precision=4, suppress_small=True, max_line_width=100)
