"""What the plane of digits says in words."""

from __future__ import annotations

from course.explorers.plane.numbers import CELLS, Plane, mass
from course.figures.svg import number


def describe(plane: Plane) -> str:
    """Say what the square holds."""
    return (
        f"{CELLS} × {CELLS} digits decoded from z₁ (left to right) and z₂ (bottom to top), each from "
        f"{number(-plane.reach)} to {number(plane.reach)}: {mass(plane.reach):.0%} of N(0, I) lies in this square"
    )
