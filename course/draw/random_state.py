"""All random numbers of a process: those of draws, Python, NumPy and torch."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from course.draw.seeds import Seeds, seeds_in_use, use_seeds

LOOK = b"an answer that failed is looked at again"  # no secret: students do it, too, in their notebooks
LOOKS = (0, 1)  # what is alike in two draws of the same inputs is alike


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


def begin_random_numbers(draws: Seeds, seed: int) -> None:
    """Start all random numbers of this process anew: draws without a seed take these, the global ones that one."""
    use_seeds(draws)
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002  # the global one is what tests and answers use


def same_random_numbers(look: int) -> None:
    """Start them in the same way for each look, whenever an answer that failed is looked at again."""
    begin_random_numbers(Seeds(LOOK + bytes([look])), look)
