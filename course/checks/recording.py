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
    what
        What was computed, in the words of a check that has failed.
    """

    check: str
    passed: bool
    received: Value = ""
    expected: Value = ""
    see: str = ""
    given: Given = field(default_factory=Given)
    what: str = ""

    def is_like(self, other: Sight) -> bool:
        """Whether the same was seen of another answer, up to rounding; values that pass are all alike."""
        if (self.check, self.passed) != (other.check, other.passed):
            return False
        return self.passed or same_value(self.received, other.received)


_sights: list[Sight] | None = None  # of the run that is observed


def observed(check: Callable[P, R]) -> Callable[P, R]:
    """Make a check's calls seen by `observe`; its failure then ends nothing, unless a value is waited for."""

    @functools.wraps(check)
    def checked(*args: P.args, **named: P.kwargs) -> R:
        __tracebackhide__ = True
        sights = _sights
        if sights is None:
            return check(*args, **named)
        see = str(named.get("see", ""))
        try:
            result = check(*args, **named)
        except CheckError as error:
            received = _value(args[0]) if error.found.received else error.found.what
            expected = _value(args[1]) if len(args) > 2 else ""
            sights.append(Sight(check.__name__, False, received, expected, see, given_now(), error.found.what))
            if check.__annotations__.get("return") == "None":
                return None  # type: ignore[return-value]
            raise
        sights.append(Sight(check.__name__, True, see=see, given=given_now()))
        return result

    return checked


def observe(run: Callable[[], object]) -> tuple[Sight, ...]:
    """Run a test whose checks write down what they see, in this order.

    Parameters
    ----------
    run
        Calls the answer, and checks what comes. Any error ends it, and is the last thing seen.
    """
    global _sights
    before, _sights = _sights, []
    given()
    try:
        sights = _sights
        try:
            run()
        except Exception as error:
            if not (isinstance(error, CheckError) and sights and not sights[-1].passed):
                sights.append(Sight("error", False, f"{type(error).__name__}: {error}", given=given_now()))
        return tuple(sights)
    finally:
        _sights = before


def seen_alike(first: Sequence[Sight], second: Sequence[Sight]) -> bool:
    """Whether the same was seen of two answers, up to rounding, from first to last."""
    return len(first) == len(second) and all(one.is_like(other) for one, other in zip(first, second, strict=True))


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
