"""A training run as the epoch explorer shows it: digits, their reconstructions after each epoch, errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from course.figures.svg_digits import SIDE, checked, checked_labels, digit_name, squared_errors


@dataclass(frozen=True)
class Training:
    """What never changes while the controls move; E epochs, N digits.

    Attributes
    ----------
    images, reconstructions
        ``(N, 1, 28, 28)`` and ``(E + 1, N, 1, 28, 28)``; reconstructions 0 are those before training.
    test_errors, train_errors
        Squared error per pixel: on the test set before training and after each epoch (E + 1), and on the training
        set during each epoch (E, or none).
    labels
        Classes of the digits, or none.
    errors
        Squared error per pixel of each reconstruction, ``(E + 1, N)``.
    """

    images: Tensor
    reconstructions: Tensor
    test_errors: tuple[float, ...]
    train_errors: tuple[float, ...]
    labels: tuple[int, ...]
    errors: Tensor

    @property
    def epochs(self) -> int:
        """Number of epochs, E."""
        return len(self.test_errors) - 1

    def name(self, digit: int) -> str:
        """Name a digit by its place and, if known, its class."""
        return digit_name(digit, self.labels)


def make_training(
    images: Tensor,
    reconstructions: Tensor,
    test_errors: Sequence[float] | Tensor,
    train_errors: Sequence[float] | Tensor | None = None,
    labels: Sequence[int] | Tensor | None = None,
) -> Training:
    """Check a training run and compute each digit's error after each epoch.

    Raises
    ------
    ValueError
        If shapes do not fit together, a value is not finite or an error is not above 0; the message names the argument.
    """
    pictures = checked("images", images, "N", 1, SIDE, SIDE)
    rebuilt = checked("reconstructions", reconstructions, "E + 1", len(pictures), 1, SIDE, SIDE)
    test = checked("test_errors", test_errors, len(rebuilt))
    train = test[:0] if train_errors is None else checked("train_errors", train_errors, len(rebuilt) - 1)
    for name, errors in (("test_errors", test), ("train_errors", train)):
        if (errors <= 0).any():
            raise ValueError(f"{name} has {errors.min():g} in it; expected squared errors, all above 0")
    return Training(
        images=pictures,
        reconstructions=rebuilt,
        test_errors=tuple(test.tolist()),
        train_errors=tuple(train.tolist()),
        labels=() if labels is None else checked_labels(labels, len(pictures)),
        errors=squared_errors(rebuilt, pictures),
    )


def moment(epoch: int) -> str:
    """Say when: ``0`` -> ``before training``, ``3`` -> ``after epoch 3``."""
    return f"after epoch {epoch}" if epoch else "before training"


def headline(training: Training, epoch: int) -> str:
    """Say the test error after an epoch."""
    when = f"after {epoch} of {training.epochs} epochs" if epoch else moment(epoch)
    return f"{when[0].upper()}{when[1:]} the test error is {training.test_errors[epoch]:.4f} per pixel"


def describe(training: Training, epoch: int, compared: int) -> str:
    """Say in words what the picture shows."""
    others = [f"{training.test_errors[e]:.4f} {moment(e)}" for e in dict.fromkeys((0, compared)) if e != epoch]
    errors = training.errors[epoch]
    best, worst = int(errors.argmin()), int(errors.argmax())
    digits = f"{training.name(best).capitalize()} is rebuilt with an error of {errors[best]:.4f} per pixel"
    if worst != best:
        digits += f", the smallest; {training.name(worst)} with {errors[worst]:.4f}, the largest"
    return headline(training, epoch) + (f" ({'; '.join(others)})" if others else "") + f". {digits}."
