"""The comparison of models: controls wired to `course.explorers.compare.numbers`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import torch
import torch.nn.functional as F
from torch import Tensor

from course.explorers.base import Drawing
from course.explorers.compare.figure import draw
from course.explorers.compare.numbers import MANY_SAMPLES, Contest, Rival, Round, sample
from course.explorers.compare.words import describe
from course.explorers.controls import row, whole_slider
from course.explorers.tensors import (
    Name,
    Network,
    checked_digits,
    checked_labels,
    checked_models,
    decoded,
    decoder,
    encoded,
    expect_pictures,
    grey_levels,
)

MOST_SETS = 99
_BATCH = 100


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
        models: Mapping[Name, tuple[Network, Network]],
        images: Tensor,
        labels: Sequence[int] | Tensor,
        *,
        slider: str = "model",
    ) -> None:
        super().__init__()
        self._contest = _make_contest(models, images, labels)
        options = [(rival.name, i) for i, rival in enumerate(self._contest.rivals)]
        self._model = widgets.SelectionSlider(
            options=options, description=slider, disabled=len(options) == 1, layout={"width": "300px"}
        )
        self._digit = whole_slider("digit", len(self._contest.images) - 1, width=400)
        self._seed = whole_slider("sample set", MOST_SETS, width=400)
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
        self._samples = [sample(rival, self._seed.value) for rival in self._contest.rivals]
        self._redraw()


def _make_contest(
    models: Mapping[Name, tuple[Network, Network]], images: Tensor, labels: Sequence[int] | Tensor
) -> Contest:
    """Check the digits and rebuild them with each model."""
    pictures = checked_digits("images", images)
    rivals = [
        _make_rival(str(name), encode, decode, pictures, images.device)
        for name, (encode, decode) in checked_models(models).items()
    ]
    floors = cross_entropies(pictures, pictures).tolist()
    return Contest(grey_levels(pictures), checked_labels(labels, len(pictures)), rivals, floors)


def _make_rival(name: str, encode: Network, decode: Network, pictures: Tensor, device: torch.device) -> Rival:
    output = f"decode(codes) of model {name!r}"
    codes = encoded(f"encode(images) of model {name!r}", encode, pictures, device)
    rebuilt = torch.cat([decoded(output, decode, batch, device) for batch in torch.split(codes, _BATCH)])
    expect_pictures(output, rebuilt)
    errors = cross_entropies(rebuilt, pictures).tolist()
    return Rival(name, decoder(output, decode, device), codes.shape[1], grey_levels(rebuilt), errors)


def cross_entropies(pictures: Tensor, images: Tensor) -> Tensor:
    """Binary cross-entropy of each picture, summed over pixels, in nats: ``(N, 1, 28, 28)`` twice -> ``(N,)``.

    Values outside of [0, 1] are clipped, and no pixel costs more than 100 nats, as in
    `torch.nn.functional.binary_cross_entropy`.
    """
    losses = F.binary_cross_entropy(pictures.clamp(0, 1), images.clamp(0, 1), reduction="none")
    return losses.flatten(1).sum(dim=1)
