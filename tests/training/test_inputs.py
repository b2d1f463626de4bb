"""What students hand to `train`: taken, or refused in one sentence with the mend."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from course.training import train

PICTURES = torch.rand(6, 1, 4, 4, generator=torch.Generator().manual_seed(0))
PAIRS = TensorDataset(PICTURES, torch.zeros(6))


def network(*more):
    return nn.Sequential(nn.Flatten(), nn.Linear(16, 16), *more, nn.Sigmoid(), nn.Unflatten(1, (1, 4, 4)))


def cross_entropy(model, batch):
    return F.binary_cross_entropy_with_logits(10 * model(batch), batch, reduction="sum")


@pytest.mark.parametrize("kind", [torch.float16, torch.float64, torch.bfloat16])
def test_examples_of_any_floating_type_are_taken(kind):
    assert len(train(network(), PICTURES.to(kind), epochs=1, test=PICTURES.to(kind)).losses) == 1


@pytest.mark.parametrize("batch_size", [2, 5, 100])
def test_batchnorm_trains_though_the_last_batch_would_be_of_one(batch_size):
    examples = torch.rand(11, 1, 4, 4)
    assert len(train(network(nn.BatchNorm1d(16)), examples, epochs=1, batch_size=batch_size).losses) == 1


def test_a_loss_of_shape_one_is_taken():
    assert train(network(), PICTURES, epochs=1, loss=lambda model, x: (model(x) - x).square().mean().reshape(1)).losses


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ((PICTURES * 255).byte(), r"type torch\.uint8; expected float32: give examples\.float\(\) / 255"),
        (PICTURES * 255, r"values from .* to 2\d\d; expected 0 to 1: give examples / 255"),
        (PICTURES / 0, "NaN or infinite"),
        (PICTURES.numpy(), r"a ndarray; .*: give torch\.from_numpy\(examples\)"),
        (DataLoader(PAIRS), r"a DataLoader; .*: give torch\.stack\(\[x for x, \*_ in examples\.dataset\]\)"),
        (PAIRS, r"a TensorDataset; .*: give torch\.stack"),
        ((PICTURES, torch.zeros(6)), r"a tuple; .*: give the pictures alone, examples\[0\]"),
        (torch.tensor(1.0), r"shape \(\); expected at least one example"),
        (None, "a NoneType; expected a tensor"),
    ],
    ids=["bytes", "levels", "infinite", "numpy", "loader", "dataset", "pair", "number", "nothing"],
)
def test_examples_that_cannot_be_used_are_refused_with_the_mend(examples, message):
    with pytest.raises((TypeError, ValueError), match=f"^examples (is|holds|has) .*{message}"):
        train(network(), examples, epochs=1)


@pytest.mark.parametrize(
    ("loss", "message"),
    [
        (lambda model, x: (model(x).mean(), x.mean()), "gave a tuple of 2; .*: return their sum, or one of them"),
        (lambda model, x: (model(x) - x).square(), r"gave shape \(6, 1, 4, 4\); .*: end with \.mean\(\)"),
        (lambda model, x: model(x).mean().item(), r"gave a float; .*: leave out \.item\(\)"),
        (lambda model, x: np.float32(model(x).mean().item()), "gave a float32; .*: leave out"),
        (lambda model, x: None, "gave None; .*: does its function end with return"),
        (lambda model, x: model(x).mean().detach(), r"does not depend on the weights; .*: leave out \.detach\(\)"),
        (nn.MSELoss(), r"MSELoss, which compares two tensors; expected lambda model, x: MSELoss\(\)\(model\(x\), x\)"),
        ("mse", "'mse'; expected a function of the model and a batch"),
    ],
    ids=["tuple", "vector", "float", "numpy", "nothing", "detached", "module", "name"],
)
@pytest.mark.parametrize("test", [None, PICTURES])
def test_a_loss_that_is_not_one_number_is_refused_with_the_mend(loss, message, test):
    if test is not None and "detach" in message:
        test = None  # while testing, nothing depends on the weights
    with pytest.raises((TypeError, ValueError), match=f"the loss .*{message}|loss is {message}"):
        train(network(), PICTURES, epochs=1, loss=loss, test=test)


def test_normalised_pictures_are_named_when_they_make_the_loss_negative():
    with pytest.raises(
        ValueError, match=r"below 0, in step \d+, with examples from -0\.\d+ to 2\.\d+; expected pictures"
    ):
        train(network(), (PICTURES - 0.1307) / 0.3081, epochs=50, loss=cross_entropy)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"model": nn.Linear}, r"model is the class Linear; .*: Linear\(\)"),
        ({"model": PICTURES}, "model is a Tensor; expected a network"),
        ({"model": nn.Flatten()}, "model has no weights that can learn"),
        ({"batch_size": 0}, "batch_size is 0; expected a whole number from 1"),
        ({"batch_size": 2.0}, r"batch_size is 2\.0; expected a whole number"),
        ({"learning_rate": 0}, "learning_rate is 0; expected a number above 0"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"epochs": "3"}, "epochs is '3'; expected a number"),
        ({"model": network(nn.BatchNorm1d(16)), "batch_size": 1}, "a batch of 1 example cannot be normalised"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_what_came(wrong, message):
    settings = {"model": network(), "examples": PICTURES, "epochs": 1} | wrong
    with pytest.raises((TypeError, ValueError), match=message):
        train(settings.pop("model"), settings.pop("examples"), **settings)
