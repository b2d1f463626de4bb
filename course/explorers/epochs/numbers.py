"""A training run as the epoch explorer shows it: digits, their reconstructions after each epoch, errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.figures.svg_digits import digit_name


@dataclass(frozen=True)
class Training:
    """What never changes while the controls move; E epochs, N digits.

    Attributes
    ----------
    images, reconstructions
        N digits, and what became of them before training and after each epoch (E + 1 times N).
    test_errors, train_errors
        Squared error per pixel: on the test set before training and after each epoch (E + 1), and on the training
        set during each epoch (E, or none).
    errors
        Squared error per pixel of each reconstruction, E + 1 times N.
    labels
        Classes of the digits, or none.
    """

    images: Sequence[bytes]
    reconstructions: Sequence[Sequence[bytes]]
    test_errors: Sequence[float]
    train_errors: Sequence[float]
    errors: Sequence[Sequence[float]]
    labels: Sequence[int]

    @property
    def epochs(self) -> int:
        """Number of epochs, E."""
        return len(self.test_errors) - 1

    def name(self, digit: int) -> str:
        """Name a digit by its place and, if known, its class."""
        return digit_name(digit, self.labels)
