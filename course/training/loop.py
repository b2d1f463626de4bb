"""The training loop of the lessons: shuffled batches, Adam, a one-cycle learning rate, and a record of every epoch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course.training.inputs import as_examples, as_loss, batches, check_settings, check_value
from course.training.profile import device
from course.training.progress_bar import ProgressBar, duration
from course.training.stopping import stop_with_the_cell, stopped_in_this_cell
from course.training.threads import FastestThreads
from course.wording import counted

Loss = Callable[[nn.Module, Tensor], Tensor]


@dataclass
class History:
    """What training leaves behind, epoch by epoch.

    Attributes
    ----------
    losses
        Mean training loss during each epoch, E numbers.
    test_losses
        Loss on the test examples after 0, 1, ... E epochs, E + 1 numbers; empty without test examples.
    outputs
        What the model made of the watched examples after 0, 1, ... E epochs, E + 1 tensors.
    seconds
        Time spent on training, without tests.
    """

    losses: list[float] = field(default_factory=list)
    test_losses: list[float] = field(default_factory=list)
    outputs: list[Tensor] = field(default_factory=list)
    seconds: float = 0.0


def squared_error(model: nn.Module, batch: Tensor) -> Tensor:
    """Mean squared difference between what an autoencoder makes of a batch and the batch, per pixel.

    Raises
    ------
    ValueError
        If the model changes the shape of the batch.
    """
    output = model(batch)
    if output.shape != batch.shape:
        raise ValueError(
            f"the model made shape {tuple(output.shape)} of a batch of shape {tuple(batch.shape)}; an autoencoder must "
            "return the shape that it was given"
        )
    return F.mse_loss(output, batch)


def train(
    model: nn.Module,
    examples: Tensor,
    *,
    epochs: int | None = None,
    seconds: float | None = None,
    loss: Loss = squared_error,
    batch_size: int = 64,
    learning_rate: float = 3e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    test: Tensor | None = None,
    watch: Tensor | None = None,
    seed: int = 0,
    title: str = "training",
) -> History:
    """Train a model on the GPU if there is one, show how far it is, and return the record.

    Pressing stop (interrupting the kernel) ends the training early: the model keeps what it has learned so far, and the
    epoch that was cut short is the last one of the record. The next training of the same cell does not begin: a loop of
    trainings is stopped with the one that it was at.

    Parameters
    ----------
    model
        It is left on the CPU, in evaluation mode.
    examples
        ``(N, ...)``, of which batches are drawn.
    epochs, seconds
        Give one of them: how often to go through all examples, or for how long (the last epoch may be cut short).
        With 0 the model is only tested.
    loss
        ``loss(model, batch)``: a mean over the batch.
    learning_rate
        Highest learning rate of the cycle: it rises from 4 % to 100 % in the first quarter and falls to 0.
    betas
        Adam's. In a training of a few epochs a second one of 0.98 forgets sooner what the first gradients were like.
    test
        Examples for `History.test_losses`.
    watch
        Examples for `History.outputs`.
    seed
        Decides on the order of the examples.
    title
        What the progress bar calls it; empty for no bar.

    Raises
    ------
    ValueError
        If both or none of `epochs` and `seconds` are given, or a negative one; if another number is out of range; if
        there are no examples, or pictures from 0 to 255; if the loss is not one number that depends on the weights, or
        becomes infinite or NaN.
    KeyboardInterrupt
        If a training of the same cell was stopped before; or if stop is pressed a second time.
    TypeError
        If the model, the examples or the loss is something else; the message says how to make of it what is expected.

    Notes
    -----
    Adam: Kingma & Ba 2015, arXiv:1412.6980. One cycle: Smith & Topin 2018, arXiv:1708.07120.
    """
    stop_with_the_cell()
    check_settings(model, loss, batch_size, learning_rate, epochs=epochs, seconds=seconds)
    if (epochs is None) == (seconds is None):
        raise ValueError(f"epochs is {epochs} and seconds is {seconds}; give one of them")
    if (epochs or 0) < 0 or (seconds or 0) < 0:
        raise ValueError(f"epochs is {epochs} and seconds is {seconds}; expected a number from 0")
    where = device()
    examples = as_examples(examples, "examples", model).to(where)
    given = {"test": test, "watch": watch}
    tests = [None if part is None else as_examples(part, name, model).to(where) for name, part in given.items()]
    run = _Run(model.to(where), loss, learning_rate, betas, tests[0], tests[1], ProgressBar(title))
    steps = len(batches(torch.arange(len(examples)), batch_size, model))
    generator = torch.Generator().manual_seed(seed)
    try:
        with run.threads:
            run.record()
            while run.fraction(epochs, seconds, steps) < 1:
                order = torch.randperm(len(examples), generator=generator).to(where)
                run.epoch(examples, batches(order, batch_size, model), lambda: run.fraction(epochs, seconds, steps))
                run.record()
    except KeyboardInterrupt:
        run.record_what_is_missing()
        stopped_in_this_cell()
        run.bar.close(f"stopped; {run.summary()}; the model keeps what it has learned, the text below speaks of more")
    else:
        run.bar.close(run.summary())
    finally:
        model.cpu().eval()
    return run.history


class _Run:
    """One training: the model, its optimiser and the record."""

    def __init__(
        self,
        model: nn.Module,
        loss: Loss,
        learning_rate: float,
        betas: tuple[float, float],
        test: Tensor | None,
        watch: Tensor | None,
        bar: ProgressBar,
    ) -> None:
        self.model, self.loss, self.learning_rate = model, loss, learning_rate
        self.test, self.watch, self.bar = test, watch, bar
        fused = device().type in ("cpu", "cuda")  # one pass over the weights instead of several
        self.optimiser = torch.optim.Adam(model.parameters(), lr=learning_rate, betas=betas, fused=fused)
        self.history = History()
        self.threads = FastestThreads(device())
        self.steps = self.records = 0

    def fraction(self, epochs: int | None, seconds: float | None, steps_per_epoch: int) -> float:
        """How much of the training is done, from 0 to 1."""
        if seconds is not None:
            return min(1.0, self.history.seconds / seconds) if seconds > 0 else 1.0
        return self.steps / (epochs * steps_per_epoch) if epochs else 1.0

    def epoch(self, examples: Tensor, batches: tuple[Tensor, ...], fraction: Callable[[], float]) -> None:
        """One epoch, cut short where the time is over or the student presses stop."""
        self.model.train()
        total, seen, number = 0.0, 0, len(self.history.losses) + 1
        try:
            for chosen in batches:
                done = fraction()
                if done >= 1:
                    break
                started = time.perf_counter()
                value = self._step(examples[chosen], self.learning_rate * one_cycle(done))
                seconds = time.perf_counter() - started
                self.history.seconds += seconds
                self.threads.record(seconds)
                total, seen = total + value * len(chosen), seen + len(chosen)
                self.bar.update(done, f"epoch {number} · loss {total / seen:.4g}")
        finally:
            if seen:
                self.history.losses.append(total / seen)

    def _step(self, batch: Tensor, learning_rate: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate
        loss = as_loss(self.loss(self.model, batch))
        self.optimiser.zero_grad()
        torch.autograd.backward(loss)
        self.optimiser.step()
        self.steps += 1
        value = loss.item()
        check_value(value, self.steps, self.learning_rate, batch)
        return value

    def record(self) -> None:
        """Test the model, and keep what it makes of the watched examples: both, or nothing if it is interrupted."""
        self.model.eval()
        with torch.no_grad():
            tests = [] if self.test is None else [mean_loss(self.model, self.test, self.loss)]
            outputs = [] if self.watch is None else [self.model(self.watch).cpu()]
        self.history.test_losses += tests
        self.history.outputs += outputs
        self.records += 1

    def record_what_is_missing(self) -> None:
        """After an interruption: a record belongs to the time before training and to each epoch, whole or not."""
        if self.records <= len(self.history.losses):
            self.record()

    def summary(self) -> str:
        """The last line: how long, how good."""
        history = self.history
        words = f"{counted(len(history.losses), 'epoch')} in {duration(history.seconds)}"
        words += f", loss {history.losses[-1]:.4g}" if history.losses else ""
        return words + (f", on the test set {history.test_losses[-1]:.4g}" if history.test_losses else "")


def one_cycle(fraction: float) -> float:
    """Learning rate, relative to its highest, when this fraction of the training is done.

    It rises on a cosine from 0.04 to 1 in the first quarter, then falls on a cosine to 0.
    """
    rise = 0.25
    if fraction < rise:
        return 0.04 + 0.96 * (1 - math.cos(math.pi * fraction / rise)) / 2
    return (1 + math.cos(math.pi * (fraction - rise) / (1 - rise))) / 2


@torch.no_grad()
def mean_loss(model: nn.Module, examples: Tensor, loss: Loss = squared_error, *, batch_size: int = 500) -> float:
    """Loss of a model on many examples, in the mode (training or evaluation) that the model is in."""
    parts = [as_loss(loss(model, batch)).item() * len(batch) for batch in torch.split(examples, batch_size)]
    return sum(parts) / len(examples)
