"""What the epoch explorer says in words."""

from __future__ import annotations

from course.explorers.epochs.numbers import Training


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
    best, worst = (pick(range(len(errors)), key=errors.__getitem__) for pick in (min, max))
    digits = f"{training.name(best).capitalize()} is rebuilt with an error of {errors[best]:.4f} per pixel"
    if worst != best:
        digits += f", the smallest; {training.name(worst)} with {errors[worst]:.4f}, the largest"
    return headline(training, epoch) + (f" ({'; '.join(others)})" if others else "") + f". {digits}."
