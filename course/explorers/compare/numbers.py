"""Models side by side on the same digit and the same noise: every number that the comparison shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from course.figures.svg_digits import (
    SIDE,
    Code,
    Name,
    checked,
    checked_labels,
    checked_models,
    decoded,
    digit_name,
    encoded,
    expect_pictures,
)

SAMPLES = 8
"""So many samples of each model are shown."""
MANY_SAMPLES = 32
"""So many of the model shown larger; the first of them are the same."""
_BATCH = 100


def cross_entropies(pictures: Tensor, images: Tensor) -> Tensor:
    """Binary cross-entropy of each picture, summed over pixels, in nats: ``(N, 1, 28, 28)`` twice -> ``(N,)``.

    Values outside of [0, 1] are clipped, and no pixel costs more than 100 nats, as in
    `torch.nn.functional.binary_cross_entropy`.
    """
    losses = F.binary_cross_entropy(pictures.clamp(0, 1), images.clamp(0, 1), reduction="none")
    return losses.flatten(1).sum(dim=1)


@dataclass(frozen=True)
class Rival:
    """A model with its reconstructions of all N digits from μ, ``(N, 1, 28, 28)``, and their errors, ``(N,)``."""

    name: str
    decode: Code
    dimensions: int
    device: torch.device
    rebuilt: Tensor
    errors: Tensor


@dataclass(frozen=True)
class Contest:
    """What never changes while the controls move: N digits and the models.

    ``floors`` are the smallest errors possible, those of the digits themselves, ``(N,)``: above 0 for grey pixels.
    """

    images: Tensor
    labels: tuple[int, ...]
    rivals: tuple[Rival, ...]
    floors: Tensor


def make_contest(models: Mapping[Name, tuple[Code, Code]], images: Tensor, labels: Sequence[int] | Tensor) -> Contest:
    """Check the digits and rebuild them with each model.

    Raises
    ------
    ValueError
        If a shape is wrong, in the arguments or in what an encoder or a decoder returns; the message names it.
    """
    pictures = checked("images", images, "N", 1, SIDE, SIDE)
    rivals = tuple(
        _make_rival(str(name), encode, decode, pictures, images.device)
        for name, (encode, decode) in checked_models(models).items()
    )
    return Contest(pictures, checked_labels(labels, len(pictures)), rivals, cross_entropies(pictures, pictures))


def _make_rival(name: str, encode: Code, decode: Code, pictures: Tensor, device: torch.device) -> Rival:
    codes = encoded(f"encode(images) of model {name!r}", encode, pictures, device)
    parts = [decoded(f"decode(codes) of model {name!r}", decode, part) for part in torch.split(codes, _BATCH)]
    rebuilt = torch.cat(parts)
    expect_pictures(f"decode(codes) of model {name!r}", rebuilt)
    return Rival(name, decode, codes.shape[1], device, rebuilt, cross_entropies(rebuilt, pictures))


def noise(dimensions: int, seed: int) -> Tensor:
    """Draw ε ~ N(0, I) for a code of any length: ``(32, dimensions)``.

    Codes of different lengths share their first numbers: each dimension has its own 32 numbers, drawn one dimension
    after the other.
    """
    return torch.randn(dimensions, MANY_SAMPLES, generator=torch.Generator().manual_seed(seed)).T


def sample(rival: Rival, seed: int, count: int = SAMPLES) -> Tensor:
    """Decode z = ε: ``(count, 1, 28, 28)``."""
    z = noise(rival.dimensions, seed)[:count].contiguous()
    return decoded(f"decode(codes) of model {rival.name!r}", rival.decode, z.to(rival.device))


def sample_all(contest: Contest, seed: int) -> tuple[Tensor, ...]:
    """Decode the same ε with each model: ``(8, 1, 28, 28)`` each."""
    return tuple(sample(rival, seed) for rival in contest.rivals)


@dataclass(frozen=True)
class Round:
    """How the controls stand, and the samples of each model, ``(8, 1, 28, 28)``.

    ``many`` are samples of the chosen model, ``(32, 1, 28, 28)``, or None if its digit is shown larger instead.
    """

    contest: Contest
    digit: int
    seed: int
    chosen: int
    samples: tuple[Tensor, ...]
    many: Tensor | None

    @property
    def rival(self) -> Rival:
        """The model that is shown larger."""
        return self.contest.rivals[self.chosen]

    @property
    def digit_name(self) -> str:
        """The digit, named."""
        return digit_name(self.digit, self.contest.labels)


def describe(shown: Round) -> str:
    """Say in words what the picture shows."""
    errors = [
        f"{rival.name}: {rival.errors[shown.digit]:.1f} ({rival.errors.mean():.1f})" for rival in shown.contest.rivals
    ]
    return (
        f"{shown.digit_name.capitalize()}, rebuilt from μ by each model. Binary cross-entropy in nats (mean of "
        f"{len(shown.contest.images)} digits): {'; '.join(errors)}; at least {shown.contest.floors[shown.digit]:.1f}. "
        f"Samples decoded from the same ε, set {shown.seed}. Shown larger: {shown.rival.name}."
    )
