"""What a call has done in place to its copies of our arguments, done to the arguments themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch


def carry_back(ours: Any, theirs: Any) -> tuple[Any, bool]:
    """Make ``ours`` like ``theirs`` without replacing it, where both are of one changeable kind.

    Returns
    -------
    value, changed
        What to use in the place of ``ours``, and whether it differs from what was there. A generator that has moved on
        does not count: drawing from it is what it was given for.
    """
    change = _CHANGES.get(type(ours)) if type(ours) is type(theirs) else None
    if change is None:
        same = type(ours) is type(theirs) and (ours is theirs or bool(ours == theirs))
        return theirs, not same
    return ours, change(ours, theirs)


def _list(ours: list[Any], theirs: list[Any]) -> bool:
    pairs = [carry_back(a, b) for a, b in zip(ours, theirs, strict=False)]
    changed = len(ours) != len(theirs) or any(different for _, different in pairs)
    ours[:] = [value for value, _ in pairs] + theirs[len(ours) :]
    return changed


def _tuple(ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> bool:
    changed = [carry_back(a, b)[1] for a, b in zip(ours, theirs, strict=False)]  # all of them, not up to the first
    return any(changed)


def _dict(ours: dict[Any, Any], theirs: dict[Any, Any]) -> bool:
    pairs = {key: carry_back(ours[key], value) if key in ours else (value, True) for key, value in theirs.items()}
    changed = ours.keys() != theirs.keys() or any(different for _, different in pairs.values())
    ours.clear()
    ours.update({key: value for key, (value, _) in pairs.items()})
    return changed


def _set(ours: set[Any], theirs: set[Any]) -> bool:
    changed = ours != theirs
    ours.clear()
    ours.update(theirs)
    return changed


def _array(ours: np.ndarray[Any, Any], theirs: np.ndarray[Any, Any]) -> bool:
    if np.array_equal(ours, theirs):
        return False
    ours[...] = theirs
    return True


def _tensor(ours: torch.Tensor, theirs: torch.Tensor) -> bool:
    """Values, also where the shape was changed in place, and the gradient of a leaf."""
    if theirs.grad is not None and ours.is_leaf:
        ours.grad = theirs.grad
    with torch.no_grad():
        if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
            ours.data = theirs.detach()
        elif torch.equal(ours, theirs):
            return False
        else:
            ours.copy_(theirs)
    return True


def _generator(ours: torch.Generator, theirs: torch.Generator) -> bool:
    ours.set_state(theirs.get_state())
    return False


_CHANGES: dict[type, Callable[[Any, Any], bool]] = {
    list: _list,
    tuple: _tuple,
    dict: _dict,
    set: _set,
    np.ndarray: _array,
    torch.Tensor: _tensor,
    torch.Generator: _generator,
}
