"""The plane of digits: a slider wired to `course.explorers.plane.numbers`."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as widgets
import torch

from course.explorers.base import Explorer
from course.explorers.controls import slider
from course.explorers.plane.figure import draw, draw_digits
from course.explorers.plane.numbers import CELLS, REACHES, Plane, make_plane, plane_codes
from course.explorers.plane.words import describe
from course.explorers.tensors import Network, decoded, decoder, expect_pictures

_CPU = torch.device("cpu")
_DECODED = "decode(codes)"


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

    def __init__(self, decoders: Mapping[str, Network], *, reach: float = 2.0) -> None:
        low, high = REACHES
        if not low <= reach <= high:
            raise ValueError(f"reach={reach:g} is out of range; the explorer shows {low:g} to {high:g}")
        if not decoders:
            raise ValueError("decoders is empty; expected at least one name with a function from codes to pictures")
        for decode in decoders.values():
            expect_pictures(_DECODED, decoded(_DECODED, decode, torch.tensor(plane_codes(reach)[:CELLS]), _CPU))
        self._decoders = {name: decoder(_DECODED, decode, _CPU) for name, decode in decoders.items()}
        self._model = widgets.Dropdown(options=list(decoders), description="model", layout={"width": "300px"})
        self._reach = slider("reach", REACHES, reach, step=0.1, width=420, decimals=1)
        self._picture = widgets.HTML()  # widgets.Image has no alt text
        self._caption = widgets.HTML()
        for control in (self._model, self._reach):
            control.observe(self._redraw, "value")
        shown = [self._model, self._reach] if len(decoders) > 1 else [self._reach]
        self.widget = widgets.VBox([widgets.HBox(shown), self._caption, self._picture])
        self._redraw()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        return draw(self._plane)

    def words(self) -> str:
        """Return what the square holds."""
        return describe(self._plane)

    def _redraw(self, _: object = None) -> None:
        name = self._model.value
        self._plane: Plane = make_plane(name, self._decoders[name], self._reach.value)
        self._picture.value = draw_digits(self._plane)
        self._caption.value = self.words()
