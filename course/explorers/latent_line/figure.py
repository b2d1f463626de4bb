"""The latent line's picture: a film of decoded digits, the density of codes, the codes by class, one digit large."""

from __future__ import annotations

from course.explorers.latent_line.numbers import BINS, CELLS, NORMAL, Film, Line, position_in_film
from course.explorers.latent_line.words import describe, spacing
from course.explorers.latent_map.numbers import MOST_DRAWN, Point
from course.explorers.latent_map.words import headline, position
from course.explorers.vectors import even_steps
from course.figures.palette import HIGHLIGHT, LINE, MUTED, SKY_BLUE, TEXT
from course.figures.svg import MARGIN, frame, heading, picture, text
from course.figures.svg_axes import Axes, ring, ticks
from course.figures.svg_digits import PITCH, SIDE, draw_digit, film

LEFT, WIDE = MARGIN + 28, CELLS * PITCH
RIGHT, LARGE_SCALE, SMALL_SCALE = LEFT + WIDE + 46, 7, 3
FILM_TOP, PLOT_TOP, PLOT_HEIGHT, CLASS_ROW = 104, 160, 90, 25
TOP, DIGIT_TOP = 62, 90
_JITTER = 0.618
"""Golden ratio: neighbours are spread evenly over their row."""


def draw_background(line: Line, film: Film) -> str:
    """Draw what stays while the point moves: axes, density, codes, and lines from the film to its values."""
    density, strips = _density_axes(line), _strip_axes(line)
    classes = sorted(set(line.labels))
    step = -(-len(line.codes) // MOST_DRAWN)
    codes, labels = line.codes[::step], line.labels[::step]
    rows = {label: len(classes) - 1 - i for i, label in enumerate(classes)}
    points = [
        (z, rows[label] + 0.5 * (i * _JITTER % 1 - 0.5))
        for i, ((z,), label) in enumerate(zip(codes, labels, strict=True))
    ]
    caption = f"each character is the code of a digit, {len(codes)} of {len(line.codes)} drawn, one row for each class"
    return "".join(
        [
            _draw_fan(density, film),
            _draw_density(line, density),
            heading(MARGIN, strips.top - 32, "codes", caption),
            strips.draw(
                ticks(-line.limit, line.limit, 10), [(row, str(label)) for label, row in rows.items()], "z", ""
            ),
            strips.draw_classes(points, labels),
        ]
    )


def draw(line: Line, shown: Film, point: Point, background: str) -> str:
    """Draw the line and the digit decoded at a point on it as SVG; ``background`` is from `draw_background`."""
    title = headline(point)
    strips, z = _strip_axes(line), point.z[0]
    x = strips.x(z)
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        heading(MARGIN, TOP, "decoded line", f"{CELLS} digits {spacing(shown)}"),
        film(LEFT, FILM_TOP, 1, shown.pictures, position_in_film(line, shown, z)),
        background,
        f'<path d="M{x:.1f} {PLOT_TOP:g}V{strips.bottom:g}" stroke="{HIGHLIGHT}" stroke-width="1.5"/>',
        ring(x, _density_axes(line).y(NORMAL.pdf(z)), HIGHLIGHT, 5),
        _draw_decoded(point),
        _draw_nearest(line, point),
    ]
    bottom = max(strips.bottom + 46, DIGIT_TOP + LARGE_SCALE * SIDE + 170)
    return picture(bottom, title, describe(line, shown, point), "".join(body))


def _density_axes(line: Line) -> Axes:
    highest = max(*line.densities, NORMAL.pdf(0))
    return Axes(LEFT, PLOT_TOP, WIDE, PLOT_HEIGHT, (-line.limit, line.limit), (0, 1.1 * highest))


def _strip_axes(line: Line) -> Axes:
    classes = len(set(line.labels))
    top = PLOT_TOP + PLOT_HEIGHT + 58
    return Axes(LEFT, top, WIDE, CLASS_ROW * classes, (-line.limit, line.limit), (-0.5, classes - 0.5))


def _draw_fan(axes: Axes, shown: Film) -> str:
    """Draw a line from each digit of the film down to its value of z."""
    starts = (LEFT + i * PITCH + SIDE / 2 for i in range(CELLS))
    ends = (axes.x(value) for value in shown.values)
    path = "".join(f"M{a:g} {FILM_TOP + SIDE + 2:g}L{b:.1f} {axes.top:g}" for a, b in zip(starts, ends, strict=True))
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1"/>'


def _draw_density(line: Line, axes: Axes) -> str:
    """Draw the histogram of the codes and, over it, the density of N(0, 1)."""
    width, path = axes.width / BINS, f"M{axes.left:g} {axes.bottom:g}"
    for i, density in enumerate(line.densities):
        path += f"V{axes.y(density):.1f}H{axes.left + (i + 1) * width:.1f}"
    curve = [(z, NORMAL.pdf(z)) for z in even_steps(-line.limit, line.limit, 81)]
    x, y = axes.left + 8, axes.top + 16
    return "".join(
        [
            f'<path d="{path}V{axes.bottom:g}z" fill="{SKY_BLUE}" fill-opacity="0.5"/>',
            frame(axes.left, axes.top, axes.width, axes.height),
            axes.line(curve, f'stroke="{TEXT}" stroke-width="1.5"'),
            f'<path d="M{x:g} {y - 4:g}h24" stroke="{TEXT}" stroke-width="1.5"/>',
            text(x + 30, y, "density of N(0, 1)", size=12, fill=MUTED),
            f'<path d="M{x:g} {y + 9:g}h24v10h-24z" fill="{SKY_BLUE}" fill-opacity="0.5"/>',
            text(x + 30, y + 18, "all codes", size=12, fill=MUTED),
        ]
    )


def _draw_decoded(point: Point) -> str:
    digit = draw_digit(RIGHT, DIGIT_TOP, LARGE_SCALE, point.picture, framed=True)
    return heading(RIGHT, TOP, "decoded here", position(point.z)) + digit


def _draw_nearest(line: Line, point: Point) -> str:
    """Show the digit whose code is nearest, if pictures are known."""
    if line.images is None:
        return ""
    y = DIGIT_TOP + LARGE_SCALE * SIDE + 40
    caption = f"digit {point.nearest}, a {line.labels[point.nearest]}, {position(line.codes[point.nearest])}"
    digit = draw_digit(RIGHT, y + 28, SMALL_SCALE, line.images[point.nearest])
    return heading(RIGHT, y, "digit with the nearest code", caption) + digit
