"""Ways from one digit to another, through pixels and through codes: every number that the explorer shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from course.figures.svg_digits import (
    SIDE,
    Code,
    checked,
    checked_labels,
    decoded,
    digit_name,
    encoded,
    squared_errors,
)

PIXELS: tuple[Code, Code] = (lambda images: images.flatten(1), lambda codes: codes.reshape(-1, 1, SIDE, SIDE))
"""The method that encodes a digit as its own pixels."""
FILM = torch.arange(11) / 10
"""Values of α at which the films show a picture."""
WAY = torch.arange(41) / 40
"""Values of α at which the map draws the way."""
_SMALLEST_SINE = 1e-3


def slerp(start: Tensor, end: Tensor, alphas: Tensor) -> Tensor:
    """Go from code to code at an even angle around 0: ``(d,)``, ``(d,)``, ``(A,)`` -> ``(A, d)``.

    The straight way runs closer to 0 than almost all codes drawn from N(0, I) lie; this one keeps their length.

    Notes
    -----
    ``sin((1 − α)Ω)/sin Ω · start + sin(αΩ)/sin Ω · end`` with the angle Ω between both (Shoemake 1985, "Animating
    rotation with quaternion curves"; White 2016, arXiv:1609.04468, for codes).  Linear where no such way is told by
    the two codes: if they point in the same or in opposite directions, or one is 0.
    """
    alphas = alphas[:, None].to(start)
    lengths = start.norm() * end.norm()
    angle = torch.arccos(((start @ end) / lengths.clamp(min=1e-12)).clamp(-1, 1))
    if lengths < 1e-12 or angle.sin() < _SMALLEST_SINE:
        return torch.lerp(start, end, alphas)
    return (((1 - alphas) * angle).sin() * start + (alphas * angle).sin() * end) / angle.sin()


@dataclass(frozen=True)
class Projection:
    """Where codes lie in the map.

    Attributes
    ----------
    points
        The codes' places, ``(N, 2)``.
    share
        Part of the codes' variance that the two directions hold, 0 to 1; 1 if nothing was projected.
    dimensions
        Length of a code, d.
    centre, axes
        The middle of the codes, ``(d,)``, and the two directions, ``(d, 2)``.
    """

    points: Tensor
    share: float
    dimensions: int
    centre: Tensor
    axes: Tensor

    def places(self, codes: Tensor) -> Tensor:
        """Find where other codes lie: ``(A, d)`` -> ``(A, 2)``."""
        return (codes - self.centre) @ self.axes


def project(codes: Tensor) -> Projection:
    """Take codes of up to two numbers as they are, longer ones along their first two principal axes: ``(N, d)``.

    The sign of an axis is chosen such that its largest entry is positive: the map is the same on all machines.
    """
    dimensions = codes.shape[1]
    if dimensions <= 2:
        padded = F.pad(codes, (0, 2 - dimensions))
        return Projection(padded, 1.0, dimensions, torch.zeros(dimensions), torch.eye(2)[:dimensions])
    centre = codes.mean(dim=0)
    centred = codes - centre
    _, lengths, axes = torch.linalg.svd(centred, full_matrices=False)
    largest = axes[:2].gather(1, axes[:2].abs().argmax(dim=1, keepdim=True))
    variances = lengths.square()
    share = float(variances[:2].sum() / variances.sum().clamp(min=1e-12))
    kept = (axes[:2] * largest.sign()).T
    return Projection(centred @ kept, share, dimensions, centre, kept)


@dataclass(frozen=True)
class Gallery:
    """What never changes while the controls move: N digits, their codes by each method, and the map of the last one.

    ``codes`` are on the device of the images that came, as are those that decoders are given.
    """

    images: Tensor
    labels: tuple[int, ...]
    decoders: dict[str, Code]
    codes: dict[str, Tensor]
    projection: Projection

    @property
    def mapped(self) -> str:
        """Name of the method whose codes the map shows."""
        return list(self.codes)[-1]

    def name(self, digit: int) -> str:
        """Name a digit by its place and its class."""
        return digit_name(digit, self.labels)


def make_gallery(images: Tensor, labels: Sequence[int] | Tensor, methods: Mapping[str, tuple[Code, Code]]) -> Gallery:
    """Check and encode the digits.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what an encoder or a decoder returns; the message names it.
    """
    pictures = checked("images", images, "N", 1, SIDE, SIDE)
    if len(pictures) < 2:
        raise ValueError("images has 1 digit; expected at least 2, to go from one to the other")
    if "pixels" in methods:
        raise ValueError("methods has an entry 'pixels'; that row is always shown, choose another name")
    codes, decoders = {}, {}
    for name, (encode, decode) in {"pixels": PIXELS, **methods}.items():
        codes[name] = encoded(f"encode(images) of method {name!r}", encode, pictures, images.device)
        decoders[name] = decode
    projection = project(list(codes.values())[-1].cpu())
    gallery = Gallery(pictures, checked_labels(labels, len(pictures)), decoders, codes, projection)
    for name in codes:
        _decode(gallery, name, codes[name][:2])
    return gallery


def _decode(gallery: Gallery, name: str, codes: Tensor) -> Tensor:
    return decoded(f"decode(codes) of method {name!r}", gallery.decoders[name], codes)


@dataclass(frozen=True)
class Pair:
    """Two digits of a gallery and, by method, the film from one to the other: ``(11, 1, 28, 28)``.

    ``way`` is the way between their codes in the map, ``(41, 2)``; ``spherical`` says how codes are mixed.
    """

    gallery: Gallery
    first: int
    second: int
    films: dict[str, Tensor]
    way: Tensor
    spherical: bool

    @property
    def title(self) -> str:
        """Both digits, named, and the path if it is not straight."""
        path = ", spherical path" if self.spherical else ""
        return f"From {self.gallery.name(self.first)} to {self.gallery.name(self.second)}{path}"


def make_pair(gallery: Gallery, first: int, second: int, spherical: bool = False) -> Pair:
    """Decode the films between two digits; only codes are ever mixed on a spherical way, pixels never."""
    codes = _between(gallery, first, second, FILM, spherical)
    films = {name: _decode(gallery, name, mixed) for name, mixed in codes.items()}
    way = _between(gallery, first, second, WAY, spherical)[gallery.mapped]
    return Pair(gallery, first, second, films, gallery.projection.places(way.cpu()), spherical)


def _between(gallery: Gallery, first: int, second: int, alphas: Tensor, spherical: bool) -> dict[str, Tensor]:
    """Mix two digits' codes by each method: ``(A, d)`` each."""
    return {
        name: slerp(codes[first], codes[second], alphas)
        if spherical and name != "pixels"
        else torch.lerp(codes[first], codes[second], alphas[:, None].to(codes.device))
        for name, codes in gallery.codes.items()
    }


@dataclass(frozen=True)
class Still:
    """One α on the way: by method its picture ``(1, 28, 28)``, the digit most like it and their squared error.

    ``point`` is its place in the map.
    """

    pair: Pair
    alpha: float
    pictures: dict[str, Tensor]
    nearest: dict[str, tuple[int, float]]
    point: tuple[float, float]


def still_at(pair: Pair, alpha: float) -> Still:
    """Decode the pictures at one α and look for the digits most like them."""
    gallery = pair.gallery
    codes = _between(gallery, pair.first, pair.second, torch.tensor([alpha]), pair.spherical)
    pictures = {name: _decode(gallery, name, mixed)[0] for name, mixed in codes.items()}
    nearest = {}
    for name, picture in pictures.items():
        error, digit = squared_errors(picture, gallery.images).min(dim=0)
        nearest[name] = (int(digit), float(error))
    x, y = gallery.projection.places(codes[gallery.mapped].cpu())[0].tolist()
    return Still(pair, alpha, pictures, nearest, (x, y))


def describe(still: Still) -> str:
    """Say in words what the picture shows."""
    gallery = still.pair.gallery
    likes = [f"{name}: {gallery.name(digit)}, {error:.4f}" for name, (digit, error) in still.nearest.items()]
    return (
        f"{still.pair.title}, α = {still.alpha:.2f}. The digit most like the picture there, "
        f"and their squared error per pixel, by method: {'; '.join(likes)}."
    )
