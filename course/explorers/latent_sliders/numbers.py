"""A code under one's fingers, a slider for each dimension: every number that the sliders' picture shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from course.figures.svg import number
from course.figures.svg_digits import (
    SIDE,
    Code,
    checked,
    checked_labels,
    checked_models,
    decoded,
    digit_name,
    encoded,
    expect_pictures,
)

LIMIT = 3.0
"""Sliders go from -3 to 3: all but 0.3 % of N(0, 1)."""
MOST_SHOWN = 10
FILM = torch.linspace(-LIMIT, LIMIT, 7)
"""Values of a dimension at which its film shows a digit."""
SMALLEST_ACTIVITY = 0.01
"""A dimension is active if the variance of μ is larger (Burda et al. 2016, arXiv:1509.00519, section 5.2)."""


def dimension_name(dimension: int) -> str:
    """Name a dimension, counted from 0, as one writes it: ``0`` -> ``z₁``."""
    return "z" + str(dimension + 1).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


@dataclass(frozen=True)
class Space:
    """A model's codes: what never changes while the sliders move.

    Attributes
    ----------
    codes
        μ of N digits, ``(N, d)``, on the device of the images that came, as are those that the decoder is given.
    variances
        The variance of μ of each dimension, ``(d,)``.
    shown
        The dimensions with a slider, counted from 0: all of up to ten, else the ten with the largest variance of μ,
        largest first.
    """

    name: str
    decode: Code
    codes: Tensor
    variances: Tensor
    shown: tuple[int, ...]

    @property
    def dimensions(self) -> int:
        """Length of a code, d."""
        return self.codes.shape[1]

    @property
    def active(self) -> int:
        """How many dimensions the model uses."""
        return int((self.variances > SMALLEST_ACTIVITY).sum())


@dataclass(frozen=True)
class Studio:
    """N digits, ``(N, 1, 28, 28)``, their classes, and the spaces of the models by name."""

    images: Tensor
    labels: tuple[int, ...]
    spaces: dict[str, Space]


def make_studio(models: Mapping[str, tuple[Code, Code]], images: Tensor, labels: Sequence[int] | Tensor) -> Studio:
    """Check and encode the digits.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what an encoder or a decoder returns; the message names it.
    """
    pictures = checked("images", images, "N", 1, SIDE, SIDE)
    spaces = {
        name: _make_space(name, encode, decode, pictures, images.device)
        for name, (encode, decode) in checked_models(models).items()
    }
    return Studio(pictures, checked_labels(labels, len(pictures)), spaces)


def _make_space(name: str, encode: Code, decode: Code, pictures: Tensor, device: torch.device) -> Space:
    codes = encoded(f"encode(images) of model {name!r}", encode, pictures, device)
    variances = codes.cpu().var(dim=0, correction=0)
    count = codes.shape[1]
    shown = list(range(count)) if count <= MOST_SHOWN else variances.argsort(descending=True)[:MOST_SHOWN].tolist()
    space = Space(name, decode, codes, variances, tuple(shown))
    expect_pictures(f"decode(codes) of model {name!r}", _decode(space, codes[:10]))
    return space


def normal_code(space: Space, generator: torch.Generator) -> Tensor:
    """Draw a code from N(0, I): ``(d,)``."""
    return torch.randn(space.dimensions, generator=generator)


def with_others_sampled(space: Space, z: Tensor, generator: torch.Generator) -> Tensor:
    """Draw the dimensions without a slider from N(0, 1), leave the others: ``(d,)`` -> ``(d,)``."""
    sampled, shown = normal_code(space, generator), list(space.shown)
    sampled[shown] = z[shown]
    return sampled


@dataclass(frozen=True)
class View:
    """A code and what the decoder makes of it and of its neighbours.

    Attributes
    ----------
    z
        The code, ``(d,)``.
    digit
        Which digit was encoded, or None.
    picture, rebuilt
        Decoded from ``z`` and, if a digit was encoded, from its code: ``(1, 28, 28)``.
    """

    studio: Studio
    space: Space
    z: Tensor
    digit: int | None
    picture: Tensor
    rebuilt: Tensor | None


def view_at(studio: Studio, space: Space, z: Tensor, digit: int | None = None) -> View:
    """Decode a code and, if a digit is chosen, its code."""
    own = space.codes[:0].cpu() if digit is None else space.codes[digit : digit + 1].cpu()
    pictures = _decode(space, torch.cat([z[None], own]))
    return View(studio, space, z, digit, pictures[0], None if digit is None else pictures[1])


def films_at(space: Space, z: Tensor) -> Tensor:
    """Decode, for each dimension shown, seven values of it, the others as in the code: ``(n, 7, 1, 28, 28)``."""
    neighbours = z.repeat(len(space.shown), len(FILM), 1)
    for row, dimension in zip(neighbours, space.shown, strict=True):
        row[:, dimension] = FILM
    return _decode(space, neighbours.flatten(0, 1)).reshape(*neighbours.shape[:2], 1, SIDE, SIDE)


def _decode(space: Space, codes: Tensor) -> Tensor:
    return decoded(f"decode(codes) of model {space.name!r}", space.decode, codes.to(space.codes.device))


def length(view: View) -> str:
    """Say how long the code is, and how long codes from N(0, I) are: the mean of ``|z|²`` is d."""
    return f"|z| = {float(view.z.norm()):.1f}; typical of N(0, I): {math.sqrt(view.space.dimensions):.1f}"


def activity(space: Space) -> str:
    """Say how many dimensions are active."""
    return f"{space.active} of {space.dimensions} active (above {SMALLEST_ACTIVITY:g})"


def describe(view: View) -> str:
    """Say in words what the picture shows."""
    space = view.space
    values = ", ".join(f"{dimension_name(i)} = {number(round(float(view.z[i]), 2))}" for i in space.shown)
    others = f" and {space.dimensions - len(space.shown)} more" if space.dimensions > len(space.shown) else ""
    chosen = "" if view.digit is None else f" Beside it {digit_name(view.digit, view.studio.labels)}, rebuilt."
    return (
        f"{space.name}: the digit decoded from {values}{others}. {length(view)}.{chosen} "
        f"Dimensions by the variance of μ: {activity(space)}."
    )
