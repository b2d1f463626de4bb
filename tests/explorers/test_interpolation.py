import math
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import torch

from course.explorers import InterpolationExplorer
from course.explorers.interpolation.numbers import Gallery, make_pair, slerp, still_at
from course.explorers.interpolation.projection import project
from course.explorers.interpolation.words import describe
from course.explorers.tensors import grey_levels
from course.explorers.vectors import lerp

IMAGES = torch.rand(5, 1, 28, 28, generator=torch.Generator().manual_seed(0))
LABELS = [7, 2, 1, 0, 4]
BASIS = torch.linalg.qr(torch.randn(784, 3, generator=torch.Generator().manual_seed(1))).Q
METHODS = {"plane": (lambda x: x.flatten(1) @ BASIS, lambda z: (z @ BASIS.T).reshape(-1, 1, 28, 28))}
REFUSED = [
    ({"methods": {"a": (lambda x: x, METHODS["plane"][1])}}, r"encode\(images\) of method 'a' has shape"),
    ({"methods": {"a": (lambda x: (x[:, 0, 0],) * 2, METHODS["plane"][1])}}, "method 'a' is a tuple of 2 tensors"),
    ({"methods": {"a": (METHODS["plane"][0], lambda z: z)}}, r"decode\(codes\) of method 'a' has shape \(11, 3\)"),
    ({"methods": {"pixels": METHODS["plane"]}}, "choose another name"),
    ({"second": 5}, "second=5 is out of range: images has 0 to 4"),
    ({"images": IMAGES[:1], "labels": LABELS[:1]}, "images has 1 digit; expected at least 2"),
]


def example(**changes: object) -> InterpolationExplorer:
    return InterpolationExplorer(**{"images": IMAGES, "labels": LABELS, "methods": METHODS, **changes})


def gallery() -> Gallery:
    return example()._gallery


def close(one: list[bytes], other: list[bytes]) -> bool:
    """Whether no grey level differs by more than rounding."""
    return all(abs(a - b) <= 1 for x, y in zip(one, other, strict=True) for a, b in zip(x, y, strict=True))


def test_films_begin_and_end_with_the_two_digits_as_each_method_rebuilds_them():
    encode, decode = METHODS["plane"]
    pair = make_pair(gallery(), 3, 1)
    assert list(pair.films) == ["pixels", "plane"]
    assert pair.films["pixels"][::10] == grey_levels(IMAGES[[3, 1]])
    assert close(pair.films["plane"][::10], grey_levels(decode(encode(IMAGES[[3, 1]]))))


def test_pixels_mix_with_the_share_alpha_of_the_second_digit():
    still = still_at(make_pair(gallery(), 0, 2), 0.35)
    assert close([still.pictures["pixels"]], grey_levels(0.65 * IMAGES[[0]] + 0.35 * IMAGES[[2]]))


def test_nearest_digit_at_an_end_is_that_digit_without_error():
    still = still_at(make_pair(gallery(), 0, 2), 1.0)
    assert still.nearest["pixels"] == (2, 0.0)
    assert "pixels: digit 2 (a 1), 0.0000" in describe(still)


def test_error_of_the_nearest_digit_is_the_mean_over_pixels():
    still = still_at(make_pair(gallery(), 0, 2), 0.4)
    digit, error = still.nearest["plane"]
    picture = torch.tensor(list(still.pictures["plane"])) / 255
    errors = (picture - IMAGES.flatten(1)).square().mean(dim=1)
    assert digit == int(errors.argmin())
    assert error == pytest.approx(errors.min().item(), rel=1e-2)


def test_point_in_the_map_goes_from_code_to_code():
    pair = make_pair(gallery(), 0, 2)
    for alpha, digit in ((0.0, 0), (1.0, 2)):
        assert still_at(pair, alpha).point == pytest.approx(pair.gallery.projection.points[digit])


def test_spherical_path_keeps_the_length_and_turns_evenly():
    start, end = [3.0, 0, 0], [0, 3.0, 0]
    path = [slerp(start, end, alpha) for alpha in (0, 0.25, 0.5, 0.75, 1)]
    assert [math.hypot(*code) for code in path] == pytest.approx([3] * 5)
    angles = [math.acos(sum(a * b for a, b in zip(*codes, strict=True)) / 9) for codes in pairwise(path)]
    assert angles == pytest.approx([math.pi / 8] * 4)
    assert (path[0], path[-1]) == (pytest.approx(start), pytest.approx(end))


@pytest.mark.parametrize(
    ("start", "end"), [([1.0, 2.0], [2.0, 4.0]), ([1.0, 2.0], [-1.0, -2.0]), ([0.0, 0.0], [1.0, 0.0]), ([1.0], [-2.0])]
)
def test_spherical_path_is_straight_where_the_codes_tell_no_angle(start: list[float], end: list[float]):
    for alpha in (0, 0.25, 1):
        assert slerp(start, end, alpha) == pytest.approx(lerp(start, end, alpha))


def test_spherical_path_bends_codes_and_the_map_but_no_pixels():
    encode, decode = METHODS["plane"]
    pair, straight = make_pair(gallery(), 0, 2, spherical=True), make_pair(gallery(), 0, 2)
    projection = pair.gallery.projection
    assert pair.films["pixels"] == straight.films["pixels"]
    code = slerp(*encode(IMAGES[[0, 2]]).tolist(), 0.3)
    still = still_at(pair, 0.3)
    assert close([still.pictures["plane"]], grey_levels(decode(torch.tensor([code]))))
    assert still.point == pytest.approx(projection.points_of([code])[0], abs=1e-5)
    assert [*pair.path[0], *pair.path[-1]] == pytest.approx([*projection.points[0], *projection.points[2]])
    assert pair.path[20] != pytest.approx(straight.path[20], abs=1e-3)


def test_choice_of_the_path_is_offered_if_asked_for():
    shown = example(spherical=True)
    assert shown._path in shown.widget.children[1].children
    assert shown._path not in example().widget.children[1].children
    assert "spherical" not in shown.words()
    shown._path.value = True
    assert "spherical path" in shown._picture.value


def test_projection_is_that_of_the_singular_value_decomposition_and_keeps_the_variance_it_claims():
    codes = torch.randn(40, 6, generator=torch.Generator().manual_seed(0)) * torch.tensor([5.0, 3, 1, 1, 0.5, 0.1])
    projection = project(codes.tolist())
    points = torch.tensor(projection.points)
    kept = points.var(dim=0).sum() / codes.var(dim=0).sum()
    assert projection.share == pytest.approx(kept.item(), rel=1e-4)
    centred = codes - codes.mean(dim=0)
    wanted = centred @ torch.linalg.svd(centred, full_matrices=False).Vh[:2].T
    assert torch.allclose(points.abs(), wanted.abs(), atol=1e-4)
    assert all(max(axis, key=abs) > 0 for axis in projection.axes)


def test_codes_of_up_to_two_numbers_are_the_map_itself():
    assert project([[1.0, 2.0], [3.0, 5.0]]).points == [(1, 2), (3, 5)]
    assert project([[1.0], [3.0]]).points == [(1, 0), (3, 0)]


def test_codes_that_are_all_the_same_have_a_map_too():
    assert project([[1.0, 2.0, 3.0]] * 3).points == [(0, 0)] * 3


def test_slider_and_dropdowns_redraw():
    shown = example()
    assert shown._alpha.value == 0.5
    shown._alpha.value = 0.3
    shown._to.value = 3
    assert "From digit 0 (a 7) to digit 3 (a 0): α = 0.30" in shown._picture.value


def test_playing_moves_alpha_and_starts_where_alpha_is():
    shown = example()
    shown._play.value = 5
    assert shown._alpha.value == 0.25
    shown._alpha.value = 0.8
    assert shown._play.value == 16


def test_swap_and_random_pairs_choose_digits():
    shown, again = example(seed=3), example(seed=3)
    swap, chance = shown.widget.children[0].children[2:]
    swap.click()
    assert (shown._from.value, shown._to.value) == (1, 0)
    chance.click()
    again.widget.children[0].children[3].click()
    assert (shown._from.value, shown._to.value) == (again._from.value, again._to.value)
    assert shown._from.value != shown._to.value


def test_pixels_alone_and_equal_digits_can_be_shown():
    shown = example(images=IMAGES[:2], labels=LABELS[:2], methods={}, first=1, second=1)
    ElementTree.fromstring(shown.still())
    assert "pixels: digit 1 (a 2), 0.0000" in shown.words()
