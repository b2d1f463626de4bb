"""Known mistakes of a check by name, for whoever makes one, and giving nothing away to anybody else.

They are sealed: a name can be read only with what the check sees of an answer that makes the mistake, on draws that are
always the same. Numbers are rounded before they become a key, on a grid of which no border lies near a number of a
known mistake. Another version of PyTorch, a GPU, other rounding open nothing, nor does a right answer.
`course.authoring.seal_mistakes` makes the files: one for notebooks, one for grading.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from course.checks.recording import Sight

ROUNDS = 20_000  # of PBKDF2: some 10 ms for each try
FINENESS = 1000.0  # steps of the grid in a factor of about e
FEW = 4  # numbers that are looked at one by one; of more, as many sums with signs

Grid = Mapping[str, tuple[int, float]]  # "<check>.<number>": a power of ten, and the grid's offset


@dataclass(frozen=True)
class Named:
    """What an answer does that a check sees.

    Attributes
    ----------
    mistakes
        In words that stand for themselves; several, if the check cannot tell them apart, and none if it is not known.
    see
        The place in the lesson that clears them up.
    """

    mistakes: tuple[str, ...] = ()
    see: str = ""

    def __str__(self) -> str:
        if not self.mistakes:
            return ""
        pointer = f" Look again at {self.see}." if self.see else ""
        return f"A known mistake does just this: {'; or: '.join(self.mistakes)}.{pointer}"


@dataclass(frozen=True)
class SealedMistakes:
    """The mistakes of one check: salt, grid, and what is sealed by the names of the seals; digits are hexadecimal."""

    salt: str
    grid: Grid
    sealed: dict[str, str] = field(default_factory=dict)

    def seal(self, seen: Sequence[Sight], named: Named) -> None:
        """Add what only whoever sees this can read."""
        content = json.dumps([named.mistakes, named.see], ensure_ascii=False).encode()
        name, stream = self._name_and_stream(seen, len(content))
        self.sealed[name] = _xor(content, stream).hex()

    def open(self, seen: Sequence[Sight]) -> Named:
        """What is sealed for what was seen."""
        if all(sight.passed for sight in seen):
            return Named()
        content = bytes.fromhex(self.sealed.get(self._name_and_stream(seen, 0)[0], ""))
        if not content:
            return Named()
        mistakes, see = json.loads(_xor(content, self._name_and_stream(seen, len(content))[1]))
        return Named(tuple(mistakes), see)

    def _name_and_stream(self, seen: Sequence[Sight], length: int) -> tuple[str, bytes]:
        rounded = "\n".join(_rounded(number, sight, self.grid) for number, sight in enumerate(seen))
        key = hashlib.pbkdf2_hmac("sha256", rounded.encode(), bytes.fromhex(self.salt), ROUNDS)
        return hashlib.sha256(b"name" + key).hexdigest()[:24], hashlib.shake_256(key).digest(length)


def read_sealed(text: str) -> dict[str, SealedMistakes]:
    """Sealed mistakes of an assignment's checks, from the text of their file, by the hash of the check's text."""
    checks = json.loads(text or "{}").values()
    return {one["check"]: SealedMistakes(one["salt"], one["grid"], one["sealed"]) for one in checks}


def numbers_of(sight: Sight) -> list[float]:
    """The numbers that stand for what a failed check has received: all of few, some signed sums of many."""
    if sight.passed or not isinstance(sight.received, Tensor):
        return []
    numbers = sight.received.flatten()
    if len(numbers) <= FEW:
        return [float(number) for number in numbers]
    bits = np.unpackbits(np.frombuffer(hashlib.shake_256(b"signs").digest(FEW * len(numbers) // 8 + 1), np.uint8))
    signs = torch.from_numpy(bits[: FEW * len(numbers)].astype(np.float64) * 2 - 1).reshape(FEW, -1)
    return [float(number) for number in signs @ numbers]


def place_on_grid(number: float, power: int) -> float:
    """A number in steps of the grid, not yet rounded."""
    return math.asinh(number / 10.0**power) * FINENESS


def _rounded(check: int, sight: Sight, grid: Grid) -> str:
    if sight.passed:
        return "+"
    if not isinstance(sight.received, Tensor):
        return f"{sight.check}: {sight.received}"
    places = []
    for index, number in enumerate(numbers_of(sight)):
        power, offset = grid.get(f"{check}.{index}", (0, 0.0))
        places.append(str(math.floor(place_on_grid(number, power) + offset)) if math.isfinite(number) else str(number))
    return f"{sight.check} {tuple(sight.received.shape)}: {' '.join(places)}"


def _xor(content: bytes, stream: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(content, stream, strict=True))
