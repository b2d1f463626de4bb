"""The plane's picture: 20 × 20 digits with the values of z₁ and z₂ at its edges."""

from __future__ import annotations

from course.explorers.plane.numbers import CELLS, Plane
from course.explorers.plane.words import describe
from course.figures.data_urls import image_tag
from course.figures.palette import MUTED
from course.figures.png import coarse_png
from course.figures.svg import MARGIN, heading, number, picture, text
from course.figures.svg_digits import SIDE, image, tiles

LEFT, TOP, PLANE_SIDE = MARGIN + 40, 60, CELLS * SIDE


def draw(plane: Plane) -> str:
    """Draw the plane with its axes as SVG."""
    reach, least = number(plane.reach), number(-plane.reach)
    bottom = TOP + PLANE_SIDE
    body = (
        heading(MARGIN, 24, f"{plane.name}: the plane of digits", describe(plane))
        + image(LEFT, TOP, 1, _png(plane))
        + text(MARGIN, TOP + 14, reach, fill=MUTED)
        + text(MARGIN, TOP + PLANE_SIDE / 2, "z₂", fill=MUTED)
        + text(MARGIN, bottom, least, fill=MUTED)
        + text(LEFT, bottom + 18, least, fill=MUTED)
        + text(LEFT + PLANE_SIDE / 2, bottom + 18, "z₁", fill=MUTED)
        + text(LEFT + PLANE_SIDE - 20, bottom + 18, reach, fill=MUTED)
    )
    return picture(bottom + 32, "The plane of digits", describe(plane), body)


def draw_digits(plane: Plane) -> str:
    """Write the digits alone as an HTML image with its alt text."""
    return image_tag(_png(plane), "png", describe(plane))


def _png(plane: Plane) -> bytes:
    return coarse_png(tiles(plane.digits, CELLS), PLANE_SIDE)
