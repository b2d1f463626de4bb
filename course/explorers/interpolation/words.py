"""What the interpolation explorer says in words."""

from __future__ import annotations

from course.explorers.interpolation.numbers import Pair, Still
from course.explorers.interpolation.projection import Projection


def ends(pair: Pair) -> str:
    """Name both digits, and the path if it is not straight."""
    path = ", spherical path" if pair.spherical else ""
    return f"From {pair.gallery.name(pair.first)} to {pair.gallery.name(pair.second)}{path}"


def headline(still: Still) -> str:
    """Say where on which path the picture is."""
    return f"{ends(still.pair)}: α = {still.alpha:.2f}"


def describe(still: Still) -> str:
    """Say in words what the picture shows."""
    gallery = still.pair.gallery
    likes = [f"{name}: {gallery.name(digit)}, {error:.4f}" for name, (digit, error) in still.nearest.items()]
    return (
        f"{ends(still.pair)}, α = {still.alpha:.2f}. The digit most like the picture there, "
        f"and their squared error per pixel, by method: {'; '.join(likes)}."
    )


def map_caption(projection: Projection) -> str:
    """Say what a point of the map is."""
    if projection.dimensions <= 2:
        return "each character is the code of a digit"
    return f"2 of {projection.dimensions} directions, {projection.share:.0%} of the variance"
