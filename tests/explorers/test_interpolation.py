from xml.etree import ElementTree

import pytest
import torch

from course.explorers import InterpolationExplorer
from course.explorers.interpolation.numbers import describe, make_gallery, make_pair, project, slerp, still_at

IMAGES = torch.rand(5, 1, 28, 28, generator=torch.Generator().manual_seed(0))
LABELS = [7, 2, 1, 0, 4]
BASIS = torch.linalg.qr(torch.randn(784, 3, generator=torch.Generator().manual_seed(1))).Q
METHODS = {"plane": (lambda x: x.flatten(1) @ BASIS, lambda z: (z @ BASIS.T).reshape(-1, 1, 28, 28))}


def explorer(**more: int) -> InterpolationExplorer:
    return InterpolationExplorer(IMAGES, LABELS, METHODS, **more)


def test_films_begin_and_end_with_the_two_digits_as_each_method_rebuilds_them():
    encode, decode = METHODS["plane"]
    pair = make_pair(make_gallery(IMAGES, LABELS, METHODS), 3, 1)
    assert list(pair.films) == ["pixels", "plane"]
    assert torch.allclose(pair.films["pixels"][[0, -1]], IMAGES[[3, 1]])
    assert torch.allclose(pair.films["plane"][[0, -1]], decode(encode(IMAGES[[3, 1]])), atol=1e-5)


def test_pixels_mix_with_the_share_alpha_of_the_second_digit():
    still = still_at(make_pair(make_gallery(IMAGES, LABELS, METHODS), 0, 2), 0.35)
    assert torch.allclose(still.pictures["pixels"], 0.65 * IMAGES[0] + 0.35 * IMAGES[2])


def test_nearest_digit_at_an_end_is_that_digit_without_error():
    still = still_at(make_pair(make_gallery(IMAGES, LABELS, METHODS), 0, 2), 1.0)
    assert still.nearest["pixels"] == (2, 0.0)
    assert "pixels: digit 2 (a 1), 0.0000" in describe(still)


def test_point_in_the_map_goes_from_code_to_code():
    gallery = make_gallery(IMAGES, LABELS, METHODS)
    pair = make_pair(gallery, 0, 2)
    for alpha, digit in ((0.0, 0), (1.0, 2)):
        assert still_at(pair, alpha).point == pytest.approx(tuple(gallery.projection.points[digit].tolist()))


def test_spherical_path_keeps_the_length_and_turns_evenly():
    start, end = torch.tensor([3.0, 0, 0]), torch.tensor([0, 3.0, 0])
    way = slerp(start, end, torch.linspace(0, 1, 5))
    assert torch.allclose(way.norm(dim=1), torch.tensor(3.0))
    assert torch.allclose(way[1:].mul(way[:-1]).sum(dim=1) / 9, torch.tensor(torch.pi / 8).cos())
    assert torch.allclose(way[[0, -1]], torch.stack([start, end]), atol=1e-6)


@pytest.mark.parametrize(
    ("start", "end"), [([1.0, 2.0], [2.0, 4.0]), ([1.0, 2.0], [-1.0, -2.0]), ([0.0, 0.0], [1.0, 0.0]), ([1.0], [-2.0])]
)
def test_spherical_path_is_straight_where_the_codes_tell_no_angle(start: list[float], end: list[float]):
    way = slerp(torch.tensor(start), torch.tensor(end), torch.tensor([0.0, 0.25, 1.0]))
    assert torch.allclose(way, torch.lerp(torch.tensor(start), torch.tensor(end), torch.tensor([[0.0], [0.25], [1.0]])))


def test_spherical_path_bends_codes_and_the_map_but_no_pixels():
    encode, decode = METHODS["plane"]
    gallery = make_gallery(IMAGES, LABELS, METHODS)
    pair, straight = make_pair(gallery, 0, 2, spherical=True), make_pair(gallery, 0, 2)
    assert torch.equal(pair.films["pixels"], straight.films["pixels"])
    codes = slerp(*encode(IMAGES[[0, 2]]), torch.tensor([0.3]))
    still = still_at(pair, 0.3)
    assert torch.allclose(still.pictures["plane"], decode(codes)[0], atol=1e-5)
    assert still.point == pytest.approx(tuple(gallery.projection.places(codes)[0].tolist()), abs=1e-5)
    assert torch.allclose(pair.way[[0, -1]], gallery.projection.points[[0, 2]], atol=1e-5)
    assert not torch.allclose(pair.way, straight.way, atol=1e-3)


def test_choice_of_the_path_is_offered_if_asked_for():
    shown = explorer(spherical=True)
    assert shown._path in shown.widget.children[1].children
    assert shown._path not in explorer().widget.children[1].children
    assert "spherical" not in shown.words()
    shown._path.value = True
    assert "spherical path" in shown._picture.value


def test_projection_keeps_the_variance_it_claims():
    codes = torch.randn(40, 6, generator=torch.Generator().manual_seed(0)) * torch.tensor([5.0, 3, 1, 1, 0.5, 0.1])
    projection = project(codes)
    kept = projection.points.var(dim=0).sum() / codes.var(dim=0).sum()
    assert projection.share == pytest.approx(kept.item(), rel=1e-4)
    assert project(codes[:, :2]).points.equal(codes[:, :2])
    assert project(codes[:, :1]).points[:, 1].eq(0).all()


def test_slider_and_dropdowns_redraw():
    shown = explorer()
    assert shown._alpha.value == 0.5
    shown._alpha.value = 0.3
    shown._to.value = 3
    assert "From digit 0 (a 7) to digit 3 (a 0): α = 0.30" in shown._picture.value


def test_playing_moves_alpha_and_starts_where_alpha_is():
    shown = explorer()
    shown._play.value = 5
    assert shown._alpha.value == 0.25
    shown._alpha.value = 0.8
    assert shown._play.value == 16


def test_swap_and_random_pairs_choose_digits():
    shown, again = explorer(seed=3), explorer(seed=3)
    swap, chance = shown.widget.children[0].children[2:]
    swap.click()
    assert (shown._from.value, shown._to.value) == (1, 0)
    chance.click()
    again.widget.children[0].children[3].click()
    assert (shown._from.value, shown._to.value) == (again._from.value, again._to.value)
    assert shown._from.value != shown._to.value


def test_pixels_alone_and_equal_digits_can_be_shown():
    shown = InterpolationExplorer(IMAGES[:2], LABELS[:2], {}, first=1, second=1)
    ElementTree.fromstring(shown.still())
    assert "pixels: digit 1 (a 2), 0.0000" in shown.words()


def test_every_control_has_a_label():
    shown = explorer()
    assert all(control.description for control in (shown._from, shown._to, shown._alpha, shown._path))
    assert [text for text, _ in shown._from.options][:2] == ["0: a 7", "1: a 2"]


@pytest.mark.parametrize(
    ("methods", "said"),
    [
        ({"a": (lambda x: x, METHODS["plane"][1])}, r"encode\(images\) of method 'a' has shape"),
        ({"a": (lambda x: (x[:, 0, 0], x[:, 0, 0]), METHODS["plane"][1])}, "method 'a' is a tuple of 2 tensors"),
        ({"a": (METHODS["plane"][0], lambda z: z)}, r"decode\(codes\) of method 'a' has shape \(2, 3\)"),
        ({"pixels": METHODS["plane"]}, "choose another name"),
    ],
)
def test_wrong_methods_are_refused_by_name(methods: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        InterpolationExplorer(IMAGES, LABELS, methods)


def test_wrong_digits_are_refused_by_name():
    with pytest.raises(ValueError, match="second=5 is out of range: images has 0 to 4"):
        explorer(second=5)
    with pytest.raises(ValueError, match="at least 2"):
        InterpolationExplorer(IMAGES[:1], LABELS[:1], METHODS)
