"""What checks see, written down instead of raised: two answers of which they see the same make the same mistake."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

import torch
from torch import Tensor

from course.checks.failed_check import CheckError
from course.checks.kind_of_input import Given, given, given_now
from course.checks.plain_values import as_float64, brief, plain

P = ParamSpec("P")
R = TypeVar("R")
Value = Tensor | str  # numbers, if it is any
TOLERANCE = 1e-3  # relative: two computations of one mistake round differently; two mistakes seldom are so close


@dataclass(frozen=True)
class Sight:
    """What one check has seen of an answer.

    Attributes
    ----------
    check
        Its name; ``error`` for what an answer, or the test, raised at last.
    passed
        Whether it passed.
    received, expected
        The answer's value and the truth, if it has failed: numbers as float64, all else as text.
    see
        The place in the lesson that it names.
    given
        The kind of input.
    """

    check: str
    passed: bool
    received: Value = ""
    expected: Value = ""
    see: str = ""
    given: Given = field(default_factory=Given)

    def is_like(self, other: Sight) -> bool:
        """Whether the same was seen of another answer, up to rounding; values that pass are all alike."""
        if (self.check, self.passed) != (other.check, other.passed):
            return False
        return self.passed or same_value(self.received, other.received)


class _DifferentError(BaseException):
    """Something else was seen than of the answer to compare with. No test can catch it by accident."""


@dataclass
class _Recorder:
    sights: list[Sight]
    reference: Sequence[Sight] | None

    def add(self, sight: Sight) -> None:
        at = len(self.sights)
        self.sights.append(sight)
        if self.reference is not None and not (at < len(self.reference) and sight.is_like(self.reference[at])):
            raise _DifferentError


_recorder: _Recorder | None = None


def observed(check: Callable[P, R]) -> Callable[P, R]:
    """Make a check's calls seen by `observe`; its failure then ends nothing, unless a value is waited for."""

    @functools.wraps(check)
    def checked(*args: P.args, **named: P.kwargs) -> R:
        __tracebackhide__ = True
        recorder = _recorder
        if recorder is None:
            return check(*args, **named)
        see = str(named.get("see", ""))
        try:
            result = check(*args, **named)
        except CheckError as error:
            received = _value(args[0]) if error.found.received else error.found.what
            expected = _value(args[1]) if len(args) > 2 else ""
            recorder.add(Sight(check.__name__, False, received, expected, see, given_now()))
            if check.__annotations__.get("return") == "None":
                return None  # type: ignore[return-value]
            raise
        recorder.add(Sight(check.__name__, True, see=see, given=given_now()))
        return result

    return checked


def observe(run: Callable[[], object], reference: Sequence[Sight] | None = None) -> tuple[Sight, ...] | None:
    """Run a test whose checks write down what they see.

    Parameters
    ----------
    run
        Calls the answer, and checks what comes. Any error ends it, and is the last thing seen.
    reference
        What was seen of another answer: at the first difference the run ends.

    Returns
    -------
    tuple of Sight or None
        In the order in which they were seen; None if they are not those of the reference.
    """
    global _recorder
    before, _recorder = _recorder, _Recorder([], reference)
    given()
    try:
        recorder = _recorder
        try:
            run()
        except Exception as error:
            if not (isinstance(error, CheckError) and recorder.sights and not recorder.sights[-1].passed):
                recorder.add(Sight("error", False, f"{type(error).__name__}: {error}", given=given_now()))
    except _DifferentError:
        return None
    finally:
        _recorder = before
    whole = reference is None or len(recorder.sights) == len(reference)
    return tuple(recorder.sights) if whole else None


def same_value(first: Value, second: Value) -> bool:
    """Whether two values are the same up to rounding; NaN is NaN."""
    if isinstance(first, str) or isinstance(second, str):
        return isinstance(first, str) and isinstance(second, str) and first == second
    if first.shape != second.shape:
        return False
    finite = second[torch.isfinite(second)]
    scale = float(finite.abs().mean()) if finite.numel() else 0.0
    return torch.allclose(first, second, rtol=TOLERANCE, atol=TOLERANCE * scale, equal_nan=True)


def _value(value: Any) -> Value:
    try:
        return as_float64(value)
    except Exception:  # no numbers: its own words, then
        pass
    try:
        return brief(plain(value))
    except Exception as error:  # whatever an answer's own conversion raises
        return f"{type(value).__name__}, {type(error).__name__}"
