"""Models side by side on the same digit and the same noise: every number that the comparison shows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from course.explorers.vectors import Decode
from course.figures.svg_digits import digit_name

SAMPLES = 8
"""So many samples of each model are shown."""
MANY_SAMPLES = 32
"""So many of the model shown larger; the first of them are the same."""


@dataclass(frozen=True)
class Rival:
    """A model whose codes have d dimensions, its reconstructions of all N digits from μ, and their errors in nats."""

    name: str
    decode: Decode
    dimensions: int
    rebuilt: Sequence[bytes]
    errors: Sequence[float]

    @property
    def mean_error(self) -> float:
        """Mean of the errors, in nats."""
        return fmean(self.errors)


@dataclass(frozen=True)
class Contest:
    """What never changes while the controls move: N digits and the models.

    ``floors`` are the smallest errors possible, those of the digits themselves: above 0 for grey pixels.
    """

    images: Sequence[bytes]
    labels: Sequence[int]
    rivals: Sequence[Rival]
    floors: Sequence[float]


def noise(dimensions: int, seed: int) -> list[tuple[float, ...]]:
    """Draw ε ~ N(0, I), 32 codes of any length.

    Codes of different lengths share their first numbers: each dimension has its own 32 numbers, drawn one dimension
    after the other.
    """
    generator = random.Random(seed)
    return list(zip(*([generator.gauss(0, 1) for _ in range(MANY_SAMPLES)] for _ in range(dimensions)), strict=True))


def sample(rival: Rival, seed: int, count: int = SAMPLES) -> list[bytes]:
    """Decode z = ε, so many times."""
    return rival.decode(noise(rival.dimensions, seed)[:count])


@dataclass(frozen=True)
class Round:
    """How the controls stand, and the 8 samples of each model.

    ``many`` are 32 samples of the chosen model, or None if its digit is shown larger instead.
    """

    contest: Contest
    digit: int
    seed: int
    chosen: int
    samples: Sequence[Sequence[bytes]]
    many: Sequence[bytes] | None

    @property
    def rival(self) -> Rival:
        """The model that is shown larger."""
        return self.contest.rivals[self.chosen]

    @property
    def digit_name(self) -> str:
        """The digit, named."""
        return digit_name(self.digit, self.contest.labels)
