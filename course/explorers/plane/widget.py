"""The plane of digits: 20 × 20 codes decoded at once, as far from the middle as a slider says."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping

import ipywidgets as widgets
import torch
from PIL import Image
from torch import Tensor

from course.explorers.base import Explorer
from course.figures.data_urls import address, image_tag
from course.figures.palette import MUTED
from course.figures.svg import MARGIN, heading, number, picture, text
from course.figures.svg_digits import SIDE, decoded, expect_pictures

CELLS = 20
REACHES = (0.5, 4.0)
JPEG_QUALITY = 70
"""Sharp enough for strokes; 400 digits stay below 100 kB."""

Decode = Callable[[Tensor], Tensor]


def plane_codes(reach: float) -> Tensor:
    """Codes of the plane's digits, z₂ falling from row to row, z₁ rising from column to column: ``(400, 2)``."""
    values = torch.linspace(-reach, reach, CELLS)
    return torch.cartesian_prod(values.flip(0), values).flip(1)


def mass(reach: float) -> float:
    """Share of N(0, I) in two dimensions that falls into the square from -reach to reach."""
    return math.erf(reach / math.sqrt(2)) ** 2


def plane_picture(decode: Decode, reach: float) -> Tensor:
    """Decode the plane as one picture of bytes, ``(560, 560)``.

    Raises
    ------
    ValueError
        If the decoder does not return pictures, ``(400, 1, 28, 28)`` in [0, 1].
    """
    pictures = decoded("decode(codes)", decode, plane_codes(reach))
    expect_pictures("decode(codes)", pictures)
    tiles = (pictures.clamp(0, 1) * 255).to(torch.uint8).reshape(CELLS, CELLS, SIDE, SIDE)
    return tiles.transpose(1, 2).reshape(CELLS * SIDE, CELLS * SIDE)


def jpeg(pixels: Tensor) -> bytes:
    """Write grey bytes, ``(H, W)``, as JPEG: four times as fast as PNG here, and no larger."""
    content = io.BytesIO()
    Image.fromarray(pixels.numpy()).save(content, "JPEG", quality=JPEG_QUALITY)
    return content.getvalue()


class PlaneExplorer(Explorer):
    """What a decoder of two numbers makes of a whole square of codes; show it by naming it in a cell's last line.

    Parameters
    ----------
    decoders
        By name, from codes to pictures, ``(B, 2)`` -> ``(B, 1, 28, 28)``.
    reach
        How far the square goes at first, from -reach to reach in both numbers: 0.5 to 4.

    Raises
    ------
    ValueError
        If there is no decoder, one does not return pictures, or `reach` is out of range.
    """

    def __init__(self, decoders: Mapping[str, Decode], *, reach: float = 2.0) -> None:
        low, high = REACHES
        if not low <= reach <= high:
            raise ValueError(f"reach={reach:g} is out of range; the explorer shows {low:g} to {high:g}")
        if not decoders:
            raise ValueError("decoders is empty; expected at least one name with a function from codes to pictures")
        self._decoders = dict(decoders)
        self._model = widgets.Dropdown(options=list(decoders), description="model", layout={"width": "300px"})
        self._reach = widgets.FloatSlider(
            description="reach",
            value=reach,
            min=low,
            max=high,
            step=0.1,
            readout_format=".1f",
            layout={"width": "420px"},
        )
        self._picture = widgets.HTML()  # widgets.Image has no alt text
        self._caption = widgets.HTML()
        for control in (self._model, self._reach):
            control.observe(self._redraw, "value")
        shown = [self._model, self._reach] if len(decoders) > 1 else [self._reach]
        self.widget = widgets.VBox([widgets.HBox(shown), self._caption, self._picture])
        self._redraw()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        side, top = CELLS * SIDE, 60
        jpeg = address(self._pixels(), "jpeg")
        reach = number(self._reach.value)
        body = (
            heading(MARGIN, 24, f"{self._model.value}: the plane of digits", self.words())
            + f'<image x="{MARGIN + 40}" y="{top}" width="{side}" height="{side}" href="{jpeg}"/>'
            + text(MARGIN, top + 14, reach, fill=MUTED)
            + text(MARGIN, top + side / 2, "z₂", fill=MUTED)
            + text(MARGIN, top + side, number(-self._reach.value), fill=MUTED)
            + text(MARGIN + 40, top + side + 18, number(-self._reach.value), fill=MUTED)
            + text(MARGIN + 40 + side / 2, top + side + 18, "z₁", fill=MUTED)
            + text(MARGIN + 20 + side, top + side + 18, reach, fill=MUTED)
        )
        return picture(top + side + 32, "The plane of digits", self.words(), body)

    def words(self) -> str:
        """Return what the square holds."""
        reach = self._reach.value
        return (
            f"{CELLS} × {CELLS} digits decoded from z₁ (left to right) and z₂ (bottom to top), each from "
            f"{number(-reach)} to {number(reach)}: {mass(reach):.0%} of N(0, I) lies in this square"
        )

    def _pixels(self) -> bytes:
        return jpeg(plane_picture(self._decoders[self._model.value], self._reach.value))

    def _redraw(self, _: object = None) -> None:
        self._picture.value = image_tag(self._pixels(), "jpeg", self.words())
        self._caption.value = self.words()
