"""Pictures of digits inside SVG: checked tensors, strips of digits as one PNG each, colours for differences.

Black is 0 and white is 1, as in all figures of the course.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from course.figures.data_urls import address
from course.figures.palette import BLACK, BLUE, GREEN, HIGHLIGHT, ORANGE, PURPLE, SKY_BLUE, VERMILLION
from course.figures.svg import outline, text

Name = TypeVar("Name")
Code = Callable[[Tensor], Tensor]
"""An encoder, ``(B, 1, 28, 28)`` -> ``(B, d)``, or a decoder, ``(B, d)`` -> ``(B, 1, 28, 28)``."""
SIDE = 28
GAP = 2
"""White columns between two digits of a strip, in pixels of the digits."""
PITCH = SIDE + GAP
_GREYS = 16
CLASS_COLOURS = (BLUE, BLUE, PURPLE, GREEN, GREEN, SKY_BLUE, ORANGE, ORANGE, BLACK, PURPLE)
"""By class, 0 to 9.  Six colours can be read on white beside the highlight; classes that share one look unlike."""


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


def checked_models(models: Mapping[Name, tuple[Code, Code]]) -> dict[Name, tuple[Code, Code]]:
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


def encoded(name: str, encode: Code, images: Tensor, device: torch.device) -> Tensor:
    """Encode without gradients and check what comes: ``(B, 1, 28, 28)`` -> ``(B, d)`` on the device."""
    with torch.no_grad():
        return checked(name, encode(images.to(device)), len(images), "d").to(device)


def decoded(name: str, decode: Code, codes: Tensor) -> Tensor:
    """Decode without gradients and check what comes: ``(B, d)`` -> ``(B, 1, 28, 28)`` on the CPU."""
    with torch.no_grad():
        return checked(name, decode(codes), len(codes), 1, SIDE, SIDE)


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


def digit_name(digit: int, labels: Sequence[int]) -> str:
    """Name a digit by its place and, if known, its class: ``digit 3 (a 7)``."""
    return f"digit {digit} (a {labels[digit]})" if labels else f"digit {digit}"


def squared_errors(pictures: Tensor, images: Tensor) -> Tensor:
    """Squared error per pixel of each picture: ``(..., 1, 28, 28)`` twice (they broadcast) -> ``(...)``."""
    return (pictures - images).square().mean(dim=(-3, -2, -1))


def difference_colours(differences: Tensor) -> Tensor:
    """Colour differences from -1 (blue) over 0 (white) to 1 (vermillion): ``(N, 1, H, W)`` -> ``(N, 3, H, W)``."""
    bright, dark = (
        torch.tensor([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]) for colour in (VERMILLION, BLUE)
    )
    hue = torch.where(differences > 0, bright[:, None, None], dark[:, None, None])
    return 1 - differences.abs().clamp(max=1) * (1 - hue)


def strip(images: Tensor) -> Tensor:
    """Put digits side by side, white columns between them: ``(N, C, H, W)`` -> ``(H, N * (W + 2) - 2, C)``."""
    row = F.pad(images, (0, GAP), value=1).permute(2, 0, 3, 1).flatten(1, 2)
    return row[:, :-GAP]


def image(x: float, y: float, scale: float, pixels: Tensor, *, coarse: bool = False) -> str:
    """Embed a picture, each pixel ``scale`` units wide: ``(H, W, C)``, C = 1 or 3, values in [0, 1] or clipped.

    ``coarse`` takes 16 greys in place of 256 (C = 1 only): for many small digits, half as large and written faster.
    """
    height, width, _ = pixels.shape
    return (
        f'<image x="{x:g}" y="{y:g}" width="{width * scale:g}" height="{height * scale:g}" '
        f'preserveAspectRatio="none" style="image-rendering:pixelated" href="{png_address(pixels, coarse=coarse)}"/>'
    )


def png_address(pixels: Tensor, *, coarse: bool = False) -> str:
    """Write a picture, ``(H, W, C)``, as the address of a PNG; ``coarse`` as in `image`."""
    content = io.BytesIO()
    levels = (pixels.clamp(0, 1) * (_GREYS - 1 if coarse else 255)).round().to(torch.uint8).squeeze(-1)
    drawn = Image.fromarray(levels.numpy())
    if coarse:
        drawn.putpalette([grey * 255 // (_GREYS - 1) for grey in range(_GREYS) for _ in "RGB"])
        drawn.save(content, "PNG", bits=4, compress_level=1)
    else:
        drawn.save(content, "PNG")
    return address(content.getvalue(), "png")


def film(x: float, y: float, scale: float, images: Tensor, place: float) -> str:
    """Draw a strip of digits, ``(N, 1, 28, 28)``, and mark a place: 0 is the first digit, 0.5 between it and the next.

    A mark stands above the strip; a digit that lies exactly there is framed, too.
    """
    pitch, side = scale * PITCH, scale * SIDE
    mark = text(x + side / 2 + place * pitch, y - 2, "▼", size=12, fill=HIGHLIGHT, more='text-anchor="middle"')
    frame = outline(x + round(place) * pitch, y, side, side) if abs(place - round(place)) < 1e-6 else ""
    return image(x, y, scale, strip(images), coarse=True) + mark + frame
