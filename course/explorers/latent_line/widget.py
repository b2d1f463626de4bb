"""The latent line: controls wired to `course.explorers.latent_line.numbers`."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
from torch import Tensor

from course.explorers.base import Drawing
from course.explorers.controls import class_buttons, row, slider
from course.explorers.latent_line.figure import draw, draw_background
from course.explorers.latent_line.numbers import Film, make_line, point_at, typical_value
from course.explorers.latent_line.words import describe
from course.explorers.latent_map.numbers import Point
from course.explorers.tensors import Network, checked, checked_digits, checked_labels, decoder, grey_levels


class LatentLineExplorer(Drawing):
    """The line of codes and what its points are decoded to; show it by naming it in a cell's last line.

    Parameters
    ----------
    codes, labels
        Codes of digits, ``(N,)`` or ``(N, 1)``, and their classes, ``(N,)``; about 500 codes are drawn, all are asked.
    decode
        From codes to pictures, ``(B, 1)`` -> ``(B, 1, 28, 28)``; it is given tensors on the device of ``codes``.
    images
        The digits themselves, ``(N, 1, 28, 28)``; the one with the nearest code is then shown, too.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what ``decode`` returns.
    """

    def __init__(
        self, codes: Tensor, labels: Sequence[int] | Tensor, decode: Network, *, images: Tensor | None = None
    ) -> None:
        super().__init__()
        column = getattr(codes, "ndim", 1) == 2
        values = checked("codes", codes, "N", 1) if column else checked("codes", codes, "N")[:, None]
        classes = checked_labels(labels, len(values))
        digits = None if images is None else grey_levels(checked_digits("images", images, len(values)))
        self._line = make_line(values.tolist(), classes, decoder("decode(codes)", decode, codes.device), digits)
        limits = (-self._line.limit, self._line.limit)
        self._z = slider("z", limits, step=0.01, width=520, label_width=30)
        self._spacing = widgets.ToggleButtons(
            options=[("probability", True), ("z", False)],
            description="equal steps of",
            tooltips=["of N(0, 1): most digits from where most codes are", "along the line"],
            style={"button_width": "90px", "description_width": "100px"},
        )
        self.widget = self._lay_out()
        self._redraw_with(self._z)
        self._spacing.observe(self._on_spacing, "value")
        self._on_spacing()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        return draw(self._line, self._film, self._point(), self._background)

    def words(self) -> str:
        """Return where the point is and which class the codes around it have."""
        return describe(self._line, self._film, self._point())

    @property
    def _film(self) -> Film:
        return self._line.films[self._spacing.value]

    def _point(self) -> Point:
        return point_at(self._line, self._z.value)

    def _lay_out(self) -> widgets.VBox:
        return widgets.VBox(
            [row([self._z, self._spacing]), row(class_buttons(self._line.labels, self._go_to)), self._picture]
        )

    def _go_to(self, label: int) -> None:
        self._z.value = round(typical_value(self._line, label), 2)

    def _on_spacing(self, _: object = None) -> None:
        self._background = draw_background(self._line, self._film)
        self._redraw()
