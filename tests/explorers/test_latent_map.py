from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
import torch
from torch import Tensor

from course.explorers import LatentMapExplorer
from course.explorers.latent_map.numbers import LatentMap, Point, point_at, typical_code
from course.explorers.latent_map.words import position, vote
from course.explorers.tensors import grey_levels

CODES = torch.cat([torch.randn(30, 2, generator=torch.Generator().manual_seed(s)) + 8 * s for s in (0, 1)])
LABELS = [3] * 30 + [7] * 30


def decode(codes: Tensor) -> Tensor:
    """A left half as bright as the sigmoid of z₁, a right half as that of z₂."""
    return codes.sigmoid().repeat_interleave(14, dim=1)[:, None, None, :].expand(-1, 1, 28, 28)


REFUSED = [
    ({"codes": torch.zeros(60, 3)}, r"codes has shape \(60, 3\); expected \(N, 2\)"),
    ({"labels": [1]}, r"labels has shape \(1,\); expected \(60,\)"),
    ({"decode": lambda z: z}, r"decode\(codes\) has shape \(225, 2\)"),
    ({"images": torch.zeros(1, 1, 28, 28)}, r"images has shape \(1, 1, 28, 28\); expected \(60, 1, 28, 28\)"),
    ({"start": (0, 99)}, "start has z₂ = 99; the map shows"),
    ({"start": (0, 1, 2)}, r"start has shape \(3,\); expected \(2,\)"),
]


def example(**changes: object) -> LatentMapExplorer:
    return LatentMapExplorer(**{"codes": CODES, "labels": LABELS, "decode": decode, **changes})


def map_of(codes: Tensor = CODES, labels: Sequence[int] = LABELS) -> LatentMap:
    return example(codes=codes, labels=labels)._map


def test_point_is_decoded_exactly_where_it_is():
    point = point_at(map_of(), (0.5, -1.2))
    assert [point.picture] == grey_levels(decode(torch.tensor([[0.5, -1.2]])))


def test_nearest_codes_vote_for_their_class():
    latent = map_of()
    near, far = point_at(latent, (0.0, 0.0)), point_at(latent, (8.0, 8.0))
    assert (near.label, near.votes, near.asked) == (3, 10, 10)
    assert far.label == 7
    assert near.nearest == int(CODES.norm(dim=1).argmin())


def test_a_tie_goes_to_the_nearer_class():
    latent = map_of(torch.tensor([[0.0, 0], [1, 0]]), [4, 5])
    assert point_at(latent, (0.9, 0.0)).label == 5
    assert point_at(latent, (0.1, 0.0)).label == 4


def test_decoded_plane_has_its_digits_where_they_are_decoded():
    latent = map_of()
    assert len(latent.plane) == 225
    for row, column in ((0, 0), (3, 12), (14, 14)):
        z = torch.tensor([[latent.centres[0][column], latent.centres[1][14 - row]]])
        assert [latent.plane[15 * row + column]] == grey_levels(decode(z))


def test_map_covers_nearly_all_codes_but_no_outlier():
    (low, high), _ = map_of(torch.cat([CODES.repeat(5, 1), torch.full((1, 2), 99.0)]), [0] * 301).ranges
    assert low < CODES[:, 0].quantile(0.01)
    assert CODES[:, 0].quantile(0.99) < high < 20


def test_equal_codes_have_a_map_too():
    assert map_of(torch.zeros(3, 2), [1, 2, 3]).ranges == ((-0.05, 0.05), (-0.05, 0.05))


def test_typical_code_is_a_code_of_its_class():
    code = typical_code(map_of(), 7)
    assert any(code == pytest.approx(tuple(row)) for row in CODES[30:].tolist())


def test_positions_have_true_minus_signs():
    assert position((0.5, -1.2)) == "z = (0.50, −1.20)"
    assert position((-1.2,)) == "z = −1.20"


@pytest.mark.parametrize(("label", "said"), [(3, "are a 3"), (8, "are an 8")])
def test_digits_have_their_article(label, said):
    assert vote(Point((0.0, 0.0), bytes(784), label, 9, 10, 0)).endswith(said)


def test_sliders_and_buttons_move_the_cross():
    shown = example(start=(0.5, 1.0))
    assert "z = (0.50, 1.00): 10 of the 10 nearest codes are a 3" in shown._picture.value
    buttons = [child for child in shown.widget.children[1].children if hasattr(child, "click")]
    assert [button.description for button in buttons] == ["3", "7"]
    buttons[1].click()
    assert "nearest codes are a 7" in shown.words()
    assert [slider.value for slider in shown._sliders] == pytest.approx(typical_code(shown._map, 7), abs=0.005)


def test_checkbox_replaces_the_codes_by_the_decoded_plane():
    shown = example()
    assert "60 of 60 drawn" in shown._picture.value
    shown._shows_plane.value = True
    assert "60 of 60 drawn" not in shown._picture.value
    assert "15 × 15 points" in shown._picture.value


def test_hover_sheet_is_valid_sent_once_and_has_every_point_of_the_plane():
    shown = example()
    sheet = shown._hover.value
    root = ElementTree.fromstring(sheet)
    places = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    z1, z2 = (centres[7] for centres in shown._map.centres)
    assert len([place for place in places if place and place.startswith("z = ")]) == 225
    assert position((z1, z2)) in places
    shown._sliders[0].value += 0.5
    assert shown._hover.value is sheet


def test_two_maps_in_a_notebook_do_not_share_names():
    names = [example()._hover.value.split('<g id="')[1].split('"')[0] for _ in range(2)]
    assert names[0] != names[1]


def test_at_most_500_codes_are_drawn_and_all_are_asked():
    shown = example(codes=CODES.repeat(20, 1), labels=LABELS * 20)
    assert "400 of 1200 drawn" in shown.still()
    assert len(shown.still().encode()) < 30_000


def test_digit_with_the_nearest_code_is_shown_if_known():
    assert "digit with the nearest code" in example(images=torch.zeros(60, 1, 28, 28)).still()
    assert "digit with the nearest code" not in example().still()
