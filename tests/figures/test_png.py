import io

import pytest
from PIL import Image

from course.figures.png import coarse_png, grey_png, palette_png

GREYS = bytes(range(256))


def opened(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png))
    picture.load()  # checks the sums at the ends of its parts
    return picture


@pytest.mark.parametrize("width", [1, 16, 256])
def test_grey_levels_come_back_row_by_row(width: int):
    picture = opened(grey_png(GREYS, width))
    assert picture.size == (width, 256 // width)
    assert picture.tobytes() == GREYS


@pytest.mark.parametrize("width", [1, 2, 3, 51, 64])
def test_coarse_picture_has_the_nearest_of_16_greys(width: int):
    pixels = GREYS[: 256 // width * width]
    picture = opened(coarse_png(pixels, width))
    assert picture.size == (width, len(pixels) // width)
    assert list(picture.convert("L").tobytes()) == [17 * round(grey / 17) for grey in pixels]


def test_coarse_picture_is_smaller():
    assert len(coarse_png(100 * GREYS, 256)) < len(grey_png(100 * GREYS, 256))


def test_palette_picture_has_the_colours_of_its_palette():
    picture = opened(palette_png(bytes([2, 0, 1]), 3, bytes([255, 0, 0, 0, 255, 0, 0, 0, 255])))
    assert picture.convert("RGB").tobytes() == bytes([0, 0, 255, 255, 0, 0, 0, 255, 0])
