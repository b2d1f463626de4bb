"""Bytes of a picture file to a picture of 8 bits a channel, the way up that its camera noted."""

from __future__ import annotations

import io
import re
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

MAX_PIXELS = 64_000_000  # larger than any usual phone's photograph; decoded, that many take 192 MB
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")  # Pillow knows more: for EPS it would start Ghostscript
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WHITES = (1.0, 255.0, 65535.0)  # what programs write for white where pixels are numbers of 32 bits
OVERSHOOT = 0.25  # sharpening filters leave values a little below black and above white: up to such a share of white
NOT_PICTURES = {  # how files begin that people take for one of `FORMATS`
    rb".{4}ftyp": "a HEIC or AVIF picture",
    rb"%PDF": "a PDF",
    rb"%!PS": "a PostScript file",
    rb"\s*(?:<\?xml[^>]*>\s*)?<svg": "an SVG drawing",
    rb"\s*<(?:!doctype )?html": "a web page",
    rb"II\*\0|MM\0\*": "a TIFF picture of a kind that few programs read",
    rb"\0\0\0\x0cjP": "a JPEG 2000 picture",
    rb"$": "empty",
}
BITS, PHOTOMETRIC, WHITE_IS_ZERO = 258, 262, 0  # tags of TIFF 6.0, section 8
PNG_NEEDED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


def read_picture(content: bytes, name: str, *, max_side: int | None = None) -> Image.Image:
    """Decode a picture file; nothing that it says besides its pixels and its orientation can keep it from being read.

    Parameters
    ----------
    content
        A JPEG, PNG, WebP, GIF, BMP or TIFF file; of an animation or a file of several pages, the first picture.
    name
        What errors call it.
    max_side
        A JPEG may be decoded at a lower resolution, as long as its longer side keeps so many pixels.

    Returns
    -------
    Image
        Loaded and upright, with 8 bits a channel, in any mode of Pillow's; its ``format`` is None if the file itself
        would not show the same.

    Raises
    ------
    ValueError
        If it is not a picture that can be read, is damaged, or has more than `MAX_PIXELS` pixels.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own limit on pixels speaks instead of Pillow's, and not on stderr
        try:
            return _read(content, max_side)
        except UnidentifiedImageError as error:
            raise ValueError(_unknown(content, name)) from error
        except Image.DecompressionBombError as error:
            raise ValueError(
                f"{name} has more than {MAX_PIXELS / 1e6:.0f} million pixels; scale it down and try again"
            ) from error
        except _PixelRangeError as error:
            raise ValueError(f"{name} {error}") from error
        except Exception as error:  # for damaged files each of Pillow's formats raises its own
            raise ValueError(f"{name} is damaged ({error}); save or copy the picture again") from error


class _PixelRangeError(Exception):
    """Numbers that are no grey levels."""


def _read(content: bytes, max_side: int | None) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except Exception:
        if not content.startswith(b"\x89PNG"):
            raise
        picture = Image.open(io.BytesIO(_png_pixels_only(content)), formats=FORMATS)
        picture.format = None
    if picture.width * picture.height > MAX_PIXELS:
        raise Image.DecompressionBombError
    if max_side is not None:
        picture.draft(None, (max_side, max_side))
    picture.load()
    turn = TURNS.get(_orientation(picture))
    shallow = _eight_bits(picture)
    return shallow if turn is None else shallow.transpose(turn)


def _orientation(picture: Image.Image) -> int:
    try:
        found = picture.getexif().get(ExifTags.Base.Orientation, 1)
        return int(found)  # some write it as text
    except Exception:  # malformed in any of many ways: the picture itself is not
        return 1


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Scale 16 and 32 bits a pixel, which Pillow would clip."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    tags = getattr(picture, "tag_v2", {})  # a TIFF's
    values = np.asarray(picture).astype(np.float32)
    white = 2.0 ** tags.get(BITS, (16,))[0] - 1 if picture.mode.startswith("I;16") else _white(values)
    if tags.get(PHOTOMETRIC) == WHITE_IS_ZERO:
        values = white - values
    if "transparency" in picture.info:  # the one grey level that is
        values[np.asarray(picture) == picture.info["transparency"]] = white
    return Image.fromarray((values.clip(0, white) * (255 / white)).round().astype(np.uint8))


def _white(values: NDArray[np.float32]) -> float:
    """Which of `WHITES` pixels of 32 bits were written with."""
    low, high = float(values.min()), float(values.max())
    white = next((white for white in WHITES if high <= (1 + OVERSHOOT) * white), 0.0)
    if white and low >= -OVERSHOOT * white:
        return white
    raise _PixelRangeError(
        f"has pixels from {low:.4g} to {high:.4g}; expected 0 to 1, 0 to 255 or 0 to 65535 (black to white): save it "
        "with 8 bits a channel, as PNG"
    )


def _png_pixels_only(content: bytes) -> bytes:
    """Return a PNG file without notes on it, whose lengths and checksums are wrong in some."""
    kept, start = [content[:8]], 8
    while start + 8 <= len(content):
        length = int.from_bytes(content[start : start + 4], "big")
        if content[start + 4 : start + 8] in PNG_NEEDED:
            kept.append(content[start : start + 12 + length])
        start += 12 + length
    return b"".join(kept)


def _unknown(content: bytes, name: str) -> str:
    found = next((kind for start, kind in NOT_PICTURES.items() if re.match(start, content, re.S | re.I)), "")
    what = f"is {found}" if found else "is not a picture that can be read here"
    return (
        f"{name} {what}; expected JPEG, PNG, WebP, GIF, BMP or TIFF: save or export it as JPEG or PNG, then try again"
    )
