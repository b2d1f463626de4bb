import base64
import io
import re

import pytest
from PIL import Image

from course.figures.svg_digits import (
    digit_name,
    draw_differences,
    draw_digit,
    draw_plane,
    draw_strip,
    film,
    side_by_side,
    tiles,
)

BLACK, GREY, WHITE = (28 * 28 * bytes([grey]) for grey in (0, 128, 255))
COUNTED = bytes(place % 251 for place in range(28 * 28))


def pixels_of(markup: str) -> Image.Image:
    data = re.search(r"base64,([^\"]+)", markup)
    assert data
    return Image.open(io.BytesIO(base64.b64decode(data[1])))


def test_digit_is_drawn_pixel_for_pixel_as_large_as_its_scale_says():
    markup = draw_digit(3, 4, 2.5, COUNTED)
    assert pixels_of(markup).tobytes() == COUNTED
    assert 'x="3" y="4" width="70" height="70"' in markup
    assert "<rect" not in markup
    assert 'width="70" height="70" fill="none"' in draw_digit(3, 4, 2.5, COUNTED, framed=True)


@pytest.mark.parametrize("coarse", [False, True])
def test_strip_keeps_the_order_with_white_between(coarse: bool):
    strip = pixels_of(draw_strip(0, 0, 1, [BLACK, GREY, BLACK], coarse=coarse)).convert("L")
    assert strip.size == (88, 28)
    levels = [strip.getpixel((x, 5)) for x in (0, 27, 28, 29, 30, 57, 58, 60)]
    assert levels == pytest.approx([0, 0, 255, 255, 128, 128, 255, 0], abs=9)


def test_side_by_side_keeps_each_row_of_each_digit():
    line = side_by_side([COUNTED, WHITE, COUNTED])[88:176]
    assert line == COUNTED[28:56] + 32 * b"\xff" + COUNTED[28:56]


def test_tiles_fill_rows_without_gaps():
    plane = tiles([BLACK, WHITE, GREY, COUNTED], 2)
    assert plane[:56] == 28 * b"\x00" + 28 * b"\xff"
    assert plane[56 * 29 : 56 * 30] == 28 * b"\x80" + COUNTED[28:56]
    assert pixels_of(draw_plane(0, 0, [BLACK, WHITE, GREY, COUNTED], 2)).size == (56, 56)


def test_film_marks_a_place_and_frames_the_digit_that_lies_there():
    between, on = (film(10, 50, 2, [BLACK] * 4, place) for place in (1.5, 2))
    assert 'x="128" y="48"' in between
    assert "<rect" not in between
    assert '<rect x="130" y="50" width="56"' in on


def test_digits_are_named_by_place_and_class():
    assert (digit_name(1, (4, 7)), digit_name(1, ())) == ("digit 1 (a 7)", "digit 1")


def test_no_difference_is_white_and_signs_have_their_colours():
    drawn = pixels_of(draw_differences(0, 0, 1, [GREY, WHITE, BLACK], [GREY, BLACK, WHITE])).convert("RGB")
    equal, gap, bright, dark = (drawn.getpixel((x, 0)) for x in (0, 28, 30, 60))
    assert equal == gap == (255, 255, 255)
    assert bright == (0xD5, 0x5E, 0x00)
    assert dark[2] > dark[0]


def test_the_larger_a_difference_the_stronger_its_colour():
    greys = [28 * 28 * bytes([grey]) for grey in range(0, 256, 51)]
    drawn = pixels_of(draw_differences(0, 0, 1, greys, [BLACK] * 6)).convert("RGB")
    blues = [drawn.getpixel((30 * i, 0))[2] for i in range(6)]
    assert blues == sorted(blues, reverse=True)
    assert len(set(blues)) == 6
