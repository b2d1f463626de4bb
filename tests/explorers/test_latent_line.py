from xml.etree import ElementTree

import pytest
import torch
from torch import Tensor
from torch.distributions import Normal

from course.explorers import LatentLineExplorer
from course.explorers.latent_line.numbers import (
    CELLS,
    make_line,
    normal_density,
    place_in_film,
    point_at,
    typical_value,
)

CODES = torch.randn(400, generator=torch.Generator().manual_seed(0))
LABELS = [3 if z < 0 else 7 for z in CODES]
NORMAL = Normal(0.0, 1.0)


def decode(codes: Tensor) -> Tensor:
    """A picture as bright as the sigmoid of z."""
    return codes.sigmoid()[:, :, None, None].expand(-1, 1, 28, 28)


def explorer(**more: object) -> LatentLineExplorer:
    return LatentLineExplorer(CODES, LABELS, decode, **more)


def test_steps_of_probability_are_equal_under_the_normal_distribution():
    film = make_line(CODES, LABELS, decode).films[True]
    assert torch.allclose(NORMAL.cdf(film.values), (torch.arange(CELLS) + 0.5) / CELLS, atol=1e-5)
    assert torch.allclose(film.pictures, decode(film.values[:, None]))


def test_steps_of_z_are_equal_and_cover_the_line():
    line = make_line(CODES, LABELS, decode)
    values = line.films[False].values
    assert torch.allclose(values.diff(), torch.tensor(2 * line.limit / CELLS))
    assert values[0].item() == pytest.approx(-line.limit + line.limit / CELLS)


def test_place_in_a_film_is_where_its_digits_are_and_stays_inside():
    line = make_line(CODES, LABELS, decode)
    for film in line.films.values():
        places = [place_in_film(line, film, z) for z in film.values.tolist()]
        assert places == pytest.approx(list(range(CELLS)), abs=1e-3)
        assert place_in_film(line, film, -line.limit) == 0
        assert place_in_film(line, film, line.limit) == CELLS - 1


def test_density_is_the_normal_one_and_the_histogram_has_area_1():
    z = torch.linspace(-3, 3, 7)
    assert torch.allclose(normal_density(z), NORMAL.log_prob(z).exp())
    line = make_line(CODES, LABELS, decode)
    assert line.densities.sum().item() * 2 * line.limit / 40 == pytest.approx(1, abs=0.01)


def test_line_reaches_3_and_as_far_as_nearly_all_codes():
    assert make_line(CODES / 10, LABELS, decode).limit == 3
    assert make_line(CODES * 10, LABELS, decode).limit >= 10 * CODES.abs().quantile(0.995)


def test_codes_may_be_a_row_or_a_column():
    one, other = make_line(CODES, LABELS, decode), make_line(CODES[:, None], LABELS, decode)
    assert one.codes.equal(other.codes)


def test_point_is_decoded_where_it_is_and_asks_the_nearest_codes():
    place = point_at(make_line(CODES, LABELS, decode), -1.0)
    assert torch.equal(place.picture, decode(torch.tensor([[-1.0]]))[0])
    assert (place.label, place.votes, place.nearest) == (3, 10, int((CODES + 1).abs().argmin()))


def test_typical_value_is_the_median_of_the_class():
    line = make_line(CODES, LABELS, decode)
    assert typical_value(line, 7) == pytest.approx(CODES[CODES >= 0].median().item())


def test_slider_and_buttons_move_the_point():
    shown = explorer()
    shown._z.value = -1.25
    assert "z = −1.25: 10 of the 10 nearest codes are a 3" in shown._picture.value
    buttons = shown.widget.children[1].children[1:]
    assert [button.description for button in buttons] == ["3", "7"]
    buttons[1].click()
    assert "nearest codes are a 7" in shown.words()


def test_toggle_changes_the_spacing_of_the_film():
    shown = explorer()
    assert "at equal steps of probability under N(0, 1)" in shown._picture.value
    shown._spacing.value = False
    assert "at equal steps of z" in shown._picture.value
    assert "at equal steps of z" in shown.words()


def test_picture_is_valid_and_small_and_shows_the_nearest_digit_if_known():
    shown = explorer(images=torch.zeros(400, 1, 28, 28))
    ElementTree.fromstring(shown.still())
    assert "digit with the nearest code" in shown.still()
    assert "digit with the nearest code" not in explorer().still()
    assert len(shown.still().encode()) < 30_000


def test_at_most_500_codes_are_drawn_and_all_are_asked():
    shown = LatentLineExplorer(CODES.repeat(3), LABELS * 3, decode)
    assert "400 of 1200 drawn" in shown.still()


def test_every_control_has_a_label():
    shown = explorer()
    assert all(control.description for control in (shown._z, shown._spacing))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"codes": torch.zeros(400, 2)}, r"codes has shape \(400, 2\); expected \(N, 1\)"),
        ({"codes": None}, "codes is None"),
        ({"labels": [1]}, r"labels has shape \(1,\); expected \(400,\)"),
        ({"decode": lambda z: z}, r"decode\(codes\) has shape \(22, 1\)"),
        ({"images": torch.zeros(1, 1, 28, 28)}, r"images has shape \(1, 1, 28, 28\)"),
    ],
)
def test_wrong_arguments_are_refused_by_name(wrong: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        LatentLineExplorer(**{"codes": CODES, "labels": LABELS, "decode": decode, **wrong})
