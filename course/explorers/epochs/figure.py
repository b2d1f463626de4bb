"""The epoch explorer's picture: inputs, reconstructions, differences, and the errors against the epochs."""

from __future__ import annotations

import math

from course.explorers.epochs.numbers import Training
from course.explorers.epochs.words import describe, headline, moment
from course.explorers.vectors import even_steps
from course.figures.palette import BLUE, HIGHLIGHT, MUTED, ORANGE, TEXT
from course.figures.png import palette_png
from course.figures.svg import MARGIN, WIDTH, frame, heading, picture, text
from course.figures.svg_axes import HALO, Axes, log_ticks, ring, ticks, widened
from course.figures.svg_digits import (
    DIFFERENCE_COLOURS,
    PITCH,
    SIDE,
    draw_differences,
    draw_strip,
    image,
    strip_width,
)

COLUMNS = 10
"""How many digits are shown side by side."""
SCALE = 2
ROW = SCALE * SIDE
TOP, FIRST_GROUP, GROUP = 62, 152, 176
HEIGHT = FIRST_GROUP + 2 * GROUP
_CENTRED = 'text-anchor="middle"'


def draw(training: Training, epoch: int, compared: int, first: int = 0) -> str:
    """Draw two epochs of a training run as SVG, with the digits ``first`` to ``first + 9``."""
    last = min(first + COLUMNS, len(training.images))
    title = headline(training, epoch)
    right = MARGIN + SCALE * strip_width(min(COLUMNS, len(training.images)))
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        _draw_input(training, first, last),
        _draw_epoch(training, epoch, first, last, FIRST_GROUP, HIGHLIGHT),
        _draw_epoch(training, compared, first, last, FIRST_GROUP + GROUP, TEXT),
        _draw_errors(training, epoch, compared, max(right, 300) + 76),
        _draw_legend(max(right, 300) + 76),
    ]
    return picture(HEIGHT, title, describe(training, epoch, compared), "".join(body))


def _centres(count: int) -> list[float]:
    return [MARGIN + SCALE * (PITCH * i + SIDE / 2) for i in range(count)]


def _draw_input(training: Training, first: int, last: int) -> str:
    """Draw the digits themselves, with their classes, if known, after the heading."""
    classes = ", ".join(map(str, training.labels[first:last]))
    name = f"input: digits {first} to {last - 1}" if last > first + 1 else f"input: digit {first}"
    title = text(MARGIN, TOP, name, more='font-weight="bold"')
    if classes:
        title += text(MARGIN + 150, TOP, f"classes {classes}", size=12, fill=MUTED)
    return title + draw_strip(MARGIN, TOP + 8, SCALE, training.images[first:last], coarse=False)


def _draw_epoch(training: Training, epoch: int, first: int, last: int, y: float, colour: str) -> str:
    """Draw reconstructions, differences to the input, and the squared errors below them."""
    inputs, rebuilt = training.images[first:last], training.reconstructions[epoch][first:last]
    errors = training.errors[epoch][first:last]
    caption = "reconstruction, then reconstruction − input, then squared error per pixel"
    labels = "".join(
        text(x, y + 2 * ROW + 28, f"{error:.4f}", size=12, more=_CENTRED)
        for x, error in zip(_centres(last - first), errors, strict=True)
    )
    width = SCALE * strip_width(last - first)
    return "".join(
        [
            text(MARGIN, y, moment(epoch), fill=colour, more='font-weight="bold"'),
            text(MARGIN + 126, y, caption if last - first > 7 else "", size=12, fill=MUTED),
            draw_strip(MARGIN, y + 8, SCALE, rebuilt, coarse=False),
            draw_differences(MARGIN, y + 12 + ROW, SCALE, rebuilt, inputs),
            frame(MARGIN, y + 12 + ROW, width, ROW),
            labels,
        ]
    )


def _draw_errors(training: Training, epoch: int, compared: int, left: float) -> str:
    """Plot the errors on a logarithmic axis, because most epochs change little compared with the first ones."""
    test = [(float(e), math.log10(error)) for e, error in enumerate(training.test_errors)]
    train = [(float(e), math.log10(error)) for e, error in enumerate(training.train_errors, 1)]
    y_range = widened([error for _, error in test + train])
    axes = Axes(left, TOP + 62, WIDTH - MARGIN - left, 262, widened([0, training.epochs], 0.05), y_range)
    caption = "logarithmic axis" + ("; training: mean during the epoch" if train else "")
    dots = "".join(f'<circle cx="{axes.x(a):.1f}" cy="{axes.y(b):.1f}" r="3"/>' for a, b in test)
    return "".join(
        [
            heading(left - 50, TOP, "squared error per pixel", caption),
            axes.draw(ticks(0, training.epochs, 8, 1), log_ticks(*y_range), "epoch", ""),
            _mark(axes, compared, TEXT, 'stroke-dasharray="5 3"', TOP + 56),
            _mark(axes, epoch, HIGHLIGHT, "", TOP + 40),
            axes.line(train, f'stroke="{ORANGE}" stroke-width="2.5" stroke-dasharray="7 4"'),
            axes.line(test, f'stroke="{BLUE}" stroke-width="2"'),
            f'<g fill="{BLUE}">{dots}</g>',
            ring(axes.x(test[compared][0]), axes.y(test[compared][1]), TEXT, 7),
            ring(axes.x(test[epoch][0]), axes.y(test[epoch][1]), HIGHLIGHT, 7),
            _draw_key(axes, bool(train)),
        ]
    )


def _mark(axes: Axes, epoch: int, colour: str, dashes: str, label_y: float) -> str:
    """Draw an upright line at an epoch, named above the plot."""
    x = axes.x(epoch)
    anchor = "start" if x < axes.left + axes.width / 2 else "end"
    line = f'<path d="M{x:.1f} {label_y + 4:g}V{axes.bottom:g}" stroke="{colour}" stroke-width="1.5" {dashes}/>'
    return line + text(x, label_y, moment(epoch), size=12, fill=colour, more=f'text-anchor="{anchor}" {HALO}')


def _draw_key(axes: Axes, has_train: bool) -> str:
    """Name the lines in the corner that falling errors leave free."""
    x, y = axes.left + axes.width - 118, axes.top + 20
    test = f'<path d="M{x:g} {y - 4:g}h28" stroke="{BLUE}" stroke-width="2"/>'
    test += f'<circle cx="{x + 14:g}" cy="{y - 4:g}" r="3" fill="{BLUE}"/>'
    key = test + text(x + 34, y, "test set", size=12, more=HALO)
    if has_train:
        dashes = 'stroke-width="2.5" stroke-dasharray="7 4"'
        key += f'<path d="M{x:g} {y + 14:g}h28" stroke="{ORANGE}" {dashes}/>'
        key += text(x + 34, y + 18, "training set", size=12, more=HALO)
    return key


def _draw_legend(left: float) -> str:
    """Show which colour stands for which difference."""
    y, width = HEIGHT - 50, 240
    shades = bytes(map(round, even_steps(0, 255, width)))
    ends = ((left, "−1: too dark", "start"), (left + width / 2, "0", "middle"), (left + width, "+1: too bright", "end"))
    return "".join(
        [
            text(left, y - 8, "reconstruction − input", size=12),
            image(left, y, 1, palette_png(14 * shades, width, DIFFERENCE_COLOURS)),
            frame(left, y, width, 14),
            *(text(x, y + 29, label, size=12, fill=MUTED, more=f'text-anchor="{anchor}"') for x, label, anchor in ends),
        ]
    )
