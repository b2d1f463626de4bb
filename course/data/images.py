"""Pictures as tensors that a convolutional layer takes: ``(1, C, H, W)``, float32, 0 (black) to 1 (white)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from course.data.picture_files import MAX_PIXELS, read_picture

SAMPLE = Path(__file__).parents[1] / "assets" / "sample.jpg"

Size = int | tuple[int, int]


def sample_image(*, size: Size | None = None, grayscale: bool = False) -> Tensor:
    """Return the course's photograph (512 x 600 pixels, Grace Hopper) as a new tensor ``(1, C, H, W)``.

    Parameters
    ----------
    size
        ``(height, width)`` in pixels, or one number for a square. The picture is cropped about its centre to that
        shape, never distorted, and scaled. None keeps its 600 rows and 512 columns.
    grayscale
        Whether to return one channel (luma, ITU-R 601-2) instead of three (red, green, blue).

    Returns
    -------
    Tensor
        ``(1, 3, H, W)``, or ``(1, 1, H, W)`` if `grayscale`; float32 between 0 and 1.

    Raises
    ------
    ValueError
        If `size` is not made of positive whole numbers.

    Notes
    -----
    United States Navy, public domain (``course/assets/LICENSES.md``).
    """
    return load_image(SAMPLE, size=size, grayscale=grayscale, max_side=None)


def load_image(
    path: str | Path, *, size: Size | None = None, grayscale: bool = False, max_side: int | None = 1024
) -> Tensor:
    """Read a picture from a file, the way up that its camera noted, as a tensor ``(1, C, H, W)``.

    Parameters
    ----------
    path
        A JPEG, PNG, WebP, GIF (its first frame), BMP or TIFF file. Transparent parts turn white.
    size, grayscale
        As in `sample_image`.
    max_side
        A picture whose longer side has more pixels than this is scaled down to it. None, or a `size`, turns this off.

    Returns
    -------
    Tensor
        ``(1, 3, H, W)``, or ``(1, 1, H, W)`` if `grayscale`; float32 between 0 and 1.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not a picture that can be read, is damaged, or has more than `MAX_PIXELS` pixels, or if a setting is
        out of range.
    """
    path = Path(path).expanduser()
    if not path.is_file():
        problem = "is a folder" if path.is_dir() else "does not exist"
        raise FileNotFoundError(f"{path} {problem}; expected a picture file (notebooks look in {Path.cwd()})")
    return decode_image(path.read_bytes(), name=str(path), size=size, grayscale=grayscale, max_side=max_side)


def decode_image(
    content: bytes, *, name: str, size: Size | None = None, grayscale: bool = False, max_side: int | None = 1024
) -> Tensor:
    """Return `load_image`'s tensor for the bytes of a picture file; `name` is what errors call it."""
    shape = _checked_size(size)
    if max_side is not None and not (isinstance(max_side, int) and max_side >= 1):
        raise ValueError(f"max_side is {max_side!r}; expected at least 1 pixel, or None")
    picture = _flatten(read_picture(content, name, max_side=None if shape else max_side), "L" if grayscale else "RGB")
    if shape is not None:
        picture = ImageOps.fit(picture, (shape[1], shape[0]), method=Image.Resampling.LANCZOS)
    elif max_side is not None and max(picture.size) > max_side:
        picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    pixels = np.array(picture, dtype=np.float32).reshape(picture.height, picture.width, -1)
    return torch.from_numpy(pixels).div_(255).permute(2, 0, 1).unsqueeze(0).contiguous()


def save_image(path: str | Path, image: Tensor) -> None:
    """Write a picture as a file, in the format that the name's ending says; ``.png`` keeps all but fractions of 1/255.

    Parameters
    ----------
    path
        Where to; missing folders are made, a file that is there already is replaced.
    image
        ``(1, C, H, W)`` with one channel (grey) or three. What is below 0 turns black, what is above 1 white.

    Raises
    ------
    ValueError
        If it has another shape or holds what is not finite, or if the ending is no picture's.
    """
    shape = tuple(image.shape)
    if len(shape) != 4 or shape[0] != 1 or shape[1] not in (1, 3):
        raise ValueError(f"{path}: the picture has shape {shape}; expected (1, 1, H, W) or (1, 3, H, W)")
    if not bool(torch.isfinite(image).all()):
        raise ValueError(f"{path}: the picture holds values that are NaN or infinite; none was written")
    pixels = image.detach().cpu()[0].clamp(0, 1).mul(255).round().byte().permute(1, 2, 0).numpy()
    path = Path(path).expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.ascontiguousarray(pixels[..., 0] if shape[1] == 1 else pixels)).save(path)


def _checked_size(size: Size | None) -> tuple[int, int] | None:
    if size is None:
        return None
    shape = size if isinstance(size, tuple) else (size, size)
    if len(shape) != 2 or not all(isinstance(side, int) and side >= 1 for side in shape):
        raise ValueError(f"size is {size!r}; expected (height, width) in whole pixels, or one number for a square")
    if shape[0] * shape[1] > MAX_PIXELS:
        raise ValueError(f"size is {size!r}; expected at most {MAX_PIXELS / 1e6:.0f} million pixels")
    return shape


def _flatten(picture: Image.Image, mode: str) -> Image.Image:
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        background = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(background, picture)
    return picture.convert(mode)
