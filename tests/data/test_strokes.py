import pytest
import torch

from course.data import digits
from course.data.strokes import BOX, EXAMPLE, MOST_POINTS, SIDE, centring, digit_from_strokes, parse_strokes

SEVEN = "M20,30L200,34L90,260M60,140L170,138"
ANGLE = "M10,10L10,270L20,270"  # nearly all of its ink on the left


def digit(text):
    return digit_from_strokes(parse_strokes(text))


def centre_of_mass(picture):
    places = torch.arange(SIDE) + 0.5
    ink = picture[0, 0]
    return [float((ink.sum(axis) * places).sum() / ink.sum()) for axis in (0, 1)]


def test_a_path_is_read_stroke_by_stroke():
    first, second = parse_strokes("M10,20L30,40L50,60M70,80")
    assert first.tolist() == [[10, 20], [30, 40], [50, 60]]
    assert second.tolist() == [[70, 80]]
    assert parse_strokes("") == []


@pytest.mark.parametrize("text", ["L1,2", "M1", "M1,2L", "M-1,2", "M1.5,2", "M1,2C3,4", "M1,2 L3,4", "M1,2<script>"])
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(ValueError, match="expected strokes like"):
        parse_strokes(text)


def test_a_place_off_the_paper_and_an_endless_drawing_are_refused():
    with pytest.raises(ValueError, match="coordinate above 280"):
        parse_strokes("M10,281")
    with pytest.raises(ValueError, match=f"{MOST_POINTS + 1} points; expected at most {MOST_POINTS}"):
        parse_strokes("M" + "L".join(["1,1"] * (MOST_POINTS + 1)))


def test_a_digit_is_a_picture_like_mnists():
    drawn = digit(EXAMPLE)
    assert drawn.shape == (1, 1, SIDE, SIDE)
    assert drawn.dtype == torch.float32
    assert drawn.min() == 0
    assert drawn.max() == 1
    greys = drawn[(drawn > 0) & (drawn < 1)]
    assert len(greys) > 50  # anti-aliased


@pytest.mark.parametrize("text", [EXAMPLE, SEVEN, "M0,0L280,280", "M140,5L140,270"])
def test_it_fits_into_twenty_pixels_with_its_centre_of_mass_in_the_middle(text):
    drawn = digit(text)
    assert centre_of_mass(drawn) == pytest.approx([SIDE / 2] * 2, abs=0.05)
    longest = max(int((drawn[0, 0].amax(axis) > 0.5).sum()) for axis in (0, 1))
    assert longest in (BOX - 1, BOX)


def test_size_and_place_of_the_drawing_do_not_matter():
    small = "M40,50L70,52L52,90"
    large = "M80,10L200,18L128,170"  # four times as large, elsewhere
    torch.testing.assert_close(digit(small), digit(large), atol=1e-4, rtol=0)


def test_ink_that_is_heavy_on_one_side_stays_in_the_picture():
    drawn = digit(ANGLE)
    assert drawn.sum() > 40
    border = torch.cat([drawn[..., 0, :], drawn[..., -1, :], drawn[..., 0], drawn[..., -1]])
    assert border.max() < 1
    corner = torch.zeros(SIDE, SIDE)
    corner[4, 4] = 1
    assert centring(corner, torch.tensor([10.0, 10.0])).tolist() == [4, 4]  # 9.5 would bring it to the middle


def test_a_dot_is_a_dot_in_the_middle():
    dot = digit("M200,30")
    assert centre_of_mass(dot) == pytest.approx([SIDE / 2] * 2, abs=1e-4)
    assert 2 < dot.sum() < 8


def test_nothing_drawn_is_said():
    with pytest.raises(ValueError, match="nothing is drawn"):
        digit_from_strokes([])


def test_the_example_is_a_three_as_networks_know_them():
    known = digits("train", n=5000)
    example = digit(EXAMPLE)
    nearest = (known.images - example).flatten(1).norm(dim=1).argsort()[:5]
    assert known.labels[nearest].tolist() == [3] * 5
    threes = known.images[known.labels == 3].sum((1, 2, 3))
    assert (threes.mean() - threes.std()) < example.sum() < (threes.mean() + threes.std())
