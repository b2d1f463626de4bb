"""The comparison of models: controls wired to `course.explorers.compare.numbers`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
from torch import Tensor

from course.explorers.base import Drawing
from course.explorers.compare.figure import draw
from course.explorers.compare.numbers import MANY_SAMPLES, Round, describe, make_contest, sample, sample_all
from course.explorers.controls import row
from course.figures.svg_digits import Code, Name

MOST_SETS = 99


class CompareExplorer(Drawing):
    """Models side by side on the same digit and the same noise; show it by naming it in a cell's last line.

    Parameters
    ----------
    models
        By name, or by a number such as β, how to encode ``(B, 1, 28, 28)`` -> μ ``(B, d)`` and to decode ``(B, d)`` ->
        ``(B, 1, 28, 28)`` in [0, 1]; both are given tensors on the device of ``images``.  Models may differ in d.
    images, labels
        Digits, ``(N, 1, 28, 28)`` in [0, 1], and their classes, ``(N,)``.
    slider
        Name of the slider from model to model, ``"β"`` say.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what an encoder or a decoder returns; the message names it.
    """

    def __init__(
        self,
        models: Mapping[Name, tuple[Code, Code]],
        images: Tensor,
        labels: Sequence[int] | Tensor,
        *,
        slider: str = "model",
    ) -> None:
        super().__init__()
        self._contest = make_contest(models, images, labels)
        options = [(rival.name, i) for i, rival in enumerate(self._contest.rivals)]
        self._model = widgets.SelectionSlider(options=options, description=slider, layout={"width": "300px"})
        self._digit = _slider("digit", len(self._contest.images) - 1)
        self._seed = _slider("sample set", MOST_SETS)
        self._shows_many = widgets.ToggleButtons(
            options=[("one digit", False), ("samples", True)],
            description="larger",
            tooltips=["input, reconstruction and difference", f"{MANY_SAMPLES} samples"],
            style={"button_width": "90px"},
        )
        self.widget = widgets.VBox(
            [row([self._digit, self._seed]), row([self._model, self._shows_many]), self._picture]
        )
        self._redraw_with(self._model, self._digit, self._shows_many)
        self._seed.observe(self._on_seed, "value")
        self._on_seed()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        return draw(self._round())

    def words(self) -> str:
        """Return the errors of all models on the digit, and which model is shown larger."""
        return describe(self._round())

    def _round(self) -> Round:
        chosen, seed = self._model.value, self._seed.value
        many = sample(self._contest.rivals[chosen], seed, MANY_SAMPLES) if self._shows_many.value else None
        return Round(self._contest, self._digit.value, seed, chosen, self._samples, many)

    def _on_seed(self, _: object = None) -> None:
        self._samples = sample_all(self._contest, self._seed.value)
        self._redraw()


def _slider(description: str, last: int) -> widgets.IntSlider:
    return widgets.IntSlider(description=description, max=last, layout={"width": "400px"})
