"""The latent sliders: controls wired to `course.explorers.latent_sliders.numbers`."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import ipywidgets as widgets
from torch import Tensor

from course.explorers.base import Explorer
from course.explorers.controls import row, slider
from course.explorers.latent_sliders.figure import draw, draw_decoded, draw_films, draw_setting
from course.explorers.latent_sliders.numbers import (
    LIMIT,
    MOST_SHOWN,
    Space,
    Studio,
    View,
    films_at,
    make_space,
    normal_code,
    view_at,
    with_others_sampled,
)
from course.explorers.latent_sliders.words import describe, dimension_name
from course.explorers.tensors import (
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
from course.explorers.vectors import Code
from course.figures.svg import WIDTH

_NONE = -1  # not None: a Dropdown whose value is None shows nothing at all
MOST_CHOICES = 50
"""So many digits can be chosen to be encoded; all take part in the variance of μ."""


class LatentSlidersExplorer(Explorer):
    """A code under one's fingers, a slider for each dimension; show it by naming it in a cell's last line.

    Of codes with more than ten dimensions, the ten whose μ varies most over the digits have a slider.

    Parameters
    ----------
    models
        By name, how to encode ``(B, 1, 28, 28)`` -> μ ``(B, d)`` and to decode ``(B, d)`` -> ``(B, 1, 28, 28)``; both
        are given tensors on the device of ``images``.
    images, labels
        Digits, ``(N, 1, 28, 28)`` in [0, 1] with N about 1000, and their classes, ``(N,)``; the first 50 can be chosen
        to be encoded.
    seed
        Of the codes drawn from N(0, I).

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what an encoder or a decoder returns; the message names it.
    """

    def __init__(
        self,
        models: Mapping[str, tuple[Network, Network]],
        images: Tensor,
        labels: Sequence[int] | Tensor,
        *,
        seed: int = 0,
    ) -> None:
        self._studio = _make_studio(models, images, labels)
        self._generator = random.Random(seed)
        names = list(self._studio.spaces)
        self._model = widgets.Dropdown(options=names, description="model", layout={"width": "280px"})
        choices = [(f"{i}: a {label}", i) for i, label in enumerate(self._studio.labels[:MOST_CHOICES])]
        self._digit = widgets.Dropdown(
            options=[("none", _NONE), *choices],
            description="encode digit",
            style={"description_width": "90px"},
            layout={"width": "210px"},
        )
        self._samples_others = _checkbox("sample the others", False)
        self._shows_films = _checkbox("show films", False)
        self._sliders = [
            slider("", (-LIMIT, LIMIT), step=0.1, width=300, label_width=40, decimals=1) for _ in range(MOST_SHOWN)
        ]
        self._slider_box = row([])
        self._decoded = widgets.HTML(layout={"flex": "0 0 180px"})
        self._picture = widgets.HTML(layout={"flex": "1 1 0", "min_width": "0"})  # shrinks where there is less room
        self._films = widgets.HTML()
        self._setting = False
        self._drawn: tuple[str, int | None] | None = None  # the model and the digit that the picture shows
        self.widget = self._lay_out()
        self._connect()
        self._on_model()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        view = self._view()
        return draw(view, films_at(view.space, view.z) if self._shows_films.value else None)

    def words(self) -> str:
        """Return the code, how long it is, and how many dimensions are active."""
        return describe(self._view())

    @property
    def _space(self) -> Space:
        return self._studio.spaces[self._model.value]

    @property
    def _origin(self) -> Code:
        return [0.0] * self._space.dimensions

    @property
    def _own_code(self) -> Code:
        """Code of the digit that is encoded, or 0."""
        return self._origin if self._chosen is None else self._space.codes[self._chosen]

    @property
    def _chosen(self) -> int | None:
        """The digit that is encoded."""
        return None if self._digit.value == _NONE else int(self._digit.value)

    def _view(self) -> View:
        z = list(self._rest)
        for dimension, control in zip(self._space.shown, self._sliders, strict=False):
            z[dimension] = control.value
        return view_at(self._studio, self._space, z, self._chosen)

    def _lay_out(self) -> widgets.VBox:
        reset, chance = (widgets.Button(description=name, layout={"width": "80px"}) for name in ("reset", "random"))
        reset.tooltip, chance.tooltip = "z = 0", "draw z from N(0, I)"
        reset.on_click(lambda _: self._leave_digit(self._origin))
        chance.on_click(lambda _: self._leave_digit(normal_code(self._space, self._generator)))
        model = [self._model] if len(self._studio.spaces) > 1 else []
        return widgets.VBox(
            [
                row([*model, self._digit, reset, chance]),
                row([self._samples_others, self._shows_films]),
                self._slider_box,
                widgets.HBox([self._decoded, self._picture], layout={"max_width": f"{WIDTH}px"}),
                self._films,
            ]
        )

    def _connect(self) -> None:
        self._model.observe(self._on_model, "value")
        self._digit.observe(self._on_digit, "value")
        self._samples_others.observe(self._on_others, "value")
        for control in (*self._sliders, self._shows_films):
            control.observe(self._redraw, "value")

    def _on_model(self, _: object = None) -> None:
        """Give each dimension shown its slider."""
        shown = self._space.shown
        for dimension, control in zip(shown, self._sliders, strict=False):
            control.description = dimension_name(dimension)
        self._slider_box.children = self._sliders[: len(shown)]
        has_others = self._space.dimensions > len(shown)
        self._samples_others.layout.display = None if has_others else "none"
        self._on_digit()

    def _on_digit(self, _: object = None) -> None:
        if not self._setting:
            self._go_to(self._own_code)

    def _on_others(self, _: object = None) -> None:
        """Draw the dimensions without a slider, or take them back to the digit's code or 0."""
        self._set_others(self._own_code)
        self._redraw()

    def _set_others(self, z: Code) -> None:
        sampled = self._samples_others.value
        self._rest: Code = with_others_sampled(self._space, z, self._generator) if sampled else z

    def _leave_digit(self, z: Code) -> None:
        """Go to a code that is no digit's."""
        self._setting = True
        self._digit.value = _NONE
        self._go_to(z)

    def _go_to(self, z: Code) -> None:
        """Set all sliders and draw once."""
        self._setting = True
        for dimension, control in zip(self._space.shown, self._sliders, strict=False):
            control.value = z[dimension]
        self._setting = False
        self._set_others(z)
        self._redraw()

    def _redraw(self, _: object = None) -> None:
        """Draw the decoded digit first, so that it follows a slider at once; what has not changed is not sent."""
        if self._setting:
            return
        view = self._view()
        self._decoded.value = draw_decoded(view)
        if (view.space.name, view.digit) != self._drawn:
            self._drawn = (view.space.name, view.digit)
            self._picture.value = draw_setting(view)
        self._films.value = draw_films(view, films_at(view.space, view.z)) if self._shows_films.value else ""


def _checkbox(description: str, value: bool) -> widgets.Checkbox:
    return widgets.Checkbox(description=description, value=value, indent=False, layout={"width": "170px"})


def _make_studio(
    models: Mapping[str, tuple[Network, Network]], images: Tensor, labels: Sequence[int] | Tensor
) -> Studio:
    """Check and encode the digits."""
    pictures = checked_digits("images", images)
    spaces = {}
    for name, (encode, decode) in checked_models(models).items():
        codes = encoded(f"encode(images) of model {name!r}", encode, pictures, images.device)
        output = f"decode(codes) of model {name!r}"
        expect_pictures(output, decoded(output, decode, codes[:10], images.device))
        spaces[name] = make_space(name, decoder(output, decode, images.device), codes.tolist())
    return Studio(grey_levels(pictures), checked_labels(labels, len(pictures)), spaces)
