import base64
import io
import math
import re

import pytest
import torch
from PIL import Image
from torch import Tensor, distributions

from course.explorers import PlaneExplorer
from course.explorers.plane.numbers import mass, plane_codes


def decode(codes: Tensor) -> Tensor:
    """A grey that rises with z₁ + 2 z₂, and one white pixel in the upper left corner of each digit."""
    grey = torch.sigmoid(codes @ torch.tensor([1.0, 2.0]))
    pictures = grey[:, None, None, None].repeat(1, 1, 28, 28)
    pictures[:, :, 0, 0] = 1
    return pictures


REFUSED = [
    ({"decoders": {}}, "decoders is empty"),
    ({"reach": 9.0}, "reach=9 is out of range; the explorer shows 0.5 to 4"),
    ({"decoders": {"a": lambda codes: codes}}, r"decode\(codes\) has shape \(20, 2\)"),
    ({"decoders": {"a": decode, "b": lambda codes: 9 * decode(codes)}}, "If these are logits"),
]


def example(**changes: object) -> PlaneExplorer:
    return PlaneExplorer(**{"decoders": {"one": decode, "two": lambda codes: decode(-codes)}, **changes})


def test_codes_rise_to_the_right_and_upwards():
    codes = torch.tensor(plane_codes(3.0)).reshape(20, 20, 2)
    assert codes[0, 0].tolist() == [-3, 3]
    assert codes[0, -1].tolist() == [3, 3]
    assert codes[-1, 0].tolist() == [-3, -3]
    assert (codes[:, 1:, 0] > codes[:, :-1, 0]).all()
    assert (codes[1:, :, 1] < codes[:-1, :, 1]).all()


def test_every_digit_stands_at_its_code():
    address = re.search(r"base64,([^\"]+)", example()._picture.value)[1]
    pixels = Image.open(io.BytesIO(base64.b64decode(address))).convert("L")
    assert pixels.size == (560, 560)
    for row, column in [(0, 0), (3, 17), (19, 19)]:
        z1, z2 = plane_codes(2.0)[row * 20 + column]
        assert pixels.getpixel((28 * column, 28 * row)) == 255
        grey = 255 / (1 + math.exp(-z1 - 2 * z2))
        assert pixels.getpixel((28 * column + 9, 28 * row + 5)) == pytest.approx(grey, abs=9)  # 16 greys are 17 apart


@pytest.mark.parametrize("reach", [0.5, 1.0, 2.5])
def test_mass_is_that_of_two_independent_gaussians(reach):
    normal = distributions.Normal(0.0, 1.0)
    inside = float(normal.cdf(torch.tensor(reach)) - normal.cdf(torch.tensor(-reach)))
    assert mass(reach) == pytest.approx(inside**2, abs=1e-6)


def test_slider_and_model_redraw_picture_and_caption():
    explorer = example()
    first = explorer._picture.value
    explorer._reach.value = 1.0
    second = explorer._picture.value
    assert "47% of N(0, I)" in explorer._caption.value
    explorer._model.value = "two"
    assert len({first, second, explorer._picture.value}) == 3
