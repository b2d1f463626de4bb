import io
from xml.etree import ElementTree

import numpy
import pytest
import torch
from PIL import Image
from torch import Tensor, distributions

from course.explorers import PlaneExplorer
from course.explorers.plane.widget import jpeg, mass, plane_codes, plane_picture


def decode(codes: Tensor) -> Tensor:
    """A grey that rises with z₁ + 2 z₂, and one white pixel in the upper left corner of each digit."""
    grey = torch.sigmoid(codes @ torch.tensor([1.0, 2.0]))
    pictures = grey[:, None, None, None].repeat(1, 1, 28, 28)
    pictures[:, :, 0, 0] = 1
    return pictures


def test_codes_rise_to_the_right_and_upwards():
    codes = plane_codes(3.0).reshape(20, 20, 2)
    assert codes[0, 0].tolist() == [-3, 3]
    assert codes[0, -1].tolist() == [3, 3]
    assert codes[-1, 0].tolist() == [-3, -3]
    assert (codes[:, 1:, 0] > codes[:, :-1, 0]).all()
    assert (codes[1:, :, 1] < codes[:-1, :, 1]).all()


def test_every_digit_stands_at_its_code():
    pixels = plane_picture(decode, 2.0)
    assert pixels.shape == (560, 560)
    for row, column in [(0, 0), (3, 17), (19, 19)]:
        code = plane_codes(2.0)[row * 20 + column]
        tile = pixels[row * 28 : row * 28 + 28, column * 28 : column * 28 + 28]
        assert tile[0, 0] == 255
        assert int(tile[5, 9]) == int(255 * float(torch.sigmoid(code[0] + 2 * code[1])))


@pytest.mark.parametrize("reach", [0.5, 1.0, 2.5])
def test_mass_is_that_of_two_independent_gaussians(reach):
    normal = distributions.Normal(0.0, 1.0)
    inside = float(normal.cdf(torch.tensor(reach)) - normal.cdf(torch.tensor(-reach)))
    assert mass(reach) == pytest.approx(inside**2, abs=1e-6)


def test_the_picture_can_be_opened_and_is_close_to_the_pixels():
    pixels = plane_picture(decode, 2.0)
    opened = torch.tensor(numpy.array(Image.open(io.BytesIO(jpeg(pixels)))))
    assert (opened.int() - pixels.int()).abs().float().mean() < 4


def test_slider_and_model_redraw_picture_and_caption():
    explorer = PlaneExplorer({"one": decode, "two": lambda codes: decode(-codes)})
    first = explorer._picture.value
    explorer._reach.value = 1.0
    second = explorer._picture.value
    assert "47% of N(0, I)" in explorer._caption.value
    explorer._model.value = "two"
    assert len({first, second, explorer._picture.value}) == 3
    ElementTree.fromstring(explorer.still())
    assert [control.description for control in (explorer._model, explorer._reach)] == ["model", "reach"]


@pytest.mark.parametrize(
    ("decoders", "settings", "said"),
    [
        ({}, {}, "decoders is empty"),
        ({"a": decode}, {"reach": 9.0}, "reach=9 is out of range; the explorer shows 0.5 to 4"),
        ({"a": lambda codes: codes}, {}, r"decode\(codes\) has shape \(400, 2\)"),
        ({"a": lambda codes: 9 * decode(codes)}, {}, "If these are logits"),
    ],
)
def test_wrong_settings_are_refused(decoders, settings, said):
    with pytest.raises(ValueError, match=said):
        PlaneExplorer(decoders, **settings)
