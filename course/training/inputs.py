"""What `train` is given: taken where it can be, else refused in a sentence that names it and the mend."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.modules.loss import _Loss
from torch.utils.data import DataLoader, Dataset

BRIGHTEST = 10.0  # noise may lie above 1; only levels from 0 to 255 lie above this
PICTURES = 3  # axes, at least: (N, H, W) or (N, C, H, W)


def check_settings(model: object, loss: object, batch_size: object, learning_rate: object, **lengths: object) -> None:
    """Check what is no data.

    Raises
    ------
    TypeError, ValueError
        If the model is none, or has nothing to learn; if the loss is no function of model and batch; or if a number is
        none, or out of range.
    """
    if isinstance(model, type):
        raise TypeError(f"model is the class {model.__name__}; expected a network made from it: {model.__name__}()")
    if not isinstance(model, nn.Module):
        raise TypeError(f"model is {_kind(model)}; expected a network (nn.Module): train(model, examples)")
    if not any(weights.requires_grad for weights in model.parameters()):
        raise ValueError("model has no weights that can learn; give it layers, in its __init__, as self.name = layer")
    if isinstance(loss, _Loss):
        name = type(loss).__name__
        raise TypeError(f"loss is {name}, which compares two tensors; expected lambda model, x: {name}()(model(x), x)")
    if not callable(loss):
        raise TypeError(f"loss is {loss!r}; expected a function of the model and a batch, such as squared_error")
    for name, value in lengths.items():
        if value is not None and not isinstance(value, Real):
            raise TypeError(f"{name} is {value!r}; expected a number")
    if not isinstance(batch_size, int) or batch_size < 1:
        raise ValueError(f"batch_size is {batch_size!r}; expected a whole number from 1")
    if not isinstance(learning_rate, Real) or not 0 < float(learning_rate) < math.inf:
        raise ValueError(f"learning_rate is {learning_rate!r}; expected a number above 0, such as 0.003")


def as_examples(given: object, name: str, model: nn.Module) -> Tensor:
    """Return examples in the type of number that the model's weights have.

    Raises
    ------
    TypeError
        If they are no tensor of real numbers.
    ValueError
        If there are none, or if they hold NaN, infinity or grey levels from 0 to 255.
    """
    if not isinstance(given, Tensor):
        raise TypeError(f"{name} is {_kind(given)}; expected a tensor (N, ...){_mend(given, name)}")
    if not given.ndim or not len(given):
        raise ValueError(f"{name} has shape {tuple(given.shape)}; expected at least one example, (N, ...)")
    if given.ndim == 1 and given.dtype == torch.int64:
        return given  # numbers of examples, which the loss looks up
    if not given.is_floating_point():
        raise TypeError(f"{name} holds numbers of type {given.dtype}; expected float32: give {name}.float() / 255")
    low, high = float(given.min()), float(given.max())
    if not math.isfinite(high - low):
        raise ValueError(f"{name} holds values that are NaN or infinite; expected numbers, pictures from 0 to 1")
    if given.ndim >= PICTURES and high > BRIGHTEST:
        raise ValueError(f"{name} has values from {low:.3g} to {high:.3g}; expected 0 to 1: give {name} / 255")
    return given.to(next(model.parameters()).dtype)


def batches(order: Tensor, size: int, model: nn.Module) -> tuple[Tensor, ...]:
    """Return the examples' numbers in batches; a last one of one example goes into the batch before it.

    Raises
    ------
    ValueError
        If there are batches of one all the same, and the model normalises over batches.
    """
    found = torch.split(order, size)
    if len(found) > 1 and size > 1 and len(found[-1]) == 1:
        found = (*found[:-2], torch.cat(found[-2:]))
    if len(found[-1]) == 1 and any(isinstance(part, _BatchNorm) for part in model.modules()):
        raise ValueError(
            f"a batch of 1 example cannot be normalised by BatchNorm (batch_size {size}, {len(order)} examples); "
            "expected at least 2: give a larger batch_size, or more examples"
        )
    return found


def as_loss(given: Any) -> Tensor:
    """Return what a loss gave, if it is a number, and one that can be learned from where gradients are recorded.

    Raises
    ------
    TypeError, ValueError
        If it is not one number that PyTorch can follow back to the weights.
    """
    expected = "expected one number, as a tensor"
    if given is None:
        raise TypeError(f"the loss gave None; {expected}: does its function end with return?")
    if isinstance(given, tuple | list | dict):
        raise TypeError(f"the loss gave {_kind(given)} of {len(given)}; {expected}: return their sum, or one of them")
    if not isinstance(given, Tensor):
        raise TypeError(f"the loss gave {_kind(given)}; {expected}: leave out .item(), float() and .numpy()")
    if given.numel() != 1:
        raise ValueError(f"the loss gave shape {tuple(given.shape)}; {expected}: end with .mean()")
    if torch.is_grad_enabled() and not given.requires_grad:
        raise ValueError(f"the loss does not depend on the weights; {expected}: leave out .detach(), .data and no_grad")
    return given.reshape(())


def check_value(value: float, step: int, learning_rate: float, examples: Tensor) -> None:
    """Check what a loss became in a step.

    Raises
    ------
    ValueError
        If that is no number, or below 0 with pictures outside of 0 to 1, as binary cross-entropy then is.
    """
    if not math.isfinite(value):
        raise ValueError(
            f"the loss became {value} in step {step}: try a smaller learning rate than {learning_rate:g}, and look for "
            "a logarithm or a division that can meet 0"
        )
    low, high = (float(examples.min()), float(examples.max())) if value < 0 else (0.0, 1.0)
    if examples.ndim >= PICTURES and (low < 0 or high > 1):
        raise ValueError(
            f"the loss became {value:.4g}, below 0, in step {step}, with examples from {low:.3g} to {high:.3g}; "
            "expected pictures from 0 to 1: leave out transforms.Normalize"
        )


def _kind(given: object) -> str:
    name = type(given).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def _mend(given: object, name: str) -> str:
    if isinstance(given, DataLoader):
        return f": give torch.stack([x for x, *_ in {name}.dataset])"
    if isinstance(given, Dataset):
        return f": give torch.stack([x for x, *_ in {name}])"
    if type(given).__module__ == "numpy":
        return f": give torch.from_numpy({name}).float()"
    if isinstance(given, list | tuple) and given and isinstance(given[0], Tensor):
        return f": give the pictures alone, {name}[0], or torch.stack({name})"
    return ""
