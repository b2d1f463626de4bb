"""Controls and rows of them, the same in all explorers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import ipywidgets as widgets

from course.figures.svg import WIDTH


def row(controls: Sequence[widgets.DOMWidget]) -> widgets.HBox:
    """Put controls side by side, as wide as the picture; where there is less room, in several lines."""
    return widgets.HBox(
        list(controls), layout={"flex_flow": "row wrap", "align_items": "center", "max_width": f"{WIDTH}px"}
    )


def labelled(label: str, controls: Sequence[widgets.DOMWidget]) -> list[widgets.DOMWidget]:
    """Put a label before controls that have none of their own."""
    return [widgets.Label(label), *controls]


def whole_slider(
    description: str, high: int, *, low: int = 0, value: int = 0, width: int = 340, label_width: int = 100
) -> widgets.IntSlider:
    """Make a slider for whole numbers; widths, of the whole and of its description, are pixels.

    One without a way to go is disabled: dragged, it would come to stand at NaN.
    """
    return widgets.IntSlider(
        description=description,
        min=low,
        max=high,
        value=value,
        disabled=low == high,
        style={"description_width": f"{label_width}px"},
        layout={"width": f"{width}px"},
    )


def slider(
    description: str,
    limits: tuple[float, float],
    value: float = 0.0,
    *,
    step: float,
    width: int,
    label_width: int = 50,
    decimals: int = 2,
) -> widgets.FloatSlider:
    """Make a slider for numbers between two limits; widths as in `whole_slider`."""
    return widgets.FloatSlider(
        description=description,
        min=limits[0],
        max=limits[1],
        value=value,
        step=step,
        readout_format=f".{decimals}f",
        style={"description_width": f"{label_width}px"},
        layout={"width": f"{width}px"},
    )


def class_buttons(labels: Iterable[int], go_to: Callable[[int], None]) -> list[widgets.DOMWidget]:
    """Make a small button for each class that occurs; pressing it calls ``go_to`` with the class."""
    buttons = []
    for label in sorted(set(labels)):
        button = widgets.Button(description=str(label), tooltip=f"go to a {label}", layout={"width": "36px"})
        button.on_click(partial(_call, go_to, label))
        buttons.append(button)
    return labelled("go to a", buttons)


def _call(go_to: Callable[[int], None], label: int, _: object) -> None:
    go_to(label)
