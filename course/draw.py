"""Fresh random inputs for checks, so that an answer that knows the example by heart does not pass."""

from __future__ import annotations

import torch
from torch import Tensor


class Draw:
    """Draws of whole numbers and images, new at every run unless a seed is given.

    Parameters
    ----------
    seed
        Repeats the draws of an earlier run; its seed is in the attribute of the same name.
    """

    def __init__(self, seed: int | None = None) -> None:
        self.generator = torch.Generator()
        self.seed = self.generator.seed() if seed is None else seed
        self.generator.manual_seed(self.seed)

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return int(torch.randint(low, high + 1, (), generator=self.generator))

    def image(self, *shape: int) -> Tensor:
        """Whole numbers from -9 to 9, none of them 0, as float32: sums stay exact and no pixel can be forgotten."""
        size = torch.randint(1, 10, shape, generator=self.generator)
        sign = torch.randint(0, 2, shape, generator=self.generator) * 2 - 1
        return (size * sign).float()
