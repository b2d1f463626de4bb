"""The latent line: controls wired to `course.explorers.latent_line`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ipywidgets as widgets
from torch import Tensor

from course.explorers.digits_drawing import Code
from course.explorers.drawing import WIDTH
from course.explorers.latent_line import Film, describe, make_line, point_at, typical_value
from course.explorers.latent_line_figure import draw, draw_background
from course.explorers.latent_map import Place
from course.explorers.still import Explorer


class LatentLineExplorer(Explorer):
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
        self, codes: Tensor, labels: Sequence[int] | Tensor, decode: Code, *, images: Tensor | None = None
    ) -> None:
        self._line = make_line(codes, labels, decode, images)
        self._z = widgets.FloatSlider(
            description="z",
            min=-self._line.limit,
            max=self._line.limit,
            step=0.01,
            readout_format=".2f",
            style={"description_width": "30px"},
            layout={"width": "520px"},
        )
        self._spacing = widgets.ToggleButtons(
            options=[("probability", True), ("z", False)],
            description="equal steps of",
            tooltips=["of N(0, 1): most digits from where most codes are", "along the line"],
            style={"button_width": "90px", "description_width": "100px"},
        )
        self._picture = widgets.HTML()
        self.widget = self._lay_out()
        self._z.observe(self._redraw, "value")
        self._spacing.observe(self._on_spacing, "value")
        self._on_spacing()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        return draw(self._line, self._film, self._place(), self._background)

    def words(self) -> str:
        """Return where the point is and which class the codes around it have."""
        return describe(self._line, self._film, self._place())

    @property
    def _film(self) -> Film:
        return self._line.films[self._spacing.value]

    def _place(self) -> Place:
        return point_at(self._line, self._z.value)

    def _lay_out(self) -> widgets.VBox:
        buttons = []
        for label in sorted(set(self._line.labels)):
            button = widgets.Button(description=str(label), tooltip=f"go to a {label}", layout={"width": "36px"})
            button.on_click(partial(self._go_to, label))
            buttons.append(button)
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center", max_width=f"{WIDTH}px")
        return widgets.VBox(
            [
                widgets.HBox([self._z, self._spacing], layout=wrap),
                widgets.HBox([widgets.Label("go to a"), *buttons], layout=wrap),
                self._picture,
            ]
        )

    def _go_to(self, label: int, _: object) -> None:
        self._z.value = round(typical_value(self._line, label), 2)

    def _on_spacing(self, _: object = None) -> None:
        self._background = draw_background(self._line, self._film)
        self._redraw()

    def _redraw(self, _: object = None) -> None:
        self._picture.value = self.still()
