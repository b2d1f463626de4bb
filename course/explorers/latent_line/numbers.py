"""A line of codes and a point on it: every number that the latent line shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, median_low

from course.explorers.latent_map.numbers import Point, asked_point
from course.explorers.vectors import Code, Decode, cell_centres, quantile, variance

CELLS = 22
"""The film shows as many digits."""
BINS = 40
SMALLEST_LIMIT = 3.0
NORMAL = NormalDist()


@dataclass(frozen=True)
class Film:
    """22 values of z and the digits decoded there.

    ``by_probability``: between two neighbours lies the same probability of N(0, 1); else the same length.
    """

    by_probability: bool
    values: Sequence[float]
    pictures: Sequence[bytes]


@dataclass(frozen=True)
class Line:
    """What never changes while the point moves: N codes of one number, their classes, N digits or None, and both films.

    The line is shown from ``-limit`` to ``limit``; ``densities`` is the codes' histogram over 40 equal bins of it,
    per unit of z: of area 1 unless codes lie outside.
    """

    codes: Sequence[Code]
    labels: Sequence[int]
    images: Sequence[bytes] | None
    decode: Decode
    mean: float
    deviation: float
    limit: float
    densities: Sequence[float]
    films: dict[bool, Film]


def make_line(
    codes: Sequence[Code], labels: Sequence[int], decode: Decode, images: Sequence[bytes] | None = None
) -> Line:
    """Decode both films along a line that holds nearly all codes."""
    values = [z for (z,) in codes]
    # All but a few outliers are seen; at whole 0.1s, where a slider can stand.
    limit = max(SMALLEST_LIMIT, math.ceil(10 * quantile(list(map(abs, values)), 0.995)) / 10)
    films = {by_probability: _make_film(decode, limit, by_probability) for by_probability in (True, False)}
    mean, deviation = fmean(values), math.sqrt(variance(values))
    return Line(codes, labels, images, decode, mean, deviation, limit, _densities(values, limit), films)


def _make_film(decode: Decode, limit: float, by_probability: bool) -> Film:
    shares = cell_centres(0, 1, CELLS)
    values = [NORMAL.inv_cdf(share) if by_probability else limit * (2 * share - 1) for share in shares]
    return Film(by_probability, values, decode([(value,) for value in values]))


def _densities(values: Sequence[float], limit: float) -> list[float]:
    """Histogram of the codes from -limit to limit, both ends included."""
    width, counts = 2 * limit / BINS, [0] * BINS
    for z in values:
        if abs(z) <= limit:
            counts[min(int((z + limit) / width), BINS - 1)] += 1
    return [count / len(values) / width for count in counts]


def position_in_film(line: Line, film: Film, z: float) -> float:
    """Find where a value lies in a film, counted in digits: 0 is the first one's place; never beyond an end."""
    share = NORMAL.cdf(z) if film.by_probability else (z / line.limit + 1) / 2
    return min(max(share * CELLS - 0.5, 0), CELLS - 1)


def point_at(line: Line, z: float) -> Point:
    """Decode a value and ask the codes around it for their classes."""
    return asked_point((z,), line.decode([(z,)])[0], line.codes, line.labels)


def typical_value(line: Line, label: int) -> float:
    """Find the median of the codes of a class that occurs, no further out than the line is shown."""
    median = median_low(z for (z,), other in zip(line.codes, line.labels, strict=True) if other == label)
    return min(max(median, -line.limit), line.limit)
