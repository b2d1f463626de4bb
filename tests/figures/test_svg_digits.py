import base64
import io
import re

import pytest
import torch
from PIL import Image

from course.figures.svg_digits import (
    checked,
    checked_labels,
    checked_models,
    decoded,
    difference_colours,
    digit_name,
    encoded,
    expect_pictures,
    film,
    image,
    strip,
)


def pixels_of(markup: str) -> Image.Image:
    data = re.search(r"base64,([^\"]+)", markup)
    assert data
    return Image.open(io.BytesIO(base64.b64decode(data[1])))


def test_embedded_picture_shows_black_as_0_and_white_as_1_and_clips():
    picture = pixels_of(image(0, 0, 1, torch.tensor([[0.0, 0.5, 1.0, 2.0, -1.0]])[..., None]))
    assert list(picture.tobytes()) == [0, 128, 255, 255, 0]


def test_coarse_picture_has_16_greys_from_black_to_white():
    picture = pixels_of(image(0, 0, 1, torch.linspace(-0.1, 1.1, 500)[None, :, None], coarse=True)).convert("L")
    assert sorted(set(picture.tobytes())) == [17 * grey for grey in range(16)]
    assert list(picture.tobytes()) == sorted(picture.tobytes())


def test_film_marks_a_place_and_frames_the_digit_that_lies_there():
    digits = torch.zeros(4, 1, 28, 28)
    between, on = film(10, 50, 2, digits, 1.5), film(10, 50, 2, digits, 2)
    assert 'x="128" y="48"' in between
    assert "<rect" not in between
    assert '<rect x="130" y="50" width="56"' in on


def test_models_are_pairs_of_functions():
    pair = (torch.sin, torch.cos)
    assert checked_models({1.5: pair}) == {1.5: pair}
    for wrong, said in (
        ({}, "models is empty"),
        ({"a": (torch.sin,)}, r"models\['a'\] is a tuple; expected two functions"),
    ):
        with pytest.raises(ValueError, match=said):
            checked_models(wrong)


def test_encoder_runs_without_gradients_and_its_output_is_checked():
    weight = torch.ones(784, 2, requires_grad=True)
    images, cpu = torch.ones(3, 1, 28, 28), torch.device("cpu")
    assert not encoded("encode(images)", lambda x: x.flatten(1) @ weight, images, cpu).requires_grad
    with pytest.raises(ValueError, match=r"encode\(images\) has shape \(3, 1, 28, 28\); expected \(3, d\)"):
        encoded("encode(images)", lambda x: x, images, cpu)


def test_logits_are_no_pictures_but_pictures_of_linear_decoders_are():
    expect_pictures("decode(codes)", torch.tensor([-0.4, 1.3]))
    with pytest.raises(ValueError, match=r"decode\(codes\) has values from -9.0 to 1.0; expected pictures in \[0, 1\]"):
        expect_pictures("decode(codes)", torch.tensor([-9.0, 1.0]))


def test_digits_are_named_by_place_and_class():
    assert (digit_name(1, (4, 7)), digit_name(1, ())) == ("digit 1 (a 7)", "digit 1")


def test_embedded_picture_is_as_large_as_its_scale_says():
    assert 'width="56" height="84"' in image(0, 0, 28, torch.zeros(3, 2, 1))


def test_strip_keeps_the_order_with_white_between():
    row = strip(torch.arange(3.0)[:, None, None, None].expand(3, 1, 4, 2) / 2)
    assert row.shape == (4, 10, 1)
    assert row[0, :, 0].tolist() == [0, 0, 1, 1, 0.5, 0.5, 1, 1, 1, 1]


def test_no_difference_is_white_and_signs_have_their_colours():
    white, bright, dark = difference_colours(torch.tensor([0.0, 1.0, -1.0])[:, None, None, None])[:, :, 0, 0]
    assert white.tolist() == [1, 1, 1]
    assert bright[0] > bright[2]
    assert dark[2] > dark[0]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (None, "codes is None"),
        (torch.zeros(3), r"codes has shape \(3,\); expected \(N, 2\)"),
        (torch.zeros(3, 3), r"codes has shape \(3, 3\); expected \(N, 2\)"),
        (torch.zeros(0, 2), r"codes has shape \(0, 2\)"),
        (torch.tensor([[1, float("nan")]]), "1 of 2 values of codes are NaN"),
        ((torch.zeros(3, 2), torch.zeros(3, 2)), "codes is a tuple of 2 tensors"),
    ],
)
def test_wrong_values_are_refused_by_name(values: object, said: str):
    with pytest.raises(ValueError, match=said):
        checked("codes", values, "N", 2)


def test_checked_values_are_floats_without_gradients():
    values = checked("codes", torch.zeros(3, 2, dtype=torch.float64, requires_grad=True), "N", 2)
    assert (values.dtype, values.requires_grad) == (torch.float32, False)


@pytest.mark.parametrize(
    ("labels", "said"), [([1, 10], "from 1 to 10"), ([0.5, 1], "whole"), ([1], "labels has shape")]
)
def test_wrong_labels_are_refused(labels: list[float], said: str):
    with pytest.raises(ValueError, match=said):
        checked_labels(labels, 2)


def test_decoder_runs_without_gradients_and_its_output_is_checked():
    weight = torch.ones(2, 784, requires_grad=True)
    pictures = decoded("decode(codes)", lambda z: (z @ weight).reshape(-1, 1, 28, 28), torch.ones(3, 2))
    assert not pictures.requires_grad
    with pytest.raises(ValueError, match=r"decode\(codes\) has shape \(3, 784\); expected \(3, 1, 28, 28\)"):
        decoded("decode(codes)", lambda z: z @ weight, torch.ones(3, 2))
