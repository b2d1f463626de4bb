"""Ways from one digit to another, through pixels and through codes: every number that the explorer shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.explorers.interpolation.projection import Point, Projection, project
from course.explorers.vectors import Code, Decode, dot, even_steps, lerp, squared_error
from course.figures.svg_digits import digit_name

PIXELS = "pixels"
"""The method whose code of a digit is the digit itself, its grey levels."""
FILM = even_steps(0, 1, 11)
"""Values of α at which the films show a picture."""
PATH = even_steps(0, 1, 41)
"""Values of α at which the map draws the path."""
_SMALLEST_SINE = 1e-3


def slerp(start: Code, end: Code, alpha: float) -> list[float]:
    """Go from code to code at an even angle around 0.

    The straight path runs closer to 0 than almost all codes drawn from N(0, I) lie; this one keeps their length.

    Notes
    -----
    ``sin((1 − α)Ω)/sin Ω · start + sin(αΩ)/sin Ω · end`` with the angle Ω between both (Shoemake 1985, "Animating
    rotation with quaternion curves"; White 2016, arXiv:1609.04468, for codes).  Linear where no such path is told by
    the two codes: if they point in the same or in opposite directions, or one is 0.
    """
    lengths = math.hypot(*start) * math.hypot(*end)
    angle = math.acos(min(max(dot(start, end) / max(lengths, 1e-12), -1), 1))
    if lengths < 1e-12 or math.sin(angle) < _SMALLEST_SINE:
        return lerp(start, end, alpha)
    first, second = (math.sin(share * angle) / math.sin(angle) for share in (1 - alpha, alpha))
    return [first * a + second * b for a, b in zip(start, end, strict=True)]


@dataclass(frozen=True)
class Method:
    """Codes of N digits, and how codes are decoded."""

    codes: Sequence[Code]
    decode: Decode


@dataclass(frozen=True)
class Gallery:
    """What never changes while the controls move: N digits, the methods by name, and the map of the last one."""

    images: Sequence[bytes]
    labels: Sequence[int]
    methods: dict[str, Method]
    projection: Projection

    @property
    def mapped(self) -> str:
        """Name of the method whose codes the map shows."""
        return list(self.methods)[-1]

    def name(self, digit: int) -> str:
        """Name a digit by its place and its class."""
        return digit_name(digit, self.labels)


def make_gallery(images: Sequence[bytes], labels: Sequence[int], methods: Mapping[str, Method]) -> Gallery:
    """Add the method of pixels, as the first, and map the codes of the last.

    Raises
    ------
    ValueError
        If there are fewer than two digits, or another method is called ``pixels``.
    """
    if len(images) < 2:
        raise ValueError("images has 1 digit; expected at least 2, to go from one to the other")
    if PIXELS in methods:
        raise ValueError(f"methods has an entry {PIXELS!r}; that row is always shown, choose another name")
    every = {PIXELS: Method(images, _as_pixels), **methods}
    return Gallery(images, labels, every, project(list(every.values())[-1].codes))


def _as_pixels(codes: Sequence[Code]) -> list[bytes]:
    return [bytes(map(round, code)) for code in codes]


@dataclass(frozen=True)
class Pair:
    """Two digits of a gallery and, by method, the film from one to the other, 11 digits.

    ``path`` is the path between their codes in the map, 41 points; ``spherical`` says how codes are mixed.
    """

    gallery: Gallery
    first: int
    second: int
    spherical: bool
    films: dict[str, list[bytes]]
    path: list[Point]


def make_pair(gallery: Gallery, first: int, second: int, spherical: bool = False) -> Pair:
    """Decode the films between two digits."""
    ends = first, second, spherical
    films = {name: method.decode(_between(gallery, name, *ends, FILM)) for name, method in gallery.methods.items()}
    return Pair(gallery, *ends, films, gallery.projection.points_of(_between(gallery, gallery.mapped, *ends, PATH)))


def _between(
    gallery: Gallery, name: str, first: int, second: int, spherical: bool, alphas: Sequence[float]
) -> list[list[float]]:
    """Mix two digits' codes by a method; only codes are ever mixed on a spherical path, pixels never."""
    codes = gallery.methods[name].codes
    mixed = slerp if spherical and name != PIXELS else lerp
    return [mixed(codes[first], codes[second], alpha) for alpha in alphas]


@dataclass(frozen=True)
class Still:
    """One α on the path: by method its picture, the digit most like it and their squared error per pixel.

    ``point`` is where it lies in the map.
    """

    pair: Pair
    alpha: float
    pictures: dict[str, bytes]
    nearest: dict[str, tuple[int, float]]
    point: Point


def still_at(pair: Pair, alpha: float) -> Still:
    """Decode the pictures at one α and look for the digits most like them."""
    gallery = pair.gallery
    codes = {
        name: _between(gallery, name, pair.first, pair.second, pair.spherical, [alpha]) for name in gallery.methods
    }
    pictures = {name: method.decode(codes[name])[0] for name, method in gallery.methods.items()}
    nearest = {name: _nearest(picture, gallery.images) for name, picture in pictures.items()}
    return Still(pair, alpha, pictures, nearest, gallery.projection.points_of(codes[gallery.mapped])[0])


def _nearest(picture: bytes, images: Sequence[bytes]) -> tuple[int, float]:
    """Find the digit most like a picture, and their squared error per pixel."""
    errors = [squared_error(picture, image) for image in images]
    digit = min(range(len(errors)), key=errors.__getitem__)
    return digit, errors[digit]
