import itertools

import pytest
import torch
from torch.nn import functional as F

from course.models.shapes import conv_output_size, conv_transpose_output_size

SETTINGS = list(itertools.product(range(1, 9), range(1, 5), range(1, 5), range(4), range(1, 4)))


def test_conv_output_size_matches_torch_for_every_setting():
    compared = 0
    for i, k, s, p, d in SETTINGS:
        if d * (k - 1) + 1 > i + 2 * p:
            with pytest.raises(ValueError, match="does not fit"):
                conv_output_size(i, k, stride=s, padding=p, dilation=d)
            continue
        by_torch = F.conv1d(torch.zeros(1, 1, i), torch.zeros(1, 1, k), stride=s, padding=p, dilation=d).shape[-1]
        assert conv_output_size(i, k, stride=s, padding=p, dilation=d) == by_torch, (i, k, s, p, d)
        compared += 1
    assert compared > 1000


def test_conv_transpose_output_size_matches_torch_for_every_setting():
    compared = 0
    for i, k, s, p, d in SETTINGS:
        for a in range(max(s, d)):
            size = (i - 1) * s - 2 * p + d * (k - 1) + a + 1
            if size < 1:
                with pytest.raises(ValueError, match="crops everything away"):
                    conv_transpose_output_size(i, k, stride=s, padding=p, output_padding=a, dilation=d)
                continue
            x, w = torch.zeros(1, 1, i), torch.zeros(1, 1, k)
            by_torch = F.conv_transpose1d(x, w, stride=s, padding=p, output_padding=a, dilation=d).shape[-1]
            came = conv_transpose_output_size(i, k, stride=s, padding=p, output_padding=a, dilation=d)
            assert came == by_torch, (i, k, s, p, a, d)
            compared += 1
    assert compared > 1000


@pytest.mark.parametrize(
    ("setting", "value"), [("stride", 0), ("padding", -1), ("dilation", 0), ("kernel_size", 0), ("input_size", 0)]
)
def test_a_setting_out_of_range_is_named(setting, value):
    settings = {"input_size": 5, "kernel_size": 3} | {setting: value}
    for size in (conv_output_size, conv_transpose_output_size):
        with pytest.raises(ValueError, match=f"{setting}={value} is out of range"):
            size(**settings)


@pytest.mark.parametrize(("stride", "dilation", "output_padding"), [(1, 1, 1), (2, 1, 2), (2, 3, 3), (2, 1, -1)])
def test_output_padding_follows_torchs_rule(stride, dilation, output_padding):
    with pytest.raises(ValueError, match=f"output_padding={output_padding} is out of range"):
        conv_transpose_output_size(4, 3, stride=stride, dilation=dilation, output_padding=output_padding)
    with pytest.raises(RuntimeError):
        F.conv_transpose1d(
            torch.zeros(1, 1, 4),
            torch.zeros(1, 1, 3),
            stride=stride,
            dilation=dilation,
            output_padding=output_padding,
        )
