import pytest
import torch

from course.explorers.tensors import (
    checked,
    checked_labels,
    checked_models,
    decoder,
    encoded,
    expect_pictures,
    grey_levels,
)

CPU = torch.device("cpu")


def test_black_is_0_and_white_is_255_and_what_is_outside_is_clipped():
    pictures = torch.tensor([0.0, 0.5, 1.0, 2.0, -1.0])[:, None, None, None].expand(5, 1, 28, 28)
    assert [(digit[0], len(digit)) for digit in grey_levels(pictures)] == [(g, 784) for g in (0, 128, 255, 255, 0)]


def test_models_are_pairs_of_functions():
    pair = (torch.sin, torch.cos)
    assert checked_models({1.5: pair}) == {1.5: pair}
    for wrong, message in (
        ({}, "models is empty"),
        ({"a": (torch.sin,)}, r"models\['a'\] is a tuple; expected two functions"),
    ):
        with pytest.raises(ValueError, match=message):
            checked_models(wrong)


def test_encoder_runs_without_gradients_and_its_output_is_checked():
    weight = torch.ones(784, 2, requires_grad=True)
    images = torch.ones(3, 1, 28, 28)
    assert not encoded("encode(images)", lambda x: x.flatten(1) @ weight, images, CPU).requires_grad
    with pytest.raises(ValueError, match=r"encode\(images\) has shape \(3, 1, 28, 28\); expected \(3, d\)"):
        encoded("encode(images)", lambda x: x, images, CPU)


def test_decoder_takes_lists_returns_grey_levels_and_checks_its_networks_output():
    weight = torch.full((2, 784), 0.25, requires_grad=True)
    decode = decoder("decode(codes)", lambda z: (z @ weight).reshape(-1, 1, 28, 28), CPU)
    assert decode([[1, 1], (0.0, 4.0)]) == [784 * bytes([128]), 784 * bytes([255])]
    with pytest.raises(ValueError, match=r"decode\(codes\) has shape \(3, 784\); expected \(3, 1, 28, 28\)"):
        decoder("decode(codes)", lambda z: z @ weight, CPU)([[1, 1]] * 3)


def test_logits_are_no_pictures_but_pictures_of_linear_decoders_are():
    expect_pictures("decode(codes)", torch.tensor([-0.4, 1.3]))
    with pytest.raises(ValueError, match=r"decode\(codes\) has values from -9.0 to 1.0; expected pictures in \[0, 1\]"):
        expect_pictures("decode(codes)", torch.tensor([-9.0, 1.0]))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (None, "codes is None"),
        (torch.zeros(3), r"codes has shape \(3,\); expected \(N, 2\)"),
        (torch.zeros(3, 3), r"codes has shape \(3, 3\); expected \(N, 2\)"),
        (torch.zeros(0, 2), r"codes has shape \(0, 2\)"),
        (torch.tensor([[1, float("nan")]]), "1 of 2 values of codes are NaN"),
        ((torch.zeros(3, 2), torch.zeros(3, 2)), "codes is a tuple of 2 tensors"),
    ],
)
def test_wrong_values_are_refused_by_name(values: object, message: str):
    with pytest.raises(ValueError, match=message):
        checked("codes", values, "N", 2)


def test_checked_values_are_floats_without_gradients():
    values = checked("codes", torch.zeros(3, 2, dtype=torch.float64, requires_grad=True), "N", 2)
    assert (values.dtype, values.requires_grad) == (torch.float32, False)


@pytest.mark.parametrize(
    ("labels", "message"), [([1, 10], "from 1 to 10"), ([0.5, 1], "whole"), ([1], "labels has shape")]
)
def test_wrong_labels_are_refused(labels: list[float], message: str):
    with pytest.raises(ValueError, match=message):
        checked_labels(labels, 2)
