"""Fresh random inputs for checks, so that an answer that knows the example by heart does not pass."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from course.draw.seeds import seeds_in_use


class Draw:
    """Draws of whole numbers and images: new at every run of a notebook, and the same for all where it is graded.

    Parameters
    ----------
    seed
        Repeats the draws of an earlier run; its seed is in the attribute of the same name, and told where a check
        fails.

    Attributes
    ----------
    drawn
        How many numbers, images and weights were drawn so far.
    """

    def __init__(self, seed: int | None = None) -> None:
        self.seed = seeds_in_use().next() if seed is None else seed
        self.generator = torch.Generator().manual_seed(self.seed)
        self.drawn = 0

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        self.drawn += 1
        return int(torch.randint(low, high + 1, (), generator=self.generator))

    def image(self, *shape: int) -> Tensor:
        """Quarters from -9/4 to 9/4, none of them whole, as float32.

        Sums of products stay exact, no pixel can be forgotten, and whoever cuts numbers off to whole ones changes all.
        """
        self.drawn += 1
        quarters = torch.tensor([1, 2, 3, 5, 6, 7, 9])
        size = quarters[torch.randint(0, len(quarters), shape, generator=self.generator)]
        sign = torch.randint(0, 2, shape, generator=self.generator) * 2 - 1
        return (size * sign).float() / 4

    def weights(self, *shapes: Sequence[int]) -> list[Tensor]:
        """Normal weights and biases for a network's layers, so large that each ReLU cuts about half of its numbers.

        Parameters
        ----------
        shapes
            Of each weight or bias; what follows the first axis is what a sum runs over.
        """
        self.drawn += len(shapes)
        sizes = [torch.Size(shape) for shape in shapes]
        scales = [(2 / size[1:].numel()) ** 0.5 if len(size) > 1 else 0.5 for size in sizes]
        return [scale * torch.randn(size, generator=self.generator) for scale, size in zip(scales, sizes, strict=True)]
