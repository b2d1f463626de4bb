"""The epoch explorer: controls wired to `course.explorers.epochs.numbers`."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
from torch import Tensor

from course.explorers.base import Drawing
from course.explorers.controls import labelled, row, whole_slider
from course.explorers.epochs.figure import COLUMNS, draw
from course.explorers.epochs.numbers import Training
from course.explorers.epochs.words import describe
from course.explorers.tensors import checked, checked_digits, checked_labels, grey_levels, squared_errors
from course.figures.svg_digits import SIDE


class EpochExplorer(Drawing):
    """Two moments of an autoencoder's training side by side; show it by naming it in a cell's last line.

    Parameters
    ----------
    images
        Digits of the test set, ``(N, 1, 28, 28)``, values in [0, 1].
    reconstructions
        What the autoencoder made of them before training and after each of E epochs, ``(E + 1, N, 1, 28, 28)``.
    test_errors
        Squared error per pixel on the test set before training and after each epoch, E + 1 numbers.
    train_errors
        Mean squared error per pixel during each epoch, E numbers.
    labels
        Classes of the digits, ``(N,)``.

    Raises
    ------
    ValueError
        If shapes do not fit together, a value is not finite or an error is not above 0; the message names the argument.
    """

    def __init__(
        self,
        images: Tensor,
        reconstructions: Tensor,
        test_errors: Sequence[float] | Tensor,
        *,
        train_errors: Sequence[float] | Tensor | None = None,
        labels: Sequence[int] | Tensor | None = None,
    ) -> None:
        super().__init__()
        self._training = _make_training(images, reconstructions, test_errors, train_errors, labels)
        epochs = self._training.epochs
        self._epoch = whole_slider("epoch", epochs, value=epochs)
        self._compared = whole_slider("compare with", epochs, value=1 if epochs > 1 else 0)
        self._first = whole_slider("first digit", max(len(self._training.images) - COLUMNS, 0))
        self._play = widgets.Play(min=0, max=epochs, value=epochs, interval=600)
        self._link = widgets.jslink((self._play, "value"), (self._epoch, "value"))
        self._redraw_with(self._epoch, self._compared, self._first)
        self.widget = self._lay_out()
        self._redraw()

    def still(self) -> str:
        """Return the picture as SVG, as the controls stand."""
        return draw(self._training, self._epoch.value, self._compared.value, self._first.value)

    def words(self) -> str:
        """Return the errors at the chosen epochs, and the digits that are rebuilt best and worst."""
        return describe(self._training, self._epoch.value, self._compared.value)

    def _lay_out(self) -> widgets.VBox:
        controls = [self._epoch, widgets.HBox(labelled("play", [self._play])), self._compared]
        if self._first.max:
            controls.append(self._first)
        return widgets.VBox([row(controls), self._picture])


def _make_training(
    images: Tensor,
    reconstructions: Tensor,
    test_errors: Sequence[float] | Tensor,
    train_errors: Sequence[float] | Tensor | None,
    labels: Sequence[int] | Tensor | None,
) -> Training:
    """Check a training run and compute each digit's error after each epoch."""
    pictures = checked_digits("images", images)
    rebuilt = checked("reconstructions", reconstructions, "E + 1", len(pictures), 1, SIDE, SIDE)
    test = checked("test_errors", test_errors, len(rebuilt))
    train = test[:0] if train_errors is None else checked("train_errors", train_errors, len(rebuilt) - 1)
    for name, errors in (("test_errors", test), ("train_errors", train)):
        if (errors <= 0).any():
            raise ValueError(f"{name} has {errors.min():g} in it; expected squared errors, all above 0")
    return Training(
        images=grey_levels(pictures),
        reconstructions=[grey_levels(epoch) for epoch in rebuilt],
        test_errors=test.tolist(),
        train_errors=train.tolist(),
        errors=squared_errors(rebuilt, pictures).tolist(),
        labels=() if labels is None else checked_labels(labels, len(pictures)),
    )
