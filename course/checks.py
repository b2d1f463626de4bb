"""Checks that explain: each failure says what was expected, what came, and where in the lesson to look.

They compare plain values (numbers, shapes, tensors), because an answer may live in another process than its test.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np
import torch
from torch import Tensor


def expect_close(
    actual: Any, expected: Any, what: str, *, see: str = "", atol: float = 1e-4, rtol: float = 1e-4
) -> None:
    """Pass if ``actual`` has the shape and, up to rounding, the values of ``expected``.

    Parameters
    ----------
    actual
        The answer: a number, a (nested) list, an array or a tensor of any dtype and device.
    expected
        The truth, in any of those forms.
    what
        What was computed, with its inputs: ``"conv_matrix(kernel, 4)"``; it starts the message.
    see
        Where in the lesson to look, such as ``"section 2"``.
    atol, rtol
        Absolute and relative tolerance, as in `torch.isclose`.

    Raises
    ------
    AssertionError
        If shapes or values differ; the message carries both and the place of the largest difference.
    """
    __tracebackhide__ = True
    truth = _tensor(expected, what, see)
    value = _tensor(actual, what, see)
    _same_shape(tuple(value.shape), tuple(truth.shape), what, see)
    if not bool(torch.isfinite(value).all()):
        bad = int((~torch.isfinite(value)).sum())
        _fail(what, f"expected finite numbers, but {bad} of {value.numel()} are NaN or infinite", see)
    close = torch.isclose(value, truth, atol=atol, rtol=rtol)
    if bool(close.all()):
        return
    worst = np.unravel_index(int((value - truth).abs().argmax()), tuple(truth.shape) or (1,))
    wanted, came = f"{_at(truth, worst):.6g}", f"{_at(value, worst):.6g}"
    detail = f"expected {wanted}, but came {came}"
    if truth.numel() > 1:
        place = f"the largest difference is at index {tuple(int(i) for i in worst)}: expected {wanted}, came {came}"
        detail = f"{int((~close).sum())} of {close.numel()} values differ; {place}"
    if 1 < truth.numel() <= 40:
        detail = f"expected\n{_show(truth)}\nbut came\n{_show(value)}\n{detail}"
    _fail(what, detail, see)


def expect_equal(actual: Any, expected: Any, what: str, *, see: str = "") -> None:
    """Pass if a plain value (a whole number, a truth value, a text, or a tuple, list or dict of them) is as expected.

    Whole numbers may come as float, NumPy or one-element tensor values; lists and tuples count as the same;
    ``True`` does not count as 1.

    Raises
    ------
    AssertionError
        With both values.
    """
    __tracebackhide__ = True
    value = _read_plain(actual, _brief(expected), what, see)
    if value is None and expected is not None:
        _fail(what, f"expected {_brief(expected)}, but nothing was returned: is there a `return`?", see)
    truth = _plain(expected)
    if not _same(value, truth):
        _fail(what, f"expected {_brief(truth)}, but came {_brief(value)}", see)


def expect_shape(actual: Any, expected: Sequence[int], what: str, *, see: str = "") -> None:
    """Pass if the answer is a tensor (array, nested list) of the expected shape.

    Raises
    ------
    AssertionError
        With both shapes.
    """
    __tracebackhide__ = True
    _same_shape(tuple(_tensor(actual, what, see).shape), tuple(expected), what, see)


def expect_between(actual: Any, low: float, high: float, what: str, *, see: str = "") -> None:
    """Pass if every number of the answer lies from ``low`` to ``high``, both included.

    Raises
    ------
    AssertionError
        With the range and the smallest and largest number that came.
    """
    __tracebackhide__ = True
    value = _tensor(actual, what, see)
    if value.numel() and not bool(((value >= low) & (value <= high)).all()):  # NaN lies nowhere
        came = f"{value.min():.6g} to {value.max():.6g}" if value.numel() > 1 else f"{value.item():.6g}"
        _fail(what, f"expected numbers from {low:g} to {high:g}, but came {came}", see)


def expect_whole(actual: Any, what: str, *, see: str = "") -> int:
    """Pass if the answer is one whole number, in any form (3, 3.0, ``tensor(3)``), and return it as an int.

    Raises
    ------
    AssertionError
        With what came.
    """
    __tracebackhide__ = True
    value = _read_plain(actual, "a whole number", what, see)
    if isinstance(value, bool) or not isinstance(value, int | float) or not float(value).is_integer():
        _fail(what, f"expected a whole number, but came {_brief(value)}", see)
    return int(value)


def expect_length(actual: Any, length: int, what: str, *, see: str = "") -> None:
    """Pass if the answer has that many entries (a tuple or list of that length, say).

    Raises
    ------
    AssertionError
        With what came.
    """
    __tracebackhide__ = True
    if actual is None:
        _fail(what, f"expected {length} values, but nothing was returned (None): is there a `return`?", see)
    try:
        came = len(actual)
    except TypeError:
        _fail(what, f"expected {length} values, but came a single {type(actual).__name__}: {_brief(actual)}", see)
    if came != length:
        _fail(what, f"expected {length} values, but came {came} (in a {type(actual).__name__})", see)


def expect_true(condition: Any, what: str, *, see: str = "") -> None:
    """Pass if ``condition`` holds; ``what`` says in a whole sentence what should have been the case.

    Raises
    ------
    AssertionError
        With that sentence.
    """
    __tracebackhide__ = True
    if not bool(condition):
        raise AssertionError(what + (f" (see {see})" if see else ""))


@contextmanager
def expect_error(kind: type[Exception], what: str, *, see: str = "") -> Iterator[None]:
    """Pass if the block raises ``kind``.

    Raises
    ------
    AssertionError
        If it raises nothing; another error passes through as it is.
    """
    __tracebackhide__ = True
    try:
        yield
    except kind:
        return
    _fail(what, f"expected a {kind.__name__}, but no error was raised", see)


def _tensor(value: Any, what: str, see: str) -> Tensor:
    """The value as a float64 tensor on the CPU, without gradient."""
    __tracebackhide__ = True
    if value is None:
        _fail(what, "nothing was returned (None): is there a `return`?", see)
    try:
        return _as_float64(value)
    except Exception:  # whatever an answer's own conversion raises, the message is the same
        came = f"{type(value).__name__}: {_brief(value)}"
    _fail(what, f"expected numbers (a tensor, an array or a list), but came {came}", see)


def _as_float64(value: Any) -> Tensor:
    if isinstance(value, list | tuple) and any(isinstance(item, Tensor) for item in value):
        value = torch.stack([torch.as_tensor(item) for item in value])
    if isinstance(value, Tensor):
        if value.is_complex():
            raise TypeError("complex numbers")
        return value.detach().cpu().to_dense().to(torch.float64)
    if np.asarray(value).dtype.kind in "USc":
        raise TypeError("text or complex numbers")
    return torch.from_numpy(np.asarray(value, dtype=np.float64).copy())


def _brief(value: Any) -> str:
    """A value's own words, short, whatever its ``__repr__`` does."""
    try:
        words = repr(value)
    except Exception as error:
        words = f"(its repr raises {type(error).__name__})"
    return words if len(words) <= 200 else f"{words[:200]}…"


def _same_shape(actual: tuple[int, ...], expected: tuple[int, ...], what: str, see: str) -> None:
    __tracebackhide__ = True
    if actual == expected:
        return
    hint = ""
    if math.prod(actual) == math.prod(expected):
        hint = "; the number of values is right: a reshape, a transpose or a missing axis?"
    _fail(what, f"expected shape {expected}, but came shape {actual}{hint}", see)


def _fail(what: str, why: str, see: str) -> NoReturn:
    __tracebackhide__ = True
    raise AssertionError(f"{what}: {why}" + (f"\nLook again at {see}." if see else ""))


def _read_plain(actual: Any, wanted: str, what: str, see: str) -> Any:
    """`_plain`, with a failure that says what was wanted where the answer cannot be read."""
    __tracebackhide__ = True
    try:
        return _plain(actual)
    except Exception:  # as in _tensor
        came = f"{type(actual).__name__}: {_brief(actual)}"
    _fail(what, f"expected {wanted}, but came {came}", see)


def _plain(value: Any) -> Any:
    """Python's own numbers, lists and dicts, whatever they came in."""
    if isinstance(value, Tensor | np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | torch.Size):
        return [_plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__int__(value)  # not a subclass that claims to equal everything
    if isinstance(value, float):
        return float.__float__(value)
    return value


def _same(value: Any, truth: Any) -> bool:
    if isinstance(truth, list):
        return isinstance(value, list) and len(value) == len(truth) and all(map(_same, value, truth))
    if isinstance(truth, dict):
        return (
            isinstance(value, dict) and value.keys() == truth.keys() and all(_same(value[k], truth[k]) for k in truth)
        )
    if isinstance(truth, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(truth, bool) and value == truth
    if isinstance(truth, int | float) and isinstance(value, int | float):
        return value == truth
    return type(value) is type(truth) and bool(value == truth)


def _at(tensor: Tensor, index: Any) -> float:
    return float(tensor[tuple(index)] if tensor.ndim else tensor)


def _show(tensor: Tensor) -> str:
    return np.array2string(tensor.numpy(), precision=4, suppress_small=True, max_line_width=100)
