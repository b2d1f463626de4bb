"""The checks of tests and of students' own notebooks.

They compare plain values (numbers, shapes, tensors), because an answer may live in another process than its test. What
a check raises says it twice: in sentences for those who read it, and as a record, from which feedback is made.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np
import torch
from torch import Tensor

from course.checks.failed_check import CheckError, FailedCheck, differ, fail, nothing_returned
from course.checks.plain_values import as_float64, at, brief, plain, same, show
from course.checks.recording import observed

NUMBERS = "numbers (a tensor, an array or a list)"
SHOWN = 40  # the most values that are shown all


@observed
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
    CheckError
        If shapes or values differ; the message carries both and the place of the largest difference.
    """
    __tracebackhide__ = True
    truth = _tensor(expected, what, see)
    value = _tensor(actual, what, see)
    _same_shape(tuple(value.shape), tuple(truth.shape), what, see)
    if not bool(torch.isfinite(value).all()):
        bad = int((~torch.isfinite(value)).sum())
        received = f"{bad} of {value.numel()} are NaN or infinite"
        found = FailedCheck(what, "finite numbers", received, see=see)
        fail(f"expected finite numbers, but {received}", found)
    close = torch.isclose(value, truth, atol=atol, rtol=rtol)
    if not bool(close.all()):
        _not_close(value, truth, int((~close).sum()), what, see)


@observed
def expect_equal(actual: Any, expected: Any, what: str, *, see: str = "") -> None:
    """Pass if a plain value (a whole number, a truth value, a text, or a tuple, list or dict of them) is as expected.

    Whole numbers may come as float, NumPy or one-element tensor values; lists and tuples count as the same;
    ``True`` does not count as 1.

    Raises
    ------
    CheckError
        With both values.
    """
    __tracebackhide__ = True
    value = _read_plain(actual, brief(expected), what, see)
    if value is None and expected is not None:
        nothing_returned(what, brief(expected), see)
    truth = plain(expected)
    if not same(value, truth):
        differ(what, brief(truth), brief(value), see)


@observed
def expect_shape(actual: Any, expected: Sequence[int], what: str, *, see: str = "") -> None:
    """Pass if the answer is a tensor (array, nested list) of the expected shape.

    Raises
    ------
    CheckError
        With both shapes.
    """
    __tracebackhide__ = True
    _same_shape(tuple(_tensor(actual, what, see).shape), tuple(expected), what, see)


@observed
def expect_between(actual: Any, low: float, high: float, what: str, *, see: str = "") -> None:
    """Pass if every number of the answer lies from ``low`` to ``high``, both included.

    Raises
    ------
    CheckError
        With the range and the smallest and largest number that came.
    """
    __tracebackhide__ = True
    value = _tensor(actual, what, see)
    if value.numel() and not bool(((value >= low) & (value <= high)).all()):  # NaN lies nowhere
        received = f"{value.min():.6g} to {value.max():.6g}" if value.numel() > 1 else f"{value.item():.6g}"
        differ(what, f"numbers from {low:g} to {high:g}", received, see)


@observed
def expect_whole(actual: Any, what: str, *, see: str = "") -> int:
    """Pass if the answer is one whole number, in any form (3, 3.0, ``tensor(3)``), and return it as an int.

    Raises
    ------
    CheckError
        With what came.
    """
    __tracebackhide__ = True
    value = _read_plain(actual, "a whole number", what, see)
    if isinstance(value, bool) or not isinstance(value, int | float) or not float(value).is_integer():
        differ(what, "a whole number", brief(value), see)
    return int(value)


@observed
def expect_length(actual: Any, length: int, what: str, *, see: str = "") -> None:
    """Pass if the answer has that many entries (a tuple or list of that length, say).

    Raises
    ------
    CheckError
        With what came.
    """
    __tracebackhide__ = True
    expected = f"{length} values"
    if actual is None:
        nothing_returned(what, expected, see)
    try:
        received = len(actual)
    except TypeError:
        differ(what, expected, f"a single {type(actual).__name__}: {brief(actual)}", see)
    if received != length:
        differ(what, expected, f"{received} (in a {type(actual).__name__})", see)


@observed
def expect_true(condition: Any, what: str, *, see: str = "") -> None:
    """Pass if ``condition`` holds; ``what`` says in a whole sentence what should have been the case.

    Raises
    ------
    CheckError
        With that sentence.
    """
    __tracebackhide__ = True
    if not bool(condition):
        raise CheckError(what + (f" (see {see})" if see else ""), FailedCheck(what, see=see))


@contextmanager
def expect_error(kind: type[Exception], what: str, *, see: str = "") -> Iterator[None]:
    """Pass if the block raises ``kind``.

    Raises
    ------
    CheckError
        If it raises nothing; another error passes through as it is.
    """
    __tracebackhide__ = True
    try:
        yield
    except kind:
        return
    expected = f"a {kind.__name__}"
    fail(f"expected {expected}, but no error was raised", FailedCheck(what, expected, "no error", see=see))


def _tensor(value: Any, what: str, see: str) -> Tensor:
    """The value as a float64 tensor on the CPU, without gradient."""
    __tracebackhide__ = True
    if value is None:
        nothing_returned(what, NUMBERS, see)
    try:
        return as_float64(value)
    except Exception:  # whatever an answer's own conversion raises, the message is the same
        received = f"{type(value).__name__}: {brief(value)}"
    differ(what, NUMBERS, received, see)


def _same_shape(actual: tuple[int, ...], expected: tuple[int, ...], what: str, see: str) -> None:
    __tracebackhide__ = True
    if actual == expected:
        return
    hint = ""
    if math.prod(actual) == math.prod(expected):
        hint = "the number of values is right: a reshape, a transpose or a missing axis?"
    differ(what, f"shape {expected}", f"shape {actual}", see, detail=hint)


def _not_close(value: Tensor, truth: Tensor, differing: int, what: str, see: str) -> NoReturn:
    """Say how numbers of one shape differ: all of them where they are few, else where they differ most."""
    __tracebackhide__ = True
    worst = np.unravel_index(int((value - truth).abs().argmax()), tuple(truth.shape) or (1,))
    expected, received = f"{at(truth, worst):.6g}", f"{at(value, worst):.6g}"
    if truth.numel() == 1:
        differ(what, expected, received, see)
    largest = f"the largest difference is at index {tuple(int(i) for i in worst)}"
    detail = f"{differing} of {truth.numel()} values differ; {largest}"
    both = f"{detail}: expected {expected}, came {received}"
    if truth.numel() > SHOWN:
        fail(both, FailedCheck(what, expected, received, detail, see))
    whole, wrong = show(truth), show(value)
    fail(f"expected\n{whole}\nbut came\n{wrong}\n{both}", FailedCheck(what, whole, wrong, both, see))


def _read_plain(actual: Any, expected: str, what: str, see: str) -> Any:
    """`plain`, with a failure that says what was wanted where the answer cannot be read."""
    __tracebackhide__ = True
    try:
        return plain(actual)
    except Exception:  # as in _tensor
        received = f"{type(actual).__name__}: {brief(actual)}"
    differ(what, expected, received, see)
