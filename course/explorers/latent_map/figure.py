"""The latent map's picture: codes or decoded digits in a plane, a point in it, and the digit decoded there."""

from __future__ import annotations

from course.explorers.latent_map.numbers import CELLS, MOST_DRAWN, LatentMap, Place, describe, position, vote
from course.figures.palette import BACKGROUND, HIGHLIGHT, MUTED
from course.figures.svg import MARGIN, WIDTH, frame, heading, picture, text
from course.figures.svg_axes import Axes, ring, ticks
from course.figures.svg_digits import SIDE, image

LEFT, TOP, MAP_SIDE = MARGIN + 44, 106, CELLS * SIDE
RIGHT, LARGE_SCALE, SMALL_SCALE = LEFT + MAP_SIDE + 56, 8, 4
HEIGHT = TOP + MAP_SIDE + 48


def draw_plane(latent: LatentMap) -> str:
    """Draw the decoded plane with its upper left corner at (0, 0), in 16 greys, which halves its size."""
    return image(0, 0, 1, latent.plane, coarse=True)


def draw(latent: LatentMap, place: Place, plane: str = "") -> str:
    """Draw the map and the digit decoded at a place of it as SVG; ``plane`` from `draw_plane` replaces the codes."""
    axes = _axes(latent)
    x_ticks, y_ticks = (ticks(low, high) for low, high in latent.ranges)
    x, y = axes.x(place.z[0]), axes.y(place.z[1])
    title = f"{position(place.z)}: {vote(place)}"
    cross = f"M{axes.left:g} {y:.1f}h{axes.width:g}M{x:.1f} {axes.top:g}v{axes.height:g}"
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        _place_plane(plane) if plane else _draw_codes(latent, axes),
        axes.draw(x_ticks, y_ticks, "z₁", "z₂"),
        f'<path d="{cross}" stroke="{HIGHLIGHT}" stroke-width="1"/>',
        ring(x, y, HIGHLIGHT, 8),
        _draw_digit(place),
        _draw_nearest(latent, place),
    ]
    return picture(HEIGHT, title, describe(latent, place), "".join(body))


def draw_hover(latent: LatentMap, plane: str, name: str) -> str:
    """Draw a clear sheet to lie on the picture: pointing at the map shows the digit decoded there, without Python.

    ``name`` begins the ids and classes in it: a word that starts with a letter and is used once in a notebook.
    """
    rows, columns = latent.centres[1].flip(0).tolist(), latent.centres[0].tolist()
    cells = [_hover_cell(name, r, c, (z1, z2)) for r, z2 in enumerate(rows) for c, z1 in enumerate(columns)]
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


def _hover_cell(name: str, row: int, column: int, z: tuple[float, float]) -> str:
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
    drawn = latent.codes[::step].tolist()
    caption = f"each character is the code of a digit, {len(drawn)} of {len(latent.codes)} drawn"
    return heading(MARGIN, 62, "codes", caption) + axes.draw_classes(drawn, latent.labels[::step])


def _place_plane(plane: str) -> str:
    caption = f"what {CELLS} × {CELLS} points of the plane are decoded to"
    return heading(MARGIN, 62, "decoded plane", caption) + f'<g transform="translate({LEFT} {TOP})">{plane}</g>'


def _draw_digit(place: Place) -> str:
    side = LARGE_SCALE * SIDE
    return (
        heading(RIGHT, TOP - 30, "decoded at the cross", position(place.z))
        + image(RIGHT, TOP, LARGE_SCALE, place.picture.permute(1, 2, 0))
        + frame(RIGHT, TOP, side, side)
        + text(RIGHT, TOP + side + 24, vote(place), size=14)
    )


def _draw_nearest(latent: LatentMap, place: Place) -> str:
    """Show the digit whose code is nearest, if pictures are known."""
    if latent.images is None:
        return ""
    y = TOP + LARGE_SCALE * SIDE + 60
    caption = (
        f"digit {place.nearest}, a {latent.labels[place.nearest]}, {position(latent.codes[place.nearest].tolist())}"
    )
    pixels = latent.images[place.nearest].permute(1, 2, 0)
    return heading(RIGHT, y, "digit with the nearest code", caption) + image(RIGHT, y + 28, SMALL_SCALE, pixels)
