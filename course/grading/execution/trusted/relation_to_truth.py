"""How the numbers of a wrong answer relate to the right ones, in words without a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from course.checks.calling import WHY
from course.checks.recording import Sight, same_value

Pairs = Sequence[tuple[Tensor, Tensor]]  # what came, and the truth
GRADIENTS = re.compile(r"\bgradients?\b")
FEWEST = 4  # different numbers, below which a relation may be chance
FACTORS = {2.0: "twice", 0.5: "half", 3.0: "three times", 4.0: "four times", 0.25: "a quarter of"}
ALIKE: Sequence[tuple[str, Callable[[Tensor], Tensor]]] = (
    ("Its numbers have the wrong sign", lambda truth: -truth),
    ("Its numbers are the right ones, cut to whole numbers", torch.trunc),
    ("Its numbers are the right ones, rounded to whole numbers", torch.round),
    ("Negative numbers become 0", lambda truth: truth.clamp(min=0)),
    ("The signs of its numbers are lost", torch.abs),
    ("All its numbers are 0", torch.zeros_like),
)


def relation_to_truth(sights: Sequence[Sight]) -> str:
    """A sentence on what all failed checks have in common; empty if there is none."""
    failed = [sight for sight in sights if not sight.passed]
    if failed and all(sight.check == "error" and WHY in str(sight.received) for sight in failed):
        return "It changes what it is given in place"
    if failed and len(failed) < len(sights) and all(GRADIENTS.search(sight.what) for sight in failed):
        return "Its values are right, but no gradient comes back through it, or a wrong one"
    pairs = [
        (sight.received, sight.expected)
        for sight in failed
        if isinstance(sight.received, Tensor) and isinstance(sight.expected, Tensor)
    ]
    if not pairs or len(pairs) < len(failed):
        return ""
    if all(came.shape != truth.shape and came.shape == truth.squeeze().shape for came, truth in pairs):
        return "An axis of length 1 is lost"
    if any(came.shape != truth.shape for came, truth in pairs):
        return ""
    if len({number for _, truth in pairs for number in truth.flatten().tolist()}) < FEWEST:
        return ""
    found = (words for words, make in ALIKE if all(same_value(came, make(truth)) for came, truth in pairs))
    return next(found, "") or _factor(pairs)


def _factor(pairs: Pairs) -> str:
    """That all numbers are off by one factor, if it is a simple one."""
    came, truth = (torch.cat([pair[side].flatten() for pair in pairs]) for side in (0, 1))
    factor = float((came * truth).sum() / (truth**2).sum())
    words = next((words for known, words in FACTORS.items() if abs(factor / known - 1) < 1e-3), "")
    return f"Its numbers are {words} the right ones" if words and same_value(came, factor * truth) else ""
