"""Random numbers of a test: made of the assignment's key, so that they are the same for all and at every regrade."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from course.draw.seeds import Seeds, derived_key, seed_of, seeds_in_use, use_seeds


@contextmanager
def own_random_numbers() -> Iterator[None]:
    """What the block makes of draws does not outlast it."""
    before = use_seeds(Seeds())
    try:
        yield
    finally:
        use_seeds(before)


def begin_random_numbers(key: bytes, test: str) -> None:
    """Start all random numbers of this process anew, for a test of that name: draws without a seed, and global ones."""
    use_seeds(Seeds(derived_key(key, "draws", test)))
    seed = seed_of(key, "test", test)
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002  # the global one is what tests may use


def student_seed(key: bytes, test: str) -> int:
    """The seed of the student's own random numbers during a test; it tells nothing about those of the test."""
    return seed_of(key, "student", test)


@dataclass(frozen=True)
class RandomState:
    """All random numbers of this process, as they are when it is made."""

    torch: torch.Tensor = field(default_factory=torch.get_rng_state)
    python: tuple[Any, ...] = field(default_factory=random.getstate)
    numpy: Any = field(default_factory=np.random.get_state)
    draws: Seeds = field(default_factory=lambda: seeds_in_use().copy())

    def restore(self) -> None:
        """Go on with them from there."""
        torch.set_rng_state(self.torch)
        random.setstate(self.python)
        np.random.set_state(self.numpy)  # noqa: NPY002
        use_seeds(self.draws.copy())
