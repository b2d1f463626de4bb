"""Pictures of digits inside SVG: single digits, strips, films and planes of them as one PNG each.

A digit is 28 × 28 grey levels, row by row, as ``bytes``: 0 is black and 255 is white, as in all figures of the course.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import sub

from course.figures.data_urls import address
from course.figures.palette import BLACK, BLUE, GREEN, HIGHLIGHT, ORANGE, PURPLE, SKY_BLUE, VERMILLION
from course.figures.png import coarse_png, grey_png, palette_png
from course.figures.svg import frame, outline, text

SIDE = 28
GAP = 2
"""White columns between two digits of a strip, in pixels of the digits."""
PITCH = SIDE + GAP
CLASS_COLOURS = (BLUE, BLUE, PURPLE, GREEN, GREEN, SKY_BLUE, ORANGE, ORANGE, BLACK, PURPLE)
"""By class, 0 to 9.  Six colours can be read on white beside the highlight; classes that share one look unlike."""


def digit_name(digit: int, labels: Sequence[int]) -> str:
    """Name a digit by its place and, if known, its class: ``digit 3 (a 7)``."""
    return f"digit {digit} (a {labels[digit]})" if labels else f"digit {digit}"


def draw_digit(x: float, y: float, scale: float, digit: bytes, *, framed: bool = False) -> str:
    """Draw a digit, each pixel ``scale`` units wide."""
    drawn = image(x, y, scale, grey_png(digit, SIDE))
    return drawn + frame(x, y, scale * SIDE, scale * SIDE) if framed else drawn


def draw_strip(x: float, y: float, scale: float, digits: Sequence[bytes], *, coarse: bool = True) -> str:
    """Draw digits side by side as one picture, white columns between them; ``coarse``: in 16 greys."""
    return image(x, y, scale, (coarse_png if coarse else grey_png)(side_by_side(digits), strip_width(len(digits))))


def draw_differences(x: float, y: float, scale: float, pictures: Sequence[bytes], originals: Sequence[bytes]) -> str:
    """Draw ``pictures - originals`` as a strip: blue where too dark, white where equal, vermillion where too bright."""
    both = zip(pictures, originals, strict=True)
    strip = side_by_side([differences(picture, original) for picture, original in both], NO_DIFFERENCE)
    return image(x, y, scale, palette_png(strip, strip_width(len(pictures)), DIFFERENCE_COLOURS))


def film(x: float, y: float, scale: float, digits: Sequence[bytes], position: float) -> str:
    """Draw a strip of digits and mark a position: 0 is the first digit, 0.5 between it and the next.

    A mark stands above the strip; a digit that lies exactly there is framed, too.
    """
    pitch, side = scale * PITCH, scale * SIDE
    mark = text(x + side / 2 + position * pitch, y - 2, "▼", size=12, fill=HIGHLIGHT, more='text-anchor="middle"')
    framed = outline(x + round(position) * pitch, y, side, side) if abs(position - round(position)) < 1e-6 else ""
    return draw_strip(x, y, scale, digits) + mark + framed


def draw_plane(x: float, y: float, digits: Sequence[bytes], columns: int) -> str:
    """Draw digits row by row, without gaps, as one picture in 16 greys, a unit for each pixel."""
    return image(x, y, 1, coarse_png(tiles(digits, columns), columns * SIDE))


def strip_width(count: int) -> int:
    """Width of a strip of so many digits, in pixels of the digits."""
    return count * PITCH - GAP


def side_by_side(digits: Sequence[bytes], gap: int = 255) -> bytes:
    """Put digits side by side, columns of one level between them: pixels of a strip."""
    between = bytes([gap]) * GAP
    return b"".join(between.join(line) for line in zip(*map(_lines, digits), strict=True))


def tiles(digits: Sequence[bytes], columns: int) -> bytes:
    """Put digits into rows of so many, without gaps: pixels of a plane."""
    # Four pixels at a time, all rows of a column at once: 140 copies for 400 digits, where row by row takes 11,200.
    plane, parts = array("I", b"".join(digits)), SIDE // 4
    for column in range(columns):
        own = array("I", b"".join(digits[column::columns]))
        for part in range(parts):
            plane[column * parts + part :: columns * parts] = own[part::parts]
    return plane.tobytes()


def _lines(digit: bytes) -> list[bytes]:
    return [digit[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]


def differences(picture: bytes, original: bytes) -> bytes:
    """Number of the colour in `DIFFERENCE_COLOURS` that each pixel's difference has."""
    return bytes(map(_NUMBERS.__getitem__, map(sub, picture, original)))


NO_DIFFERENCE = 128
_NUMBERS = bytes((difference + 256) // 2 for difference in (*range(256), *range(-255, 0)))  # -1 is the last one


def _difference_colour(index: int) -> list[int]:
    """Red, green and blue of a difference: white at `NO_DIFFERENCE`, full colour at the ends."""
    share = abs(index - NO_DIFFERENCE) / (255 - NO_DIFFERENCE)
    hue = VERMILLION if index > NO_DIFFERENCE else BLUE
    return [round(255 - min(share, 1) * (255 - int(hue[i : i + 2], 16))) for i in (1, 3, 5)]


DIFFERENCE_COLOURS = bytes(part for index in range(256) for part in _difference_colour(index))
"""Red, green and blue of differences from -1 (blue) over 0 (white) to 1 (vermillion), in 256 steps."""


def image(x: float, y: float, scale: float, png: bytes) -> str:
    """Embed a PNG file, each pixel ``scale`` units wide."""
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))  # as its header says
    return (
        f'<image x="{x:g}" y="{y:g}" width="{width * scale:g}" height="{height * scale:g}" '
        f'preserveAspectRatio="none" style="image-rendering:pixelated" href="{address(png, "png")}"/>'
    )
