"""Colours of every figure, picture and explorer: one meaning, one colour.

Safe for the common kinds of colour blindness (Okabe & Ito 2008, "Color Universal Design").  A colour is never the only
carrier of a meaning: add an outline, a mark, a pattern or a label.
"""

from __future__ import annotations

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
"""Outlines whatever is being talked about right now; never a fill behind text."""
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
