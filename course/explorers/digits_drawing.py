"""Pictures of digits inside SVG: checked tensors, strips of digits as one PNG each, colours for differences.

Black is 0 and white is 1, as in all figures of the course.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from course.palette import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY_BLUE, VERMILLION

SIDE = 28
GAP = 2
"""White columns between two digits of a strip, in pixels of the digits."""
PITCH = SIDE + GAP
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


def decoded(name: str, decode: Callable[[Tensor], Tensor], codes: Tensor) -> Tensor:
    """Decode without gradients and check what comes: ``(B, d)`` -> ``(B, 1, 28, 28)`` on the CPU."""
    with torch.no_grad():
        return checked(name, decode(codes), len(codes), 1, SIDE, SIDE)


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


def image(x: float, y: float, scale: float, pixels: Tensor) -> str:
    """Embed a picture, each pixel ``scale`` units wide: ``(H, W, C)``, C = 1 or 3, values in [0, 1] or clipped."""
    height, width, _ = pixels.shape
    content = io.BytesIO()
    levels = (pixels.clamp(0, 1) * 255).round().to(torch.uint8).squeeze(-1)
    Image.fromarray(levels.numpy()).save(content, "PNG")
    return (
        f'<image x="{x:g}" y="{y:g}" width="{width * scale:g}" height="{height * scale:g}" '
        'preserveAspectRatio="none" style="image-rendering:pixelated" '
        f'href="data:image/png;base64,{base64.b64encode(content.getvalue()).decode("ascii")}"/>'
    )
