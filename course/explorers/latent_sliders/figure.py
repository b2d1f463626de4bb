"""The latent sliders' picture: the decoded digit, the encoded one, the activity of dimensions, a film for each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.explorers.latent_sliders.numbers import FILM, LIMIT, Space, View
from course.explorers.latent_sliders.words import activity, describe, dimension_name, length
from course.figures.data_urls import address
from course.figures.palette import BLUE, HIGHLIGHT, MUTED, SKY_BLUE
from course.figures.png import grey_png
from course.figures.svg import MARGIN, WIDTH, heading, number, picture, text
from course.figures.svg_axes import Axes, ticks
from course.figures.svg_digits import PITCH, SIDE, digit_name, draw_digit, film

LARGE_SCALE, SMALL_SCALE, FILM_SCALE = 6, 4, 1.75
TOP, LARGE_TOP = 62, 90
ENCODED_X, ACTIVITY_X = 276, 570
HEIGHT = LARGE_TOP + LARGE_SCALE * SIDE + 12
"""Of the digits; that of the films depends on their number."""
FILMS_TOP, ROW, NAME_WIDTH, COLUMN = 50, 66, 50, 478
_CAPTION = f"decoded with one dimension at {number(-LIMIT)} to {number(LIMIT)}, the others as they are"
_CENTRED = 'text-anchor="middle"'

Films = Sequence[Sequence[bytes]]
"""For each dimension with a slider, digits decoded at each of the values of `FILM`."""


def draw(view: View, films: Films | None) -> str:
    """Draw a code, what the decoder makes of it and, if any, the films as one SVG."""
    strips = "" if films is None else f'<g transform="translate(0 {HEIGHT})">{_strips(view, films)}</g>'
    height = HEIGHT + (0 if films is None else _height(len(films)))
    return picture(height, _title(view), describe(view), _digits(view) + strips)


def draw_decoded(view: View) -> str:
    """Write what follows a slider, the decoded digit and how long its code is, as HTML of about 1 kB."""
    side, lines = LARGE_SCALE * SIDE, length(view).replace("; ", "<br>")
    return (
        f'<div style="font-size:13px;line-height:1.3"><b>decoded from z</b><br>{lines}</div>'
        f'<img alt="{escape(describe(view))}" width="{side}" height="{side}" style="image-rendering:pixelated" '
        f'src="{address(grey_png(view.picture, SIDE), "png")}">'
    )


def draw_setting(view: View) -> str:
    """Draw what stays while the sliders move, the encoded digit and the activity of dimensions, as SVG."""
    body = _draw_encoded(view) + _draw_activity(view.space)
    left = ACTIVITY_X if view.digit is None else ENCODED_X
    return picture(HEIGHT, view.space.name, activity(view.space), body, left=left - MARGIN)


def draw_films(view: View, films: Films) -> str:
    """Draw the films as an SVG of its own."""
    names = ", ".join(dimension_name(i) for i in view.space.shown)
    return picture(_height(len(films)), _CAPTION, f"{_CAPTION}: {names}", _strips(view, films))


def _title(view: View) -> str:
    return f"{view.space.name}: a code and what it is decoded to"


def _digits(view: View) -> str:
    title = _title(view)
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        heading(MARGIN, TOP, "decoded from z", length(view)),
        draw_digit(MARGIN, LARGE_TOP, LARGE_SCALE, view.picture, framed=True),
        _draw_encoded(view),
        _draw_activity(view.space),
    ]
    return "".join(body)


def _draw_encoded(view: View) -> str:
    """Draw the digit that was encoded and, beside it, its reconstruction."""
    if view.digit is None or view.rebuilt is None:
        return ""
    second_x = ENCODED_X + SMALL_SCALE * SIDE + 20
    return (
        heading(ENCODED_X, TOP, "encoded", digit_name(view.digit, view.studio.labels))
        + draw_digit(ENCODED_X, LARGE_TOP, SMALL_SCALE, view.studio.images[view.digit], framed=True)
        + heading(second_x, TOP, "rebuilt", "decoded from its μ")
        + draw_digit(second_x, LARGE_TOP, SMALL_SCALE, view.rebuilt, framed=True)
    )


def _draw_activity(space: Space) -> str:
    """Draw the variance of μ of each dimension as a bar, dark if the dimension has a slider."""
    count, variances = space.dimensions, space.variances
    highest = max(1.0, *variances) * 1.08
    edge = ACTIVITY_X + 30
    axes = Axes(edge, LARGE_TOP + 12, WIDTH - MARGIN - edge, 122, (0.5, count + 0.5), (0, highest))
    width = min(0.8 * axes.width / count, 30)
    bars = {True: "", False: ""}
    for i, variance in enumerate(variances):
        height = axes.bottom - axes.y(variance)
        left = axes.x(i + 1) - width / 2
        bars[i in space.shown] += f"M{left:.1f} {axes.bottom:g}v{-height:.1f}h{width:.1f}v{height:.1f}z"
    key = "" if count == len(space.shown) else "; dark: with a slider"
    return "".join(
        [
            heading(ACTIVITY_X, TOP, "variance of μ over the digits", activity(space) + key),
            f'<path d="{bars[True]}" fill="{BLUE}"/><path d="{bars[False]}" fill="{SKY_BLUE}"/>',
            axes.draw(ticks(1, count, 10, 1), ticks(0, highest, 4), "dimension", ""),
        ]
    )


def _rows(count: int) -> int:
    """Films in a column; there are two columns."""
    return -(-count // 2)


def _height(count: int) -> float:
    return FILMS_TOP + _rows(count) * ROW + MARGIN


def _strips(view: View, films: Films) -> str:
    """Draw the films from the upper edge on, the values that they show below each column."""
    rows = _rows(len(films))
    parts = [heading(MARGIN, FILMS_TOP - 34, "one dimension at a time", _CAPTION)]
    for i, images in enumerate(films):
        dimension = view.space.shown[i]
        x, y = MARGIN + i // rows * COLUMN, FILMS_TOP + i % rows * ROW
        position = (min(max(view.z[dimension], -LIMIT), LIMIT) + LIMIT) / (2 * LIMIT) * (len(FILM) - 1)
        parts += [
            text(x, y + 22, dimension_name(dimension), size=16, more='font-weight="bold"'),
            text(x, y + 40, f"{view.z[dimension]:.2f}".replace("-", "−"), size=13, fill=HIGHLIGHT),
            film(x + NAME_WIDTH, y, FILM_SCALE, images, position),
        ]
    bottom = FILMS_TOP + rows * ROW
    parts += [_draw_values(MARGIN + column * COLUMN, bottom) for column in range(-(-len(films) // rows))]
    return "".join(parts)


def _draw_values(x: float, y: float) -> str:
    """Write the film's values below a column."""
    centres = [x + NAME_WIDTH + FILM_SCALE * (PITCH * i + SIDE / 2) for i in range(len(FILM))]
    return "".join(
        text(centre, y, number(value), size=12, fill=MUTED, more=_CENTRED)
        for centre, value in zip(centres, FILM, strict=True)
    )
