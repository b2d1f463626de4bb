"""The latent map: controls wired to `course.explorers.latent_map.numbers`."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
from torch import Tensor

from course.explorers.base import Drawing
from course.explorers.controls import class_buttons, row, slider
from course.explorers.latent_map.figure import draw, draw_hover, draw_plane
from course.explorers.latent_map.numbers import Point, Range, make_map, median_code, point_at, typical_code
from course.explorers.latent_map.words import describe
from course.explorers.tensors import Network, checked, checked_digits, checked_labels, decoder, grey_levels
from course.figures.svg import WIDTH

_SAME_PLACE = "1 / 1 / 2 / 2"


class LatentMapExplorer(Drawing):
    """The plane of codes and what its points are decoded to; show it by naming it in a cell's last line.

    Pointing at the map shows what is decoded there at once; sliders and buttons move the cross.

    Parameters
    ----------
    codes, labels
        Codes of digits, ``(N, 2)``, and their classes, ``(N,)``; about 500 codes are drawn, all are asked.
    decode
        From codes to pictures, ``(B, 2)`` -> ``(B, 1, 28, 28)``; it is given tensors on the device of ``codes``.
    start
        Where the cross is at first; by default in the middle of the codes.
    images
        The digits themselves, ``(N, 1, 28, 28)``; the one with the nearest code is then shown, too.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what ``decode`` returns, or ``start`` lies outside of the map.
    """

    def __init__(
        self,
        codes: Tensor,
        labels: Sequence[int] | Tensor,
        decode: Network,
        *,
        start: tuple[float, float] | None = None,
        images: Tensor | None = None,
    ) -> None:
        super().__init__()
        points = checked("codes", codes, "N", 2)
        classes = checked_labels(labels, len(points))
        digits = None if images is None else grey_levels(checked_digits("images", images, len(points)))
        self._map = make_map(points.tolist(), classes, decoder("decode(codes)", decode, codes.device), digits)
        first = median_code(self._map.codes) if start is None else checked("start", start, 2).tolist()
        self._sliders = [
            _slider(name, limits, value)
            for name, limits, value in zip(("z₁", "z₂"), self._map.ranges, first, strict=True)
        ]
        self._shows_plane = widgets.Checkbox(description="show decoded plane", indent=False, layout={"width": "180px"})
        self._picture.layout.grid_area = _SAME_PLACE
        self._hover = widgets.HTML(layout={"grid_area": _SAME_PLACE})
        self._plane = draw_plane(self._map)
        self._hover.value = draw_hover(self._map, self._plane, f"map-{self._hover.model_id}")
        self.widget = self._lay_out()
        self._redraw_with(*self._sliders, self._shows_plane)
        self._redraw()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        return draw(self._map, self._point(), self._plane if self._shows_plane.value else "")

    def words(self) -> str:
        """Return where the cross is and which class the codes around it have."""
        return describe(self._map, self._point())

    def _point(self) -> Point:
        z1, z2 = (slider.value for slider in self._sliders)
        return point_at(self._map, (z1, z2))

    def _lay_out(self) -> widgets.VBox:
        return widgets.VBox(
            [
                row(self._sliders),
                row([*class_buttons(self._map.labels, self._go_to), self._shows_plane]),
                widgets.GridBox([self._picture, self._hover], layout={"max_width": f"{WIDTH + 8}px"}),
            ]
        )

    def _go_to(self, label: int) -> None:
        for control, value in zip(self._sliders, typical_code(self._map, label), strict=True):
            control.value = round(value, 2)


def _slider(name: str, limits: Range, value: float) -> widgets.FloatSlider:
    low, high = limits
    if not low <= value <= high:
        raise ValueError(f"start has {name} = {value:g}; the map shows {low:g} to {high:g}")
    return slider(name, limits, round(value, 2), step=0.01, width=420)
