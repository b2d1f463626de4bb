import pytest
import torch
from torch import Tensor
from torch.distributions import Normal

from course.explorers import LatentLineExplorer
from course.explorers.latent_line.numbers import CELLS, Line, point_at, position_in_film, typical_value
from course.explorers.tensors import grey_levels

CODES = torch.randn(400, generator=torch.Generator().manual_seed(0))
LABELS = [3 if z < 0 else 7 for z in CODES]
NORMAL = Normal(0.0, 1.0)


def decode(codes: Tensor) -> Tensor:
    """A picture as bright as the sigmoid of z."""
    return codes.sigmoid()[:, :, None, None].expand(-1, 1, 28, 28)


REFUSED = [
    ({"codes": torch.zeros(400, 2)}, r"codes has shape \(400, 2\); expected \(N, 1\)"),
    ({"codes": None}, "codes is None"),
    ({"labels": [1]}, r"labels has shape \(1,\); expected \(400,\)"),
    ({"decode": lambda z: z}, r"decode\(codes\) has shape \(22, 1\)"),
    ({"images": torch.zeros(1, 1, 28, 28)}, r"images has shape \(1, 1, 28, 28\)"),
]


def example(**changes: object) -> LatentLineExplorer:
    return LatentLineExplorer(**{"codes": CODES, "labels": LABELS, "decode": decode, **changes})


def line_of(codes: Tensor = CODES) -> Line:
    return example(codes=codes)._line


def test_steps_of_probability_are_equal_under_the_normal_distribution():
    film = line_of().films[True]
    values = torch.tensor(film.values)
    assert torch.allclose(NORMAL.cdf(values), (torch.arange(CELLS) + 0.5) / CELLS, atol=1e-5)
    assert film.pictures == grey_levels(decode(values[:, None]))


def test_steps_of_z_are_equal_and_cover_the_line():
    line = line_of()
    values = torch.tensor(line.films[False].values)
    assert torch.allclose(values.diff(), torch.tensor(2 * line.limit / CELLS))
    assert values[0].item() == pytest.approx(-line.limit + line.limit / CELLS)


def test_place_in_a_film_is_where_its_digits_are_and_stays_inside():
    line = line_of()
    for film in line.films.values():
        places = [position_in_film(line, film, z) for z in film.values]
        assert places == pytest.approx(list(range(CELLS)), abs=1e-3)
        assert position_in_film(line, film, -line.limit) == 0
        assert position_in_film(line, film, line.limit) == CELLS - 1


def test_the_histogram_has_area_1_and_is_that_of_torch():
    line = line_of()
    assert sum(line.densities) * 2 * line.limit / 40 == pytest.approx(1, abs=0.01)
    counts = torch.histc(CODES, 40, -line.limit, line.limit)
    assert line.densities == pytest.approx((counts / 400 / (2 * line.limit / 40)).tolist(), rel=1e-5)
    assert (line.mean, line.deviation) == pytest.approx((CODES.mean().item(), CODES.std(correction=0).item()), rel=1e-4)


def test_line_reaches_3_and_as_far_as_nearly_all_codes():
    assert line_of(CODES / 10).limit == 3
    assert line_of(CODES * 10).limit >= 10 * CODES.abs().quantile(0.995)


def test_codes_may_be_a_row_or_a_column():
    one, other = line_of(), line_of(CODES[:, None])
    assert one.codes == other.codes


def test_point_is_decoded_where_it_is_and_asks_the_nearest_codes():
    point = point_at(line_of(), -1.0)
    assert [point.picture] == grey_levels(decode(torch.tensor([[-1.0]])))
    assert (point.label, point.votes, point.nearest) == (3, 10, int((CODES + 1).abs().argmin()))


def test_typical_value_is_the_median_of_the_class():
    line = line_of()
    assert typical_value(line, 7) == pytest.approx(CODES[CODES >= 0].median().item())


def test_slider_and_buttons_move_the_point():
    shown = example()
    shown._z.value = -1.25
    assert "z = −1.25: 10 of the 10 nearest codes are a 3" in shown._picture.value
    buttons = shown.widget.children[1].children[1:]
    assert [button.description for button in buttons] == ["3", "7"]
    buttons[1].click()
    assert "nearest codes are a 7" in shown.words()


def test_toggle_changes_the_spacing_of_the_film():
    shown = example()
    assert "at equal steps of probability under N(0, 1)" in shown._picture.value
    shown._spacing.value = False
    assert "at equal steps of z" in shown._picture.value
    assert "at equal steps of z" in shown.words()


def test_picture_is_small_and_shows_the_nearest_digit_if_known():
    shown = example(images=torch.zeros(400, 1, 28, 28))
    assert "digit with the nearest code" in shown.still()
    assert "digit with the nearest code" not in example().still()
    assert len(shown.still().encode()) < 30_000


def test_at_most_500_codes_are_drawn_and_all_are_asked():
    shown = LatentLineExplorer(CODES.repeat(3), LABELS * 3, decode)
    assert "400 of 1200 drawn" in shown.still()
