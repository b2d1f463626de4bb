"""The latent map's picture: codes or decoded digits in a plane, a point in it, and the digit decoded there."""

from __future__ import annotations

from course.explorers.latent_map.numbers import CELLS, MOST_DRAWN, LatentMap, Point
from course.explorers.latent_map.words import describe, headline, position, vote
from course.explorers.vectors import Code
from course.figures.palette import BACKGROUND, HIGHLIGHT, MUTED
from course.figures.svg import MARGIN, WIDTH, heading, picture, text
from course.figures.svg_axes import Axes, ring, ticks
from course.figures.svg_digits import SIDE, draw_digit
from course.figures.svg_digits import draw_plane as draw_tiles

LEFT, TOP, MAP_SIDE = MARGIN + 44, 106, CELLS * SIDE
RIGHT, LARGE_SCALE, SMALL_SCALE = LEFT + MAP_SIDE + 56, 8, 4
HEIGHT = TOP + MAP_SIDE + 48


def draw_plane(latent: LatentMap) -> str:
    """Draw the decoded plane with its upper left corner at (0, 0), in 16 greys, which halves its size."""
    return draw_tiles(0, 0, latent.plane, CELLS)


def draw(latent: LatentMap, point: Point, plane: str = "") -> str:
    """Draw the map and the digit decoded at a point of it as SVG; ``plane`` from `draw_plane` replaces the codes."""
    axes = _axes(latent)
    x_ticks, y_ticks = (ticks(low, high) for low, high in latent.ranges)
    x, y = axes.x(point.z[0]), axes.y(point.z[1])
    title = headline(point)
    cross = f"M{axes.left:g} {y:.1f}h{axes.width:g}M{x:.1f} {axes.top:g}v{axes.height:g}"
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        _set_plane(plane) if plane else _draw_codes(latent, axes),
        axes.draw(x_ticks, y_ticks, "z₁", "z₂"),
        f'<path d="{cross}" stroke="{HIGHLIGHT}" stroke-width="1"/>',
        ring(x, y, HIGHLIGHT, 8),
        _draw_decoded(point),
        _draw_nearest(latent, point),
    ]
    return picture(HEIGHT, title, describe(latent, point), "".join(body))


def draw_hover(latent: LatentMap, plane: str, name: str) -> str:
    """Draw a clear sheet to lie on the picture: pointing at the map shows the digit decoded there, without Python.

    ``name`` begins the ids and classes in it: a word that starts with a letter and is used once in a notebook.
    """
    columns, rows = latent.centres
    cells = [_hover_cell(name, r, c, (z1, z2)) for r, z2 in enumerate(reversed(rows)) for c, z1 in enumerate(columns)]
    style = (
        f".{name}>g>g{{display:none;pointer-events:none}}.{name}>g:hover>g{{display:inline}}"
        f".{name} rect{{fill:transparent}}.{name}>g:hover>rect{{stroke:{HIGHLIGHT};stroke-width:2}}"
    )
    veil = f'<path d="M{RIGHT - 4} {TOP - 44}H{WIDTH - MARGIN}V{HEIGHT - 10}H{RIGHT - 4}z" fill="{BACKGROUND}"/>'
    title = text(RIGHT, TOP - 30, "decoded under the pointer", more='font-weight="bold"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" style="max-width:100%;height:auto" '
        f'font-family="system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif" font-size="12" fill="{MUTED}">'
        f'<style>{style}</style><defs><g id="{name}-plane">{plane}</g><g id="{name}-veil">{veil}{title}</g></defs>'
        f'<g class="{name}">{"".join(cells)}</g></svg>'
    )


def _hover_cell(name: str, row: int, column: int, z: Code) -> str:
    """Draw a clear square and, hidden until the pointer is on it, the part of the plane below it, large."""
    x, y, large = SIDE * column, SIDE * row, LARGE_SCALE * SIDE
    return (
        f'<g><rect x="{LEFT + x}" y="{TOP + y}" width="{SIDE}" height="{SIDE}"/><g><use href="#{name}-veil"/>'
        f'<svg x="{RIGHT}" y="{TOP}" width="{large}" height="{large}" viewBox="{x} {y} {SIDE} {SIDE}">'
        f'<use href="#{name}-plane"/></svg><text x="{RIGHT}" y="{TOP - 14}">{position(z)}</text></g></g>'
    )


def _axes(latent: LatentMap) -> Axes:
    return Axes(LEFT, TOP, MAP_SIDE, MAP_SIDE, *latent.ranges)


def _draw_codes(latent: LatentMap, axes: Axes) -> str:
    step = -(-len(latent.codes) // MOST_DRAWN)
    drawn = latent.codes[::step]
    caption = f"each character is the code of a digit, {len(drawn)} of {len(latent.codes)} drawn"
    return heading(MARGIN, 62, "codes", caption) + axes.draw_classes(drawn, latent.labels[::step])


def _set_plane(plane: str) -> str:
    caption = f"what {CELLS} × {CELLS} points of the plane are decoded to"
    return heading(MARGIN, 62, "decoded plane", caption) + f'<g transform="translate({LEFT} {TOP})">{plane}</g>'


def _draw_decoded(point: Point) -> str:
    side = LARGE_SCALE * SIDE
    return (
        heading(RIGHT, TOP - 30, "decoded at the cross", position(point.z))
        + draw_digit(RIGHT, TOP, LARGE_SCALE, point.picture, framed=True)
        + text(RIGHT, TOP + side + 24, vote(point), size=14)
    )


def _draw_nearest(latent: LatentMap, point: Point) -> str:
    """Show the digit whose code is nearest, if pictures are known."""
    if latent.images is None:
        return ""
    y = TOP + LARGE_SCALE * SIDE + 60
    caption = f"digit {point.nearest}, a {latent.labels[point.nearest]}, {position(latent.codes[point.nearest])}"
    digit = draw_digit(RIGHT, y + 28, SMALL_SCALE, latent.images[point.nearest])
    return heading(RIGHT, y, "digit with the nearest code", caption) + digit
