"""What kind of input the checks that follow are given: a test says it, and whoever reports a failure reads it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Given:
    """A kind of input.

    Attributes
    ----------
    words
        For students, such as ``"a batch of one"``; they follow "with" and give no value away.
    inputs
        Numbers by the names that students know them by: a condition on them may tell where an answer goes wrong.
    """

    words: str = ""
    inputs: dict[str, float] = field(default_factory=dict)


_now = Given()


def given(words: str = "", /, **inputs: float) -> None:
    """Say what kind of input the checks after this line are given; without arguments, that it is nothing special.

    Parameters
    ----------
    words
        The kind, where one group of inputs is of it: ``given("a batch of one")``.
    inputs
        Settings and sizes, where they change from case to case: ``given(k=k, s=s)``. Feedback then finds by itself
        that an answer is wrong wherever s is larger than k.
    """
    global _now
    _now = Given(words, dict(inputs))


def given_now() -> Given:
    """What the last call of `given` has said."""
    return _now
