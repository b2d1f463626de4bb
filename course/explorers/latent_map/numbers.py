"""A plane of codes and a point in it: every number that the latent map shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from course.figures.svg_digits import SIDE, checked, checked_labels, decoded

CELLS = 15
"""The decoded plane has as many rows and columns of digits."""
NEIGHBOURS = 10
MOST_DRAWN = 500

Range = tuple[float, float]


@dataclass(frozen=True)
class LatentMap:
    """What never changes while the point moves: N codes, their classes, and the plane around them.

    Attributes
    ----------
    codes, labels, images
        ``(N, 2)``, N classes, and ``(N, 1, 28, 28)`` or None.
    ranges
        What is shown of z₁ and z₂.
    centres
        z₁ of the columns (left to right) and z₂ of the rows (bottom to top) of the decoded plane, ``(2, 15)``.
    plane
        Digits decoded there as one picture, z₂ growing upwards, ``(420, 420, 1)``.
    """

    codes: Tensor
    labels: tuple[int, ...]
    images: Tensor | None
    decode: Callable[[Tensor], Tensor]
    device: torch.device
    ranges: tuple[Range, Range]
    centres: Tensor
    plane: Tensor


def make_map(
    codes: Tensor,
    labels: Sequence[int] | Tensor,
    decode: Callable[[Tensor], Tensor],
    images: Tensor | None = None,
) -> LatentMap:
    """Check the codes and decode a grid of points among them.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what the decoder returns; the message names it.
    """
    points = checked("codes", codes, "N", 2)
    classes = checked_labels(labels, len(points))
    pictures = None if images is None else checked("images", images, len(points), 1, SIDE, SIDE)
    ranges = (_range(points[:, 0]), _range(points[:, 1]))
    shares = (torch.arange(CELLS) + 0.5) / CELLS
    centres = torch.stack([low + shares * (high - low) for low, high in ranges])
    across, up = torch.meshgrid(centres[0], centres[1].flip(0), indexing="xy")
    device = codes.device
    digits = _decode(decode, torch.stack([across, up], dim=-1).flatten(0, 1), device)
    plane = digits.reshape(CELLS, CELLS, SIDE, SIDE).transpose(1, 2).reshape(CELLS * SIDE, CELLS * SIDE, 1)
    return LatentMap(points, classes, pictures, decode, device, ranges, centres, plane)


def _range(values: Tensor) -> Range:
    """Find where nearly all values lie: from the 1st to the 99th percentile and a little further, at whole 0.01s."""
    low, high = torch.quantile(values, torch.tensor([0.01, 0.99])).tolist()
    margin = max(0.05 * (high - low), 0.05)
    return round(low - margin, 2), round(high + margin, 2)


def _decode(decode: Callable[[Tensor], Tensor], codes: Tensor, device: torch.device) -> Tensor:
    return decoded("decode(codes)", decode, codes.to(device))


@dataclass(frozen=True)
class Place:
    """A point of the codes' space, the digit decoded there, ``(1, 28, 28)``, and what lies around it.

    ``label`` is the class of ``votes`` of the ``asked`` nearest codes, ``nearest`` the number of the nearest one.
    """

    z: tuple[float, ...]
    picture: Tensor
    label: int
    votes: int
    asked: int
    nearest: int


def place_at(latent: LatentMap, z: tuple[float, float]) -> Place:
    """Decode a point and ask the codes around it for their classes."""
    picture = _decode(latent.decode, torch.tensor([z]), latent.device)[0]
    return asked_place(z, picture, latent.codes, latent.labels)


def asked_place(z: tuple[float, ...], picture: Tensor, codes: Tensor, labels: Sequence[int]) -> Place:
    """Ask the codes, ``(N, d)``, around a point for their classes; a tie goes to the class that is nearer."""
    asked = min(NEIGHBOURS, len(codes))
    distances = (codes - torch.tensor([z])).square().sum(dim=1)
    around = distances.topk(asked, largest=False).indices.tolist()
    classes = [labels[i] for i in around]
    label = max(dict.fromkeys(classes), key=classes.count)
    return Place(z, picture, label, classes.count(label), asked, around[0])


def typical_code(latent: LatentMap, label: int) -> tuple[float, float]:
    """Find, for a class that occurs, the code nearest to the middle of its codes."""
    codes = latent.codes[torch.tensor(latent.labels) == label]
    middle = codes.median(dim=0).values
    x, y = codes[(codes - middle).square().sum(dim=1).argmin()].tolist()
    return x, y


def vote(place: Place) -> str:
    """Say which class the nearest codes have."""
    article = "an" if place.label == 8 else "a"
    return f"{place.votes} of the {place.asked} nearest codes are {article} {place.label}"


def position(z: Sequence[float]) -> str:
    """Write a point: ``z = (0.50, −1.20)``, or ``z = −1.20`` on a line."""
    numbers = ", ".join(f"{value:.2f}" for value in z).replace("-", "−")
    return f"z = ({numbers})" if len(z) > 1 else f"z = {numbers}"


def describe(latent: LatentMap, place: Place) -> str:
    """Say in words what the picture shows."""
    (x_low, x_high), (y_low, y_high) = latent.ranges
    return (
        f"The codes of {len(latent.codes)} digits in a plane, z₁ from {x_low:g} to {x_high:g}, "
        f"z₂ from {y_low:g} to {y_high:g}; the point {position(place.z)} and the digit decoded there. {vote(place)}."
    )
