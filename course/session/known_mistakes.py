"""A failed check says which known mistake it is, and gives nothing away to whoever has not made it.

What ships for a check is sealed: a sentence can be read only with what the check sees of an answer that makes the
mistake, on draws that are always the same. Numbers are rounded before they become a key, on a grid of which no border
lies near a number of a known mistake. Another version of PyTorch, a GPU, other rounding open nothing, nor does a right
answer. `course.authoring.seal_mistakes` makes the files, ``course/assets/mistakes/<assignment>.json``.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course.checks.recording import Sight, observe
from course.draw.seeds import Seeds, use_seeds

FOLDER = resources.files("course") / "assets" / "mistakes"
KEY = b"checks in a notebook"  # of their draws while they are looked at
ROUNDS = 20_000  # of PBKDF2: some 10 ms for each try
FINENESS = 1000.0  # steps of the grid in a factor of about e
FEW = 4  # numbers that are looked at one by one; of more, as many sums with signs

Grid = Mapping[str, tuple[int, float]]  # "<check>.<number>": a power of ten, and the grid's offset


@dataclass(frozen=True)
class SealedMistakes:
    """What ships for one check: salt, grid, and sealed sentences by their names; digits are hexadecimal."""

    salt: str
    grid: Grid
    sentences: dict[str, str] = field(default_factory=dict)

    def seal(self, seen: Sequence[Sight], sentence: str) -> None:
        """Add a sentence that only whoever sees this can read."""
        name, stream = self._name_and_stream(seen, len(sentence.encode()))
        self.sentences[name] = _xor(sentence.encode(), stream).hex()

    def open(self, seen: Sequence[Sight]) -> str:
        """The sentence for what was seen; empty if there is none."""
        if all(sight.passed for sight in seen):
            return ""
        sealed = self.sentences.get(self._name_and_stream(seen, 0)[0])
        if sealed is None:
            return ""
        content = bytes.fromhex(sealed)
        return _xor(content, self._name_and_stream(seen, len(content))[1]).decode(errors="replace")

    def _name_and_stream(self, seen: Sequence[Sight], length: int) -> tuple[str, bytes]:
        rounded = "\n".join(_rounded(number, sight, self.grid) for number, sight in enumerate(seen))
        key = hashlib.pbkdf2_hmac("sha256", rounded.encode(), bytes.fromhex(self.salt), ROUNDS)
        return hashlib.sha256(b"name" + key).hexdigest()[:24], hashlib.shake_256(key).digest(length)


def read_sealed(assignment: str) -> dict[str, SealedMistakes]:
    """Sealed mistakes of an assignment's checks, by the `text_hash` of the check; none if there is no file."""
    file = FOLDER / f"{assignment}.json"
    if not file.is_file():
        return {}
    values = json.loads(file.read_text(encoding="utf-8"))
    return {one["check"]: SealedMistakes(one["salt"], one["grid"], one["sentences"]) for one in values.values()}


def seen_by_check(check: str, names: Mapping[str, Any]) -> tuple[Sight, ...]:
    """What a check sees of the answer among these names, which stay as they are; so do all random numbers."""
    scope = dict(names)
    with _repeatable(), contextlib.redirect_stdout(io.StringIO()):
        code = compile(check, "<check>", "exec", dont_inherit=True)
        return observe(lambda: exec(code, scope)) or ()


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


@contextlib.contextmanager
def _repeatable() -> Iterator[None]:
    """Draws and global random numbers are always the same in the block, and go on after it as if it had not been."""
    before, state, legacy = use_seeds(Seeds(KEY)), random.getstate(), np.random.get_state()  # noqa: NPY002
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            random.seed(0)
            np.random.seed(0)  # noqa: NPY002  # the global one is what answers use
            yield
    finally:
        use_seeds(before)
        random.setstate(state)
        np.random.set_state(legacy)  # noqa: NPY002


def _xor(content: bytes, stream: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(content, stream, strict=True))
