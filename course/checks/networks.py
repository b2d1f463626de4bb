"""Looking at an answer's network with weights of the test's own: what it computes does not hide behind its start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parameter import UninitializedParameter

from course.checks.expect import expect_shape, expect_true


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


def outputs_of_layer(
    layer: Any, kind: type[nn.Conv2d | nn.ConvTranspose2d], channels: tuple[int, int], pictures: Sequence[Tensor]
) -> tuple[str, list[Tensor | str]]:
    """Look at a convolutional layer that somebody has built, and run it.

    Parameters
    ----------
    layer
        Whatever came.
    kind
        What it should be; a subclass is one, too.
    channels
        How many it should take and return.
    pictures
        ``(N, C, H, W)`` each, float32.

    Returns
    -------
    problem, outputs
        What is wrong with the layer, as the end of a sentence, and empty if nothing is; then there is an output for
        each picture, without gradient, or the error's text where the layer refuses one.
    """
    problem = _problem(layer, kind, channels)
    return problem, [] if problem else [_output(layer, picture) for picture in pictures]


def expect_outputs(
    came: tuple[str, Sequence[Tensor | str]],
    pictures: Sequence[Tensor],
    shapes: Sequence[Sequence[int]],
    what: str,
    *,
    see: str = "",
) -> Sequence[Tensor]:
    """Pass if a layer is of the right kind, and all that it makes of pictures has its shape and is finite.

    Parameters
    ----------
    came
        What `outputs_of_layer` returned.
    pictures, shapes
        What the layer was given, and the shapes that should come.
    what
        The layer's name; it starts the message.

    Returns
    -------
    sequence of Tensor
        The outputs.

    Raises
    ------
    CheckError
        With the one thing that is wrong.
    """
    __tracebackhide__ = True
    problem, outputs = came
    expect_true(not problem, f"{what}: {problem}", see=see)
    for picture, output, shape in zip(pictures, outputs, shapes, strict=True):
        case = f"{what} on {' × '.join(map(str, picture.shape))}"
        expect_true(not isinstance(output, str), f"{case}: PyTorch refuses it: {output}", see=see)
        expect_shape(output, shape, case, see=see)
        lost = int((~torch.isfinite(torch.as_tensor(output))).sum())
        expect_true(not lost, f"{case}: {lost} of its values are NaN or infinite; are weights divided by 0?", see=see)
    return [torch.as_tensor(output) for output in outputs]


def _problem(layer: Any, kind: type[nn.Conv2d | nn.ConvTranspose2d], channels: tuple[int, int]) -> str:
    name = f"nn.{kind.__name__}"
    if layer is None:
        return f"gave None in place of a layer: is there a `return`? Expected one {name}"
    if not isinstance(layer, kind):
        came = "the class itself, without its settings" if layer is kind else f"{type(layer).__name__}"
        return f"expected one {name}, but came {came}: return the layer itself, with nothing around it"
    if isinstance(layer.weight, UninitializedParameter):
        return f"a lazy layer has no weights before its first picture: build {name}{channels}, and set its weights"
    came_channels = (layer.in_channels, layer.out_channels)
    if came_channels != channels:
        return "expected a layer from {} to {} channels, but it goes from {} to {}".format(*channels, *came_channels)
    dtypes = {str(one.dtype).removeprefix("torch.") for one in (layer.weight, layer.bias) if one is not None}
    if dtypes != {"float32"}:
        return f"pictures are float32, but weights and bias are {' and '.join(sorted(dtypes))}: layer.float() mends it"
    return ""


def _output(layer: nn.Module, picture: Tensor) -> Tensor | str:
    try:
        with torch.no_grad():
            return torch.as_tensor(layer(picture))
    except RuntimeError as error:  # what PyTorch says of sizes that do not fit
        return str(error).partition("\n")[0]
