"""The interpolation explorer's picture: a film for each method, the map of the codes, the digits to choose from."""

from __future__ import annotations

from course.explorers.interpolation.numbers import FILM, Still
from course.explorers.interpolation.projection import Point
from course.explorers.interpolation.words import describe, headline, map_caption
from course.figures.palette import HIGHLIGHT, MUTED, TEXT
from course.figures.svg import MARGIN, WIDTH, heading, outline, picture, text
from course.figures.svg_axes import HALO, Axes, ring, ticks, widened
from course.figures.svg_digits import PITCH, SIDE, draw_digit, draw_strip, film

FILM_SCALE, LARGE_SCALE, THUMBNAIL_SCALE = 1.5, 3, 1.1
TOP, ROW = 66, 100
LARGE_X = MARGIN + FILM_SCALE * PITCH * len(FILM) + 14
MAP_X = LARGE_X + LARGE_SCALE * SIDE + 62
SMALLEST_MAP = 230
THUMBNAILS = 28
"""How many fit into a line."""
_CENTRED = 'text-anchor="middle"'


def draw(still: Still) -> str:
    """Draw one α on the path from digit to digit as SVG."""
    title = headline(still)
    bottom = TOP + max(len(still.pictures) * ROW, SMALLEST_MAP + 84)
    thumbnails, end = _draw_thumbnails(still, bottom + 14)
    rows = [_draw_film(still, name, TOP + i * ROW) for i, name in enumerate(still.pictures)]
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        *rows,
        _draw_alphas(TOP + len(rows) * ROW - 8),
        _draw_map(still, bottom),
        thumbnails,
    ]
    return picture(end, title, describe(still), "".join(body))


def _draw_film(still: Still, name: str, y: float) -> str:
    """Draw a method's pictures from α = 0 to 1, the one at the chosen α large, and what it looks like most."""
    gallery, (digit, error) = still.pair.gallery, still.nearest[name]
    caption = f"most like {gallery.name(digit)}, squared error {error:.4f} per pixel"
    return (
        heading(MARGIN, y, name, caption)
        + film(MARGIN, y + 36, FILM_SCALE, still.pair.films[name], still.alpha * (len(FILM) - 1))
        + draw_digit(LARGE_X, y - 10, LARGE_SCALE, still.pictures[name])
    )


def _draw_alphas(y: float) -> str:
    """Write the values of α below the films."""
    centres = [MARGIN + FILM_SCALE * (SIDE / 2 + i * PITCH) for i in range(len(FILM))]
    labels = ["α = 0", *(f"{alpha:g}" for alpha in FILM[1:-1]), "1"]
    return "".join(
        text(x, y, label, size=12, fill=MUTED, more=_CENTRED) for x, label in zip(centres, labels, strict=True)
    )


def _draw_map(still: Still, bottom: float) -> str:
    """Draw all codes of the last method as characters, and the path between two of them."""
    gallery = still.pair.gallery
    points, path = gallery.projection.points, still.pair.path
    x_range, y_range = (widened(values) for values in zip(*points, *path, strict=True))
    axes = Axes(MAP_X, TOP + 42, WIDTH - MARGIN - MAP_X, bottom - TOP - 84, x_range, y_range)
    start, end = points[still.pair.first], points[still.pair.second]
    projected = gallery.projection.dimensions > 2
    names = ("principal axis 1", "principal axis 2") if projected else ("z₁", "z₂")
    return "".join(
        [
            heading(axes.left - 36, TOP, f"codes: {gallery.mapped}", map_caption(gallery.projection)),
            axes.draw(ticks(*x_range, 5), ticks(*y_range), *names),
            axes.draw_classes(points, gallery.labels),
            axes.line(path if still.pair.spherical else [start, end], f'stroke="{TEXT}" stroke-width="1.5"'),
            _draw_end(axes, start, "from", start[1] >= end[1]),
            _draw_end(axes, end, "to", start[1] < end[1]),
            ring(axes.x(still.point[0]), axes.y(still.point[1]), HIGHLIGHT, 6),
        ]
    )


def _draw_end(axes: Axes, point: Point, name: str, above: bool) -> str:
    """Ring one end of the path, its name on the side where the line does not run."""
    x, y = axes.x(point[0]), axes.y(point[1])
    return ring(x, y, TEXT, 9) + text(x, y - 14 if above else y + 24, name, size=12, more=f"{_CENTRED} {HALO}")


def _draw_thumbnails(still: Still, y: float) -> tuple[str, float]:
    """Draw all digits with their numbers, the two chosen ones framed; return the markup and its lower edge."""
    images, chosen = still.pair.gallery.images, (still.pair.first, still.pair.second)
    pitch, side = THUMBNAIL_SCALE * PITCH, THUMBNAIL_SCALE * SIDE
    parts = [text(MARGIN, y + 6, "digits to choose from", more='font-weight="bold"')]
    frames = []
    for first in range(0, len(images), THUMBNAILS):
        line, top = images[first : first + THUMBNAILS], y + 16 + first // THUMBNAILS * (side + 22)
        parts.append(draw_strip(MARGIN, top, THUMBNAIL_SCALE, line, coarse=False))
        for i in range(len(line)):
            x = MARGIN + i * pitch
            parts.append(text(x + side / 2, top + side + 13, str(first + i), size=12, fill=MUTED, more=_CENTRED))
            if first + i in chosen:
                frames.append(outline(x, top, side, side))
    lines = -(-len(images) // THUMBNAILS)
    return "".join(parts + frames), y + 18 + lines * (side + 22)
