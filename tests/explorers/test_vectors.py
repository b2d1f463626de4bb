import math

import pytest
import torch

from course.explorers.vectors import cell_centres, dot, even_steps, lerp, quantile, squared_error, variance

VALUES = [0.5, -2.0, 7.25, 3.0, 3.0]


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.6, 0.995, 1])
def test_quantile_and_variance_are_those_of_torch(share: float):
    values = torch.tensor(VALUES, dtype=torch.float64)
    assert quantile(VALUES, share) == pytest.approx(values.quantile(share).item())
    assert variance(VALUES) == pytest.approx(values.var(correction=0).item())


def test_squared_error_is_the_mean_over_pixels_with_white_as_1():
    assert squared_error(bytes([0, 255, 51]), bytes([0, 0, 0])) == pytest.approx((1 + 0.04) / 3)
    assert squared_error(b"abc", b"abc") == 0


def test_straight_path_has_both_ends_and_their_middle():
    assert [lerp([0, 2], [4, 0], alpha) for alpha in (0, 0.5, 1)] == [[0, 2], [2, 1], [4, 0]]


def test_steps_and_cells_share_a_range_evenly():
    assert even_steps(-1, 1, 5) == [-1, -0.5, 0, 0.5, 1]
    assert cell_centres(0, 4, 4) == [0.5, 1.5, 2.5, 3.5]


def test_dot_is_a_sum_of_products():
    assert dot([1, 2, 3], [4, 5, 6]) == 32
    assert math.sqrt(dot([3, 4], [3, 4])) == 5
