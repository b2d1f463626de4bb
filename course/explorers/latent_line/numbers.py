"""A line of codes and a point on it: every number that the latent line shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from course.explorers.latent_map.numbers import Place, asked_place, position, vote
from course.figures.svg_digits import SIDE, Code, checked, checked_labels, decoded

CELLS = 22
"""The film shows as many digits."""
BINS = 40
SMALLEST_LIMIT = 3.0


@dataclass(frozen=True)
class Film:
    """Values of z, ``(22,)``, and the digits decoded there, ``(22, 1, 28, 28)``.

    ``by_probability``: between two neighbours lies the same probability of N(0, 1); else the same length.
    """

    by_probability: bool
    values: Tensor
    pictures: Tensor


@dataclass(frozen=True)
class Line:
    """What never changes while the point moves: N codes, ``(N,)``, their classes, and both films.

    The line is shown from ``-limit`` to ``limit``; ``densities`` is the codes' histogram over 40 equal bins of it,
    per unit of z, ``(40,)``: of area 1 unless codes lie outside.
    """

    codes: Tensor
    labels: tuple[int, ...]
    images: Tensor | None
    decode: Code
    device: torch.device
    limit: float
    densities: Tensor
    films: dict[bool, Film]


def make_line(codes: Tensor, labels: Sequence[int] | Tensor, decode: Code, images: Tensor | None = None) -> Line:
    """Check the codes, ``(N,)`` or ``(N, 1)``, and decode the films.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what the decoder returns; the message names it.
    """
    values = checked("codes", codes, "N", 1)[:, 0] if getattr(codes, "ndim", 1) == 2 else checked("codes", codes, "N")
    classes = checked_labels(labels, len(values))
    pictures = None if images is None else checked("images", images, len(values), 1, SIDE, SIDE)
    # All but a few outliers are seen; at whole 0.1s, where a slider can stand.
    limit = max(SMALLEST_LIMIT, math.ceil(10 * float(values.abs().quantile(0.995))) / 10)
    counts = torch.histc(values, BINS, -limit, limit)
    device = codes.device
    films = {by: _make_film(decode, device, limit, by) for by in (True, False)}
    densities = counts / len(values) * BINS / (2 * limit)
    return Line(values, classes, pictures, decode, device, limit, densities, films)


def _make_film(decode: Code, device: torch.device, limit: float, by_probability: bool) -> Film:
    shares = (torch.arange(CELLS) + 0.5) / CELLS
    values = torch.special.ndtri(shares) if by_probability else limit * (2 * shares - 1)
    return Film(by_probability, values, decoded("decode(codes)", decode, values[:, None].to(device)))


def place_in_film(line: Line, film: Film, z: float) -> float:
    """Find where a value lies in a film, counted in digits: 0 is the first one's place; never beyond an end."""
    share = float(torch.special.ndtr(torch.tensor(z))) if film.by_probability else (z / line.limit + 1) / 2
    return min(max(share * CELLS - 0.5, 0), CELLS - 1)


def normal_density(z: Tensor) -> Tensor:
    """Density of N(0, 1)."""
    return (-z.square() / 2).exp() / math.sqrt(2 * math.pi)


def point_at(line: Line, z: float) -> Place:
    """Decode a value and ask the codes around it for their classes."""
    picture = decoded("decode(codes)", line.decode, torch.tensor([[z]]).to(line.device))[0]
    return asked_place((z,), picture, line.codes[:, None], line.labels)


def typical_value(line: Line, label: int) -> float:
    """Find the median of the codes of a class that occurs, no further out than the line is shown."""
    median = float(line.codes[torch.tensor(line.labels) == label].median())
    return min(max(median, -line.limit), line.limit)


def spacing(film: Film) -> str:
    """Say how far apart a film's values are."""
    return "at equal steps of probability under N(0, 1)" if film.by_probability else "at equal steps of z"


def describe(line: Line, film: Film, place: Place) -> str:
    """Say in words what the picture shows."""
    return (
        f"The codes of {len(line.codes)} digits on a line, z from {-line.limit:g} to {line.limit:g}, their mean "
        f"{line.codes.mean():.2f} and standard deviation {line.codes.std(correction=0):.2f}; {CELLS} digits decoded "
        f"{spacing(film)}; the point {position(place.z)} and the digit decoded there. {vote(place)}."
    ).replace(" -", " −")
