"""The interpolation explorer: controls wired to `course.explorers.interpolation.numbers`."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import traitlets
from torch import Tensor

from course.explorers.base import Drawing
from course.explorers.controls import labelled, row, slider
from course.explorers.interpolation.figure import draw
from course.explorers.interpolation.numbers import Gallery, Method, Still, make_gallery, make_pair, still_at
from course.explorers.interpolation.words import describe
from course.explorers.tensors import Network, checked_digits, checked_labels, decoder, encoded, grey_levels

STEPS = 20
"""From α = 0 to α = 1."""


class InterpolationExplorer(Drawing):
    """The way from one digit to another, through pixels and through codes; show it by naming it in a cell's last line.

    Parameters
    ----------
    images, labels
        Digits to choose from, ``(N, 1, 28, 28)`` in [0, 1] with N at most about 50, and their classes, ``(N,)``.
    methods
        By name, how to encode ``(B, 1, 28, 28)`` -> ``(B, d)`` and to decode ``(B, d)`` -> ``(B, 1, 28, 28)``; both
        are given tensors on the device of ``images``.  The map shows the codes of the last one.
    first, second
        The digits at α = 0 and α = 1 to start with.
    seed
        Of the random pairs.
    spherical
        Whether a choice of the path is offered: straight from code to code, or around 0 at an even angle.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what an encoder or a decoder returns; the message names it.
    """

    def __init__(
        self,
        images: Tensor,
        labels: Sequence[int] | Tensor,
        methods: Mapping[str, tuple[Network, Network]],
        *,
        first: int = 0,
        second: int = 1,
        seed: int = 0,
        spherical: bool = False,
    ) -> None:
        super().__init__()
        self._gallery = _make_gallery(images, labels, methods)
        for name, digit in (("first", first), ("second", second)):
            if not 0 <= digit < len(self._gallery.images):
                raise ValueError(f"{name}={digit} is out of range: images has 0 to {len(self._gallery.images) - 1}")
        self._random = random.Random(seed)
        options = [(f"{i}: a {label}", i) for i, label in enumerate(self._gallery.labels)]
        self._from, self._to = (
            widgets.Dropdown(options=options, value=value, description=name, layout={"width": "200px"})
            for name, value in (("from digit", first), ("to digit", second))
        )
        self._alpha = slider("α", (0, 1), 0.5, step=1 / STEPS, width=340)
        self._play = widgets.Play(min=0, max=STEPS, interval=300)
        self._path = widgets.ToggleButtons(
            options=[("linear", False), ("spherical", True)],
            description="path",
            tooltips=["straight from code to code", "around 0 at an even angle; pixels stay linear"],
            style={"button_width": "90px"},
        )
        self.widget = self._lay_out(spherical)
        self._on_pair()
        self._connect()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        return draw(self._still())

    def words(self) -> str:
        """Return both digits, α, and which digits the decoded pictures look like most."""
        return describe(self._still())

    def _still(self) -> Still:
        return still_at(self._pair, self._alpha.value)

    def _lay_out(self, spherical: bool) -> widgets.VBox:
        swap, chance = (widgets.Button(description=name, layout={"width": "110px"}) for name in ("swap", "random pair"))
        swap.on_click(lambda _: self._choose(self._to.value, self._from.value))
        chance.on_click(lambda _: self._choose(*self._random.sample(range(len(self._gallery.images)), 2)))
        play = widgets.HBox(labelled("play", [self._play]))
        return widgets.VBox(
            [
                row([self._from, self._to, swap, chance]),
                row([self._alpha, play, *([self._path] if spherical else [])]),
                self._picture,
            ]
        )

    def _connect(self) -> None:
        for control in (self._from, self._to, self._path):
            control.observe(self._on_pair, "value")
        self._redraw_with(self._alpha)
        there_and_back = (lambda alpha: round(alpha * STEPS), lambda step: step / STEPS)
        self._link = traitlets.link((self._alpha, "value"), (self._play, "value"), transform=there_and_back)

    def _choose(self, first: int, second: int) -> None:
        self._from.value, self._to.value = first, second

    def _on_pair(self, _: object = None) -> None:
        self._pair = make_pair(self._gallery, self._from.value, self._to.value, self._path.value)
        self._redraw()


def _make_gallery(
    images: Tensor, labels: Sequence[int] | Tensor, methods: Mapping[str, tuple[Network, Network]]
) -> Gallery:
    """Check and encode the digits."""
    pictures = checked_digits("images", images)
    coded = {}
    for name, (encode, decode) in methods.items():
        codes = encoded(f"encode(images) of method {name!r}", encode, pictures, images.device)
        coded[name] = Method(codes.tolist(), decoder(f"decode(codes) of method {name!r}", decode, images.device))
    return make_gallery(grey_levels(pictures), checked_labels(labels, len(pictures)), coded)
