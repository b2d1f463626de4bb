"""Pen strokes as digits like MNIST's: ``(1, 1, 28, 28)``, float32, 0 (paper) to 1 (ink)."""

from __future__ import annotations

import re

import torch
from torch import Tensor

SIDE = 28  # pixels of a digit
BOX = 20  # MNIST's digits were fitted into 20 × 20 of them
PAD = 280  # units of a drawing along each axis; a pen writes whole numbers from 0 to this
PEN = 2.2  # pixels that a stroke is wide, about as in MNIST
MOST_POINTS = 5000
EXAMPLE = (  # a 3: what a pad shows before anybody has drawn
    "M88,82L100,62L120,50L146,48L170,56L184,74L184,96L172,116L150,128L128,132L152,134L178,144L192,164L194,188"
    "L182,210L160,224L134,226L110,218L92,200"
)
_STROKE = r"M\d{1,3},\d{1,3}(?:L\d{1,3},\d{1,3})*"
_DRAWING = re.compile(f"(?:{_STROKE})*")

Stroke = Tensor
"""The points of a stroke in order, ``(n, 2)``: x to the right and y downwards, in units of the drawing."""


def parse_strokes(text: str) -> list[Stroke]:
    """Return the strokes of a drawing that is written as an SVG path: ``"M10,20L30,40M50,60"`` has two.

    Raises
    ------
    ValueError
        If the text is something else, or leaves the drawing, or has more than `MOST_POINTS` points.
    """
    if not _DRAWING.fullmatch(text):
        raise ValueError(f"a drawing is {text[:60]!r}; expected strokes like 'M10,20L30,40', whole numbers 0 to {PAD}")
    strokes = [
        torch.tensor([[float(number) for number in point.split(",")] for point in stroke.split("L")])
        for stroke in text.split("M")[1:]
    ]
    points = sum(len(stroke) for stroke in strokes)
    if points > MOST_POINTS:
        raise ValueError(f"a drawing has {points} points; expected at most {MOST_POINTS}. Clear it and draw anew")
    if any(stroke.max() > PAD for stroke in strokes):
        raise ValueError(f"a drawing has a coordinate above {PAD}; expected 0 to {PAD}")
    return strokes


def digit_from_strokes(strokes: list[Stroke]) -> Tensor:
    """Draw strokes as MNIST's digits are: fitted into 20 × 20 pixels, their centre of mass in the middle of 28 × 28.

    Parameters
    ----------
    strokes
        Each ``(n, 2)``; one of a single point is a dot. All become equally wide, however large the drawing was.

    Returns
    -------
    Tensor
        ``(1, 1, 28, 28)``, float32, 0 (paper) to 1 (ink); edges are anti-aliased.

    Raises
    ------
    ValueError
        If there is no stroke.

    Notes
    -----
    LeCun, Bottou, Bengio & Haffner 1998, section III-A, describes how MNIST's digits were fitted and centred.
    """
    if not strokes:
        raise ValueError("nothing is drawn; draw a digit first")
    points = torch.cat(strokes)
    low, high = points.amin(0), points.amax(0)
    scale = (BOX - PEN) / max(float((high - low).max()), 1.0)
    starts = torch.cat([stroke[:-1] if len(stroke) > 1 else stroke for stroke in strokes])
    ends = torch.cat([stroke[1:] if len(stroke) > 1 else stroke for stroke in strokes])
    segments = (torch.stack([starts, ends]) - (low + high) / 2) * scale
    shift = centring(_ink(segments + SIDE / 2), (high - low) * scale / 2 + PEN / 2)
    return _ink(segments + SIDE / 2 + shift).reshape(1, 1, SIDE, SIDE)


def centring(ink: Tensor, reach: Tensor) -> Tensor:
    """How far to move ink, ``(28, 28)``, until its centre of mass is the middle: ``(2,)``, right and down, in pixels.

    No farther than a box about the middle with half width and half height ``reach``, ``(2,)``, stays in the picture.
    """
    centres = torch.arange(SIDE) + 0.5
    centre = torch.stack([(ink.sum(0) * centres).sum(), (ink.sum(1) * centres).sum()]) / ink.sum()
    room = (SIDE / 2 - reach).clamp(min=0)
    return (SIDE / 2 - centre).clamp(-room, room)


def _ink(segments: Tensor) -> Tensor:
    """``(28, 28)``: 1 within half a pen's width of a segment, falling to 0 over a pixel; ``(2, n, 2)``, in pixels."""
    centres = torch.arange(SIDE) + 0.5
    x, y = segments[0].T
    way_x, way_y = (segments[1] - segments[0]).T
    right, down = centres.reshape(1, SIDE, 1) - x, centres.reshape(SIDE, 1, 1) - y
    along = (right * way_x + down * way_y) / (way_x.square() + way_y.square()).clamp(min=1e-9)
    along.clamp_(0, 1)
    distances = ((right - along * way_x).square() + (down - along * way_y).square()).amin(-1).sqrt()
    ink: Tensor = PEN / 2 + 0.5 - distances
    return ink.clamp(0, 1)
