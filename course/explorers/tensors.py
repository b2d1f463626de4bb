"""From what lessons hand over, tensors and networks, to what explorers compute with: bytes, lists and functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import torch
from torch import Tensor

from course.explorers.vectors import Code, Decode
from course.figures.svg_digits import SIDE

Name = TypeVar("Name")
Network = Callable[[Tensor], Tensor]
"""An encoder, ``(B, 1, 28, 28)`` -> ``(B, d)``, or a decoder, ``(B, d)`` -> ``(B, 1, 28, 28)``."""


def checked(name: str, values: object, *shape: int | str) -> Tensor:
    """Return values as floats on the CPU, apart from autograd; a letter in ``shape`` is any length from 1 on.

    Raises
    ------
    ValueError
        If the shape differs or a value is NaN or infinite; the message names the argument.
    """
    if values is None:
        raise ValueError(f"{name} is None: does the function that made it have a `return`?")
    if isinstance(values, tuple) and values and isinstance(values[0], Tensor) and values[0].ndim:
        raise ValueError(f"{name} is a tuple of {len(values)} tensors; expected one tensor")
    tensor = torch.as_tensor(values).detach().cpu().float()
    wanted = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
    sizes = zip(tensor.shape, shape, strict=False)
    if tensor.ndim != len(shape) or any(n != m if isinstance(m, int) else n < 1 for n, m in sizes):
        raise ValueError(f"{name} has shape {tuple(tensor.shape)}; expected ({wanted})")
    wrong = int((~tensor.isfinite()).sum())
    if wrong:
        raise ValueError(f"{wrong} of {tensor.numel()} values of {name} are NaN or infinite; did the training diverge?")
    return tensor


def checked_labels(labels: object, count: int) -> tuple[int, ...]:
    """Return the classes of ``count`` digits as whole numbers from 0 to 9.

    Raises
    ------
    ValueError
        If there are more or fewer labels, or one is no such number.
    """
    values = checked("labels", labels, count)
    if not ((values == values.round()) & (values >= 0) & (values <= 9)).all():
        raise ValueError(f"labels has values from {values.min():g} to {values.max():g}; expected whole numbers 0 to 9")
    return tuple(int(value) for value in values)


def checked_models(models: Mapping[Name, tuple[Network, Network]]) -> dict[Name, tuple[Network, Network]]:
    """Return models by name, each an encoder and a decoder.

    Raises
    ------
    ValueError
        If there is none, or one is no pair of functions; the message names it.
    """
    if not models:
        raise ValueError("models is empty; expected at least one name with a pair (encode, decode)")
    for name, pair in models.items():
        if not isinstance(pair, Sequence) or len(pair) != 2 or not all(callable(part) for part in pair):
            raise ValueError(f"models[{name!r}] is a {type(pair).__name__}; expected two functions (encode, decode)")
    return dict(models)


def checked_digits(name: str, images: object, count: int | str = "N") -> Tensor:
    """Return digits, ``(count, 1, 28, 28)``; as `checked`."""
    return checked(name, images, count, 1, SIDE, SIDE)


def grey_levels(pictures: Tensor) -> list[bytes]:
    """Turn digits in [0, 1], ``(N, 1, 28, 28)`` on the CPU, into grey levels; values outside are clipped."""
    levels = (pictures.clamp(0, 1) * 255).round().to(torch.uint8).numpy().tobytes()
    return [levels[start : start + SIDE * SIDE] for start in range(0, len(levels), SIDE * SIDE)]


def expect_pictures(name: str, pictures: Tensor) -> None:
    """Refuse what no picture can be: values far outside of [0, 1], such as logits.

    Raises
    ------
    ValueError
        If a value is below -1 or above 2: linear decoders, which leave [0, 1] by a little, pass.
    """
    low, high = pictures.aminmax()
    if low < -1 or high > 2:
        raise ValueError(
            f"{name} has values from {low:.1f} to {high:.1f}; expected pictures in [0, 1]. "
            "If these are logits, decode with torch.sigmoid(logits)"
        )


def encoded(name: str, encode: Network, images: Tensor, device: torch.device) -> Tensor:
    """Encode without gradients and check what is returned: ``(B, 1, 28, 28)`` -> ``(B, d)`` on the CPU."""
    with torch.no_grad():
        return checked(name, encode(images.to(device)), len(images), "d")


def decoded(name: str, decode: Network, codes: Tensor, device: torch.device) -> Tensor:
    """Decode without gradients and check what is returned: ``(B, d)`` -> ``(B, 1, 28, 28)`` on the CPU."""
    with torch.no_grad():
        return checked_digits(name, decode(codes.to(device)), len(codes))


def decoder(name: str, decode: Network, device: torch.device) -> Decode:
    """Make a decoder of tensors on a device into one of lists that returns grey levels; ``name`` is for messages."""

    def decode_codes(codes: Sequence[Code]) -> list[bytes]:
        return grey_levels(
            decoded(name, decode, torch.tensor([list(code) for code in codes], dtype=torch.float32), device)
        )

    return decode_codes


def squared_errors(pictures: Tensor, images: Tensor) -> Tensor:
    """Squared error per pixel of each picture: ``(..., 1, 28, 28)`` twice (they broadcast) -> ``(...)``."""
    return (pictures - images).square().mean(dim=(-3, -2, -1))
