"""Ways from one digit to another, through pixels and through codes: every number that the explorer shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from course.explorers.digits_drawing import SIDE, checked, checked_labels, decoded, squared_errors

Code = Callable[[Tensor], Tensor]
PIXELS: tuple[Code, Code] = (lambda images: images.flatten(1), lambda codes: codes.reshape(-1, 1, SIDE, SIDE))
"""The method that encodes a digit as its own pixels."""
FILM = torch.arange(11) / 10
"""Values of α at which the films show a picture."""


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
    """

    points: Tensor
    share: float
    dimensions: int


def project(codes: Tensor) -> Projection:
    """Take codes of up to two numbers as they are, longer ones along their first two principal axes: ``(N, d)``.

    The sign of an axis is chosen such that its largest entry is positive: the map is the same on all machines.
    """
    dimensions = codes.shape[1]
    if dimensions <= 2:
        return Projection(F.pad(codes, (0, 2 - dimensions)), 1.0, dimensions)
    centred = codes - codes.mean(dim=0)
    _, lengths, axes = torch.linalg.svd(centred, full_matrices=False)
    largest = axes[:2].gather(1, axes[:2].abs().argmax(dim=1, keepdim=True))
    variances = lengths.square()
    share = float(variances[:2].sum() / variances.sum().clamp(min=1e-12))
    return Projection(centred @ (axes[:2] * largest.sign()).T, share, dimensions)


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
        return f"digit {digit} (a {self.labels[digit]})"


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
        with torch.no_grad():
            came = encode(pictures.to(images.device))
        codes[name] = checked(f"encode(images) of method {name!r}", came, len(pictures), "d").to(images.device)
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
    """Two digits of a gallery and, by method, the film from one to the other: ``(11, 1, 28, 28)``."""

    gallery: Gallery
    first: int
    second: int
    films: dict[str, Tensor]

    @property
    def title(self) -> str:
        """Both digits, named."""
        return f"From {self.gallery.name(self.first)} to {self.gallery.name(self.second)}"


def make_pair(gallery: Gallery, first: int, second: int) -> Pair:
    """Decode the films between two digits."""
    return Pair(gallery, first, second, _decode_between(gallery, first, second, FILM))


def _decode_between(gallery: Gallery, first: int, second: int, alphas: Tensor) -> dict[str, Tensor]:
    return {
        name: _decode(gallery, name, torch.lerp(codes[first], codes[second], alphas[:, None].to(codes.device)))
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
    pictures = {
        name: film[0] for name, film in _decode_between(gallery, pair.first, pair.second, torch.tensor([alpha])).items()
    }
    nearest = {}
    for name, picture in pictures.items():
        error, digit = squared_errors(picture, gallery.images).min(dim=0)
        nearest[name] = (int(digit), float(error))
    start, end = gallery.projection.points[pair.first], gallery.projection.points[pair.second]
    x, y = torch.lerp(start, end, alpha).tolist()
    return Still(pair, alpha, pictures, nearest, (x, y))


def describe(still: Still) -> str:
    """Say in words what the picture shows."""
    gallery = still.pair.gallery
    likes = [f"{name}: {gallery.name(digit)}, {error:.4f}" for name, (digit, error) in still.nearest.items()]
    return (
        f"{still.pair.title}, α = {still.alpha:.2f}. The digit most like the picture there, "
        f"and their squared error per pixel, by method: {'; '.join(likes)}."
    )
