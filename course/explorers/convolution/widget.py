"""The convolution explorer: controls wired to `course.explorers.convolution.numbers`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import ipywidgets as widgets
from torch import Tensor

from course.explorers.base import Explorer
from course.explorers.controls import labelled, row, whole_slider
from course.explorers.convolution.figure import draw
from course.explorers.convolution.numbers import Rows, Scene, Settings, make_scene, step_at
from course.explorers.convolution.words import describe, name_of
from course.figures.svg import message

LIMITS = {
    "input_size": (1, 7),
    "kernel_size": (1, 4),
    "stride": (1, 4),
    "padding": (0, 3),
    "dilation": (1, 3),
    "output_padding": (0, 3),
}
LARGEST_VALUE = 99
"""What still fits into a cell."""


class ConvolutionExplorer(Explorer):
    """Convolution and transposed convolution, step by step; show it by naming it in a cell's last line.

    Parameters
    ----------
    image, kernel
        Own values, ``(I, I)`` with I at most 7 and ``(K, K)`` with K at most 4, whole numbers from -99 to 99.  Their
        sizes are then fixed.
    position
        The output pixel to start with, counted row by row.
    **presets
        Where the controls start: ``input_size``, ``kernel_size``, ``stride``, ``padding``, ``dilation``,
        ``output_padding``, ``transposed``; names and rules are those of `torch.nn.ConvTranspose2d`.

    Raises
    ------
    ValueError
        If a preset or the position lies outside of its slider, or an own tensor has a wrong shape or values.
    TypeError
        If a preset's name is unknown.

    Examples
    --------
    >>> explorer = ConvolutionExplorer(transposed=True, stride=2)
    >>> explorer.settings.output_size
    9
    """

    def __init__(
        self, *, image: Tensor | None = None, kernel: Tensor | None = None, position: int = 0, **presets: Any
    ) -> None:
        self._image = _own_values("image", "input_size", image, presets)
        self._kernel = _own_values("kernel", "kernel_size", kernel, presets)
        start = Settings(**presets)
        _check_presets(start)
        self._sliders = {
            name: whole_slider(name.replace("_", " "), high, low=low, value=getattr(start, name), width=272)
            for name, (low, high) in LIMITS.items()
        }
        self._sliders["input_size"].disabled = image is not None
        self._sliders["kernel_size"].disabled = kernel is not None
        self._direction = widgets.ToggleButtons(
            options=[(name_of(Settings(transposed=value)), value) for value in (False, True)],
            value=start.transposed,
            description="direction",
            style={"button_width": "auto", "description_width": "100px"},
            layout={"width": "auto"},
        )
        self._position = whole_slider("position", 0, width=380)
        self._play = widgets.Play(min=0, max=0, interval=900)
        self._picture = widgets.HTML()
        self._scene: Scene | None = None
        self._problem = ""
        self.widget = self._lay_out()
        self._connect()
        self._on_settings()
        if not 0 <= position <= self._position.max:
            raise ValueError(f"position={position} is out of range: the output has pixels 0 to {self._position.max}")
        self._position.value = position

    @property
    def settings(self) -> Settings:
        """What the controls say."""
        values = {name: slider.value for name, slider in self._sliders.items()}
        transposed = self._direction.value
        return Settings(
            **{**values, "output_padding": values["output_padding"] if transposed else 0}, transposed=transposed
        )

    def still(self) -> str:
        """Return the last step's picture as SVG: with it the whole output is to be seen."""
        if self._scene is None:
            return self._picture_of_problem()
        return draw(step_at(self._scene, self._position.max))

    def words(self) -> str:
        """Return what the picture shows, or why there is none."""
        return self._problem if self._scene is None else describe(step_at(self._scene, self._position.max))

    def _lay_out(self) -> widgets.VBox:
        back, forward = (widgets.Button(description=label, layout={"width": "80px"}) for label in ("◂ back", "next ▸"))
        back.on_click(lambda _: self._move(-1))
        forward.on_click(lambda _: self._move(1))
        return widgets.VBox(
            [
                self._direction,
                row(list(self._sliders.values())),
                row([self._position, back, forward, widgets.HBox(labelled("play", [self._play]))]),
                self._picture,
            ]
        )

    def _connect(self) -> None:
        for control in (*self._sliders.values(), self._direction):
            control.observe(self._on_settings, "value")
        self._position.observe(self._on_position, "value")
        self._link = widgets.jslink((self._play, "value"), (self._position, "value"))

    def _on_settings(self, _: object = None) -> None:
        settings = self.settings
        self._sliders["output_padding"].disabled = not settings.transposed
        try:
            self._scene = make_scene(settings, self._image, self._kernel)
        except ValueError as problem:
            self._scene, self._problem = None, f"{problem}."
            self._picture.value = self._picture_of_problem()
            return
        # The new scene is in place before this line: a position beyond the new end is clamped and drawn right here.
        self._position.max = self._play.max = settings.output_size**2 - 1
        self._position.disabled = self._play.disabled = self._position.max == 0
        self._on_position()

    def _on_position(self, _: object = None) -> None:
        if self._scene is not None:
            self._picture.value = draw(step_at(self._scene, self._position.value))

    def _move(self, by: int) -> None:
        self._position.value = min(max(self._position.value + by, 0), self._position.max)

    def _picture_of_problem(self) -> str:
        return message("These settings cannot work:", self._problem)


def _check_presets(settings: Settings) -> None:
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name in LIMITS:
            low, high = LIMITS[field.name]
            if not isinstance(value, int) or not low <= value <= high:
                raise ValueError(
                    f"{field.name}={value!r} is out of range: the explorer shows whole numbers from {low} to {high}"
                )
    if settings.output_padding and not settings.transposed:
        raise ValueError(f"output_padding={settings.output_padding} needs transposed=True")


def _own_values(name: str, size_name: str, values: Tensor | None, presets: dict[str, Any]) -> Rows | None:
    """Check own values, and fix their size in the presets."""
    if values is None:
        return None
    shape, largest_size = tuple(values.shape), LIMITS[size_name][1]
    if len(shape) != 2 or shape[0] != shape[1] or not 1 <= shape[0] <= largest_size:
        raise ValueError(f"{name} has shape {shape}; expected (n, n) with n from 1 to {largest_size}")
    if not (values == values.round()).all() or values.abs().max() > LARGEST_VALUE:
        raise ValueError(f"{name} must hold whole numbers from {-LARGEST_VALUE} to {LARGEST_VALUE}")
    if presets.setdefault(size_name, len(values)) != len(values):
        raise ValueError(f"{size_name}={presets[size_name]}, but {name} is {len(values)} pixels wide")
    rows: Rows = values.int().tolist()
    return rows
