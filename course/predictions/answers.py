"""Kinds of answers to a question: one of several, a number, a size; read, compared and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Answers = Sequence[str] | Literal["number", "size"]
"""What a question expects: one of these texts, a number, or a height and a width in pixels."""
Truth = str | float | tuple[int, int]
"""The right answer: a text, a number, or ``(height, width)``."""

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_SIZE = re.compile(r"(\d+)\s*(?:[×x*,;]|by)\s*(\d+)", re.I)
FORM = {"number": "a number, such as 12", "size": "height × width, such as 60 x 40"}


def read_guess(answers: Answers, text: str) -> Truth:
    """Read what somebody answered.

    Raises
    ------
    ValueError
        If it is no answer to the question; the message says what is.
    """
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if answers == "number":
        if _NUMBER.fullmatch(text):
            return float(text.replace(",", "."))
    elif answers == "size":
        if found := _SIZE.fullmatch(text):
            return int(found[1]), int(found[2])
    elif text in answers:
        return text
    raise ValueError(f"{text!r} is no answer here; expected {expected(answers)}" if text else f"{_ask(answers)} first")


def expected(answers: Answers) -> str:
    """What a question expects, in words."""
    if isinstance(answers, str):
        return FORM[answers]
    return "one of " + ", ".join(map(repr, answers))


def written(value: Truth) -> str:
    """Write an answer as one reads it: ``60 × 40``, ``−1.5``, ``yes``."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return f"{value[0]} × {value[1]}"
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}") if value % 1 else f"{value:.0f}".replace("-", "\N{MINUS SIGN}")


def is_right(guess: Truth, truth: Truth, within: float = 0.0) -> bool:
    """Whether a guess is right: numbers may differ by ``within``."""
    if isinstance(guess, float) and isinstance(truth, int | float):
        return abs(guess - truth) <= within + 1e-9
    return guess == truth


def _ask(answers: Answers) -> str:
    return f"Write {FORM[answers]}," if isinstance(answers, str) else "Choose an answer"
