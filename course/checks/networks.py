"""Looking at an answer's network with weights of the test's own: what it computes does not hide behind its start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor


def with_weights(
    network: Iterable[Tensor], weights: Sequence[Tensor], run: Callable[[], Tensor]
) -> tuple[list[tuple[int, ...]], Tensor | None, int | None]:
    """Give a network's weights and biases these values, and run it.

    Parameters
    ----------
    network
        Its weights and biases, in their order: ``network.parameters()``.
    weights
        What they are to be.
    run
        Returns what the network then makes of some inputs.

    Returns
    -------
    sizes, outputs, idle
        Sizes of the network's own weights; the outputs, without gradient; and how many of the weights cannot learn: no
        gradient of the sum of the outputs' squares reaches them, or they (biases apart) were all the same at the start.
        The last two are None if the sizes are not those of the given weights.
    """
    own = list(network)
    sizes = [tuple(one.shape) for one in own]
    if sizes != [tuple(one.shape) for one in weights]:
        return sizes, None, None
    alike = [one.ndim > 1 and one.numel() > 1 and bool((one == one.flatten()[0]).all()) for one in own]
    with torch.no_grad():
        for one, value in zip(own, weights, strict=True):
            one.copy_(value)
    outputs = run()
    slopes: Sequence[Tensor | None] = [None] * len(own)
    if outputs.requires_grad:
        slopes = torch.autograd.grad((outputs**2).sum(), own, allow_unused=True)
    idle = sum(same or slope is None or not slope.any() for same, slope in zip(alike, slopes, strict=True))
    return sizes, outputs.detach(), idle
