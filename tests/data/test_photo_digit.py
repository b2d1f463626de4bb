import pytest
import torch

from course.data import digit_from_photo, digits
from course.data.strokes import SIDE
from tests.data.photographs import photograph
from tests.randomness import LONG

KNOWN = digits("train")
TEST = digits("test", n=20 if LONG else 10)
LOST = 3.2 / len(TEST.images)  # three digits may be misread


def share_read_rightly(pictures):
    nearest = torch.cdist(pictures.flatten(1), KNOWN.images.flatten(1)).argmin(1)
    return float((KNOWN.labels[nearest] == TEST.labels).float().mean())


@pytest.mark.parametrize(
    "settings",
    [{}, {"light_on_dark": True}, {"thinner": 2}, {"noise": 0.06}, {"size": 40}, {"size": 200, "sheet": (600, 450)}],
    ids=str,
)
def test_photographed_digits_are_read_nearly_as_well_as_the_digits_themselves(settings):
    found = [digit_from_photo(photograph(image[None], seed=i, **settings)) for i, image in enumerate(TEST.images)]
    assert share_read_rightly(torch.cat(found)) > share_read_rightly(TEST.images) - LOST


def test_the_digit_is_a_picture_like_mnists():
    found = digit_from_photo(photograph(TEST.images[:1]).expand(1, 3, -1, -1), name="three.jpg")
    assert found.shape == (1, 1, SIDE, SIDE)
    assert found.dtype == torch.float32
    assert 0 <= found.min() <= found.max() <= 1
    assert 60 < found.sum() < 130  # as most sevens
    ink, places = found[0, 0], torch.arange(SIDE) + 0.5
    for axis in (0, 1):
        assert float((ink.sum(axis) * places).sum() / ink.sum()) == pytest.approx(SIDE / 2, abs=0.6)


def test_the_edge_of_the_sheet_and_specks_are_left_out():
    plain = photograph(TEST.images[:1], noise=0.0)
    messy = plain.clone()
    messy[..., :20] = 0.1  # the table beside the paper
    messy[..., 250:253, 300:303] = 0.2
    torch.testing.assert_close(digit_from_photo(messy), digit_from_photo(plain), atol=0.1, rtol=0)


@pytest.mark.parametrize("rim", [10, 30])
def test_a_dark_table_all_around_the_sheet_does_not_turn_paper_into_ink(rim):
    def on_a_table(image, seed):
        picture = torch.full((1, 1, 300, 400), 0.15)
        picture[..., rim:-rim, rim:-rim] = photograph(image[None], seed=seed)[..., rim:-rim, rim:-rim]
        return picture

    found = [digit_from_photo(on_a_table(image, seed)) for seed, image in enumerate(TEST.images)]
    assert share_read_rightly(torch.cat(found)) > share_read_rightly(TEST.images) - LOST


def test_both_parts_of_a_digit_are_kept():
    bars = torch.zeros(1, 1, 28, 28)
    bars[..., 4:24, 8:11] = bars[..., 4:24, 18:21] = 1
    found = digit_from_photo(photograph(bars))
    assert found[..., :12].sum() > 20
    assert found[..., 16:].sum() > 20


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (torch.full((1, 1, 300, 400), 0.7), "no ink stands out"),
        (torch.zeros(1, 1, 1, 1), "no ink stands out"),
        (torch.linspace(0, 1, 400).expand(1, 1, 300, 400), "touch its edge"),
        (photograph(TEST.images[:1], size=12), "too small for a digit"),
        (torch.full((1, 1, 30, 40), float("nan")), "NaN or infinite"),
        (torch.zeros(28, 28), r"shape \(28, 28\); expected \(1, 1, H, W\)"),
        (torch.zeros(1, 4, 28, 28), r"expected \(1, 1, H, W\) or \(1, 3, H, W\)"),
    ],
    ids=["grey", "one pixel", "gradient", "far away", "nan", "no batch", "alpha"],
)
def test_what_shows_no_digit_gets_a_sentence_with_its_name(picture, sentence):
    with pytest.raises(ValueError, match=f"me.jpg.*{sentence}|{sentence}.*me.jpg"):
        digit_from_photo(picture, name="me.jpg")
