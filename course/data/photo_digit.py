"""The digit on a photograph: ink on paper becomes a picture like MNIST's."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from course.data.strokes import BOX, PEN, SIDE, centring

_WORK = 240  # pixels of the longer side while looking for the digit
_FAINTEST = 0.12  # contrast with the paper that cannot be told from shadows; black on white has about 0.6
_SMALLEST = 0.05  # height of the digit, as a share of the photograph's
_PART = 0.1  # a piece of ink with this share of the largest one's is a part of the digit
_ROUNDS = 2000  # of the search for connected ink; ink without an end is no digit


def digit_from_photo(photograph: Tensor, *, name: str = "the photograph") -> Tensor:
    """Find the digit on a photograph: one figure written on plain paper, dark on light or light on dark.

    Parameters
    ----------
    photograph
        ``(1, C, H, W)``, C = 1 or 3, values in [0, 1], as from `load_image`. Light may fall unevenly.
    name
        What errors call it.

    Returns
    -------
    Tensor
        ``(1, 1, 28, 28)``, float32, 0 (paper) to 1 (ink): fitted into 20 × 20 pixels, its centre of mass in the middle,
        its strokes about as wide as in MNIST.

    Raises
    ------
    ValueError
        If it is not such a tensor, or no digit can be told from its paper; the message says what to do.
    """
    if not isinstance(photograph, Tensor):
        raise ValueError(f"{name} is of type {type(photograph).__name__}; expected a tensor, as from load_image(path)")
    if not photograph.numel() or photograph.ndim != 4 or photograph.shape[0] != 1 or photograph.shape[1] not in (1, 3):
        raise ValueError(f"{name} has shape {tuple(photograph.shape)}; expected (1, 1, H, W) or (1, 3, H, W)")
    if not photograph.isfinite().all():
        raise ValueError(f"{name} has values that are NaN or infinite; expected 0 to 1")
    grey = photograph.detach().cpu().float().mean(1, keepdim=True)
    scale = _WORK / max(grey.shape[2:])
    sides = [max(round(side * scale), 1) for side in grey.shape[2:]]
    contrast = _contrast(F.interpolate(grey, size=sides, mode="bilinear", antialias=True))
    strongest = float(contrast.max())
    if strongest < _FAINTEST:
        raise ValueError(f"no ink stands out from the paper in {name}; go nearer, take a thicker pen, or more light")
    ink = (contrast / strongest).clamp(0, 1) * _largest_piece(contrast > strongest / 2, name)
    return _fit(ink, name)


def _contrast(grey: Tensor) -> Tensor:
    """How much darker, or lighter, each pixel is than the paper around it, 0 to 1.

    Black-hat and top-hat transforms (Serra 1982): what a closing or an opening with a large square takes away.
    """
    reach = max(grey.shape[2:]) // 8
    # Means of what lies inside of the picture only: the rim of a dark table, repeated outwards, would pass for paper.
    rows = F.avg_pool2d(grey, (1, 2 * reach + 1), stride=1, padding=(0, reach), count_include_pad=False)
    around = F.avg_pool2d(rows, (2 * reach + 1, 1), stride=1, padding=(reach, 0), count_include_pad=False)
    if (grey - around).pow(3).mean() < 0:  # the few pixels that differ most are darker
        return -_greatest(-_greatest(grey, reach), reach) - grey
    return grey - _greatest(-_greatest(-grey, reach), reach)


def _greatest(values: Tensor, reach: int) -> Tensor:
    """The greatest value around each pixel, as far as ``reach``: first along rows, then along columns."""
    rows = F.max_pool2d(values, (1, 2 * reach + 1), stride=1, padding=(0, reach))
    return F.max_pool2d(rows, (2 * reach + 1, 1), stride=1, padding=(reach, 0))


def _largest_piece(ink: Tensor, name: str) -> Tensor:
    """Where the digit is, ``(1, 1, H, W)``: the largest connected ink off the picture's edge, with parts near it."""
    pieces = _pieces(F.max_pool2d(ink.float(), 5, stride=1, padding=2)).long()  # a gap of four pixels still connects
    sides = pieces[..., 0, :], pieces[..., -1, :], pieces[..., 0], pieces[..., -1]
    pieces[torch.isin(pieces, torch.cat([side.flatten() for side in sides]))] = 0
    areas = torch.bincount(pieces[ink])
    areas[:1] = 0  # what is in no piece
    if not areas.any():
        raise ValueError(f"all dark parts of {name} touch its edge; leave plain paper around the digit on all sides")
    return (areas >= _PART * areas.max()).logical_and(areas > 0)[pieces]


def _pieces(mask: Tensor) -> Tensor:
    """Number each connected piece of a mask, ``(1, 1, H, W)``, with its largest pixel's number; 0 elsewhere."""
    numbers = torch.arange(1.0, mask.numel() + 1).reshape(mask.shape) * mask
    for _ in range(_ROUNDS):
        grown = F.max_pool2d(numbers, 3, stride=1, padding=1) * mask
        if torch.equal(grown, numbers):
            break
        numbers = grown
    return numbers


def _fit(ink: Tensor, name: str) -> Tensor:
    """Crop, make strokes as wide as MNIST's, and put them into the middle: ``(1, 1, H, W)`` -> ``(1, 1, 28, 28)``."""
    tight = _crop(ink)
    longer = max(tight.shape[2:])
    if longer < _SMALLEST * max(ink.shape[2:]):
        raise ValueError(f"the largest mark in {name} is too small for a digit; go nearer, or crop the picture")
    missing = max(round((longer * PEN / BOX - _stroke_width(tight > 0.5)) / 2), 0)
    wide = F.max_pool2d(F.pad(tight, [missing] * 4), 2 * missing + 1, stride=1, padding=missing)
    height, width = (max(round(side * BOX / max(wide.shape[2:])), 1) for side in wide.shape[2:])
    small = F.interpolate(wide, size=(height, width), mode="bilinear", antialias=True).clamp(0, 1)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    digit = F.pad(small, [left, SIDE - width - left, top, SIDE - height - top])
    right, down = centring(digit[0, 0], torch.tensor([width / 2, height / 2])).round().int().tolist()
    return digit.roll((down, right), dims=(2, 3))


def _crop(ink: Tensor) -> Tensor:
    rows, columns = (torch.nonzero(ink[0, 0].amax(axis) > 0.5).flatten() for axis in (1, 0))
    if not len(rows):
        return ink[..., :0, :0]
    return ink[..., int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]


def _stroke_width(mask: Tensor) -> float:
    """Mean width of strokes in pixels: a stroke's edge is twice as long as the stroke."""
    ink = F.pad(mask.float(), [1] * 4)
    inside = -F.max_pool2d(-ink, 3, stride=1, padding=1)
    edge, area = float((ink - inside).sum()), float(ink.sum())
    return 2 * area / max(edge, 1.0)
