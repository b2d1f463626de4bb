"""Colours of every figure, picture and explorer: one meaning, one colour.

Safe for the common kinds of colour blindness (Okabe & Ito 2008, "Color Universal Design").  A colour is never the only
carrier of a meaning: add an outline, a mark, a pattern or a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY_BLUE: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"

INPUT: Final = SKY_BLUE
KERNEL: Final = ORANGE
OUTPUT: Final = GREEN
HIGHLIGHT: Final = VERMILLION
"""Outlines whatever is being talked about right now; never a fill behind text. Words in it are in `ink(HIGHLIGHT)`."""
ZERO: Final = "#ECECEC"
"""Cells that hold a zero nobody measured: padding, inserted zeros."""

BACKGROUND: Final = "#FFFFFF"
TEXT: Final = "#1A1A1A"
MUTED: Final = "#595959"
"""Text of lesser weight; still readable on `BACKGROUND` and on `ZERO`."""
LINE: Final = "#A6A6A6"
"""Grid lines and frames."""

CYCLE: Final = (BLUE, ORANGE, GREEN, VERMILLION, PURPLE, SKY_BLUE, YELLOW, BLACK)
"""Categories in the order in which to use them; digits 8 and 9 need a second mark beside the colour."""


@cache
def ink(colour: str) -> str:
    """Darken a colour as far as text in it needs to be read on white: a contrast of 4.5 (WCAG 2.1, 1.4.3)."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for percent in range(100, -1, -1):
        darker = [round(percent / 100 * channel) for channel in channels]
        if 1.05 / (_luminance(darker) + 0.05) >= 4.5:
            break
    return "#" + "".join(f"{channel:02X}" for channel in darker)


def _luminance(channels: Sequence[int]) -> float:
    """Relative luminance of red, green and blue, each 0 to 255, as WCAG defines it."""
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
