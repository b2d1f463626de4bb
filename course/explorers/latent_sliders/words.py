"""What the latent sliders say in words."""

from __future__ import annotations

import math

from course.explorers.latent_sliders.numbers import SMALLEST_ACTIVITY, Space, View
from course.figures.svg import number
from course.figures.svg_digits import digit_name


def dimension_name(dimension: int) -> str:
    """Name a dimension, counted from 0, as one writes it: ``0`` -> ``z₁``."""
    return "z" + str(dimension + 1).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def length(view: View) -> str:
    """Say how long the code is, and how long codes from N(0, I) are: the mean of ``|z|²`` is d."""
    return f"|z| = {view.length:.1f}; typical of N(0, I): {math.sqrt(view.space.dimensions):.1f}"


def activity(space: Space) -> str:
    """Say how many dimensions are active."""
    return f"{space.active} of {space.dimensions} active (above {SMALLEST_ACTIVITY:g})"


def describe(view: View) -> str:
    """Say in words what the picture shows."""
    space = view.space
    values = ", ".join(f"{dimension_name(i)} = {number(round(view.z[i], 2))}" for i in space.shown)
    others = f" and {space.dimensions - len(space.shown)} more" if space.dimensions > len(space.shown) else ""
    chosen = "" if view.digit is None else f" Beside it {digit_name(view.digit, view.studio.labels)}, rebuilt."
    return (
        f"{space.name}: the digit decoded from {values}{others}. {length(view)}.{chosen} "
        f"Dimensions by the variance of μ: {activity(space)}."
    )
