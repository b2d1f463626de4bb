"""What the latent map says in words; the latent line says points and votes in the same ones."""

from __future__ import annotations

from course.explorers.latent_map.numbers import LatentMap, Point
from course.explorers.vectors import Code
from course.figures.svg import number


def vote(point: Point) -> str:
    """Say which class the nearest codes have."""
    article = "an" if point.label == 8 else "a"
    return f"{point.votes} of the {point.asked} nearest codes are {article} {point.label}"


def position(z: Code) -> str:
    """Write a point: ``z = (0.50, −1.20)``, or ``z = −1.20`` on a line."""
    numbers = ", ".join(f"{value:.2f}" for value in z).replace("-", "−")
    return f"z = ({numbers})" if len(z) > 1 else f"z = {numbers}"


def headline(point: Point) -> str:
    """Say where the point is, and which class the nearest codes have."""
    return f"{position(point.z)}: {vote(point)}"


def describe(latent: LatentMap, point: Point) -> str:
    """Say in words what the picture shows."""
    (x_low, x_high), (y_low, y_high) = latent.ranges
    point_words = f"the point {position(point.z)} and the digit decoded there. {vote(point)}."
    return (
        f"The codes of {len(latent.codes)} digits in a plane, z₁ from {number(x_low)} to {number(x_high)}, "
        f"z₂ from {number(y_low)} to {number(y_high)}; {point_words}"
    )
