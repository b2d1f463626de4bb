"""The comparison's picture: a row for each model, and one of the models larger."""

from __future__ import annotations

import torch
from torch import Tensor

from course.explorers.compare.numbers import SAMPLES, Rival, Round, describe
from course.figures.palette import HIGHLIGHT, MUTED, TEXT
from course.figures.svg import MARGIN, WIDTH, frame, heading, outline, picture, text
from course.figures.svg_digits import GAP, PITCH, SIDE, difference_colours, image, strip

SCALE, LARGE_SCALE, MANY_SCALE = 2, 5, 1.9
SIDE_LENGTH = SCALE * SIDE
INPUT_X, REBUILT_X, ERROR_X = 150, 224, 292
SAMPLES_X = WIDTH - MARGIN - SCALE * (PITCH * SAMPLES - GAP)
TOP, ROW = 62, 68
FIRST_ROW = TOP + 30


def draw(shown: Round) -> str:
    """Draw the models on one digit and one set of samples as SVG."""
    title = f"{shown.digit_name.capitalize()} and sample set {shown.seed}, by model"
    lower = FIRST_ROW + ROW * len(shown.contest.rivals) + 22
    larger, bottom = _draw_one(shown, lower) if shown.many is None else _draw_many(shown.rival, shown.many, lower)
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        _draw_head(shown),
        *(_draw_row(shown, i) for i in range(len(shown.contest.rivals))),
        larger,
    ]
    return picture(bottom, title, describe(shown), "".join(body))


def _draw_head(shown: Round) -> str:
    floor = float(shown.contest.floors[shown.digit])
    columns = (
        (MARGIN, "model", ""),
        (INPUT_X, "input", f"{shown.contest.labels[shown.digit]}"),
        (REBUILT_X, "rebuilt", "from μ"),
        (ERROR_X + 14, "error in nats", f"at least {floor:.1f}"),
        (SAMPLES_X, "samples", "decoded from z = ε, the same ε for all models"),
    )
    return "".join(heading(x, TOP, title, caption) for x, title, caption in columns)


def _draw_row(shown: Round, index: int) -> str:
    """Draw what a model makes of the digit and of the noise; a frame around the chosen one."""
    rival, y = shown.contest.rivals[index], FIRST_ROW + ROW * index
    chosen = index == shown.chosen
    mark = outline(MARGIN - 6, y - 6, WIDTH - 2 * MARGIN + 12, SIDE_LENGTH + 12, stroke_width=2) if chosen else ""
    middle = y + SIDE_LENGTH / 2
    return "".join(
        [
            mark,
            text(MARGIN + 2, middle + 5, rival.name, size=_name_size(rival.name), more='font-weight="bold"'),
            _draw_digit(INPUT_X, y, SCALE, shown.contest.images[shown.digit]),
            _draw_digit(REBUILT_X, y, SCALE, rival.rebuilt[shown.digit]),
            text(ERROR_X + 14, middle, f"{rival.errors[shown.digit]:.1f}", size=16, fill=HIGHLIGHT if chosen else TEXT),
            text(ERROR_X + 14, middle + 18, f"mean {rival.errors.mean():.1f}", size=12, fill=MUTED),
            image(SAMPLES_X, y, SCALE, strip(shown.samples[index]), coarse=True),
        ]
    )


def _name_size(name: str) -> float:
    """Choose a size at which a name fits before the input."""
    return max(9, min(15, (INPUT_X - MARGIN - 10) / (0.62 * max(len(name), 1))))


def _draw_digit(x: float, y: float, scale: float, pixels: Tensor) -> str:
    return image(x, y, scale, pixels.permute(1, 2, 0))


def _draw_one(shown: Round, y: float) -> tuple[str, float]:
    """Draw input, reconstruction and their difference large; return the markup and the picture's lower edge."""
    rival, original = shown.rival, shown.contest.images[shown.digit]
    rebuilt, side = rival.rebuilt[shown.digit], LARGE_SCALE * SIDE
    difference = difference_colours((rebuilt - original)[None])[0]
    columns = (
        ("input", shown.digit_name, original),
        ("rebuilt", _error(rival, shown.digit), rebuilt),
        ("rebuilt − input", "blue: too dark, red: too bright", difference),
    )
    parts = [text(MARGIN, y + 14, rival.name, size=_name_size(rival.name), fill=HIGHLIGHT, more='font-weight="bold"')]
    for i, (title, caption, pixels) in enumerate(columns):
        x = INPUT_X + i * (side + 100)
        parts += [heading(x, y, title, caption), _draw_digit(x, y + 26, LARGE_SCALE, pixels)]
        parts.append(frame(x, y + 26, side, side))
    return "".join(parts), y + 26 + side + MARGIN


def _error(rival: Rival, digit: int) -> str:
    return f"error {rival.errors[digit]:.1f} nats"


def _draw_many(rival: Rival, many: Tensor, y: float) -> tuple[str, float]:
    """Draw many samples of the chosen model; return the markup and the picture's lower edge."""
    caption = f"{len(many)} samples; the first {SAMPLES} are those above"
    parts = [heading(MARGIN, y, f"samples of {rival.name}", caption)]
    top, pitch = y + 26, MANY_SCALE * PITCH
    rows = torch.split(many, 2 * SAMPLES)
    parts += [image(MARGIN, top + i * pitch, MANY_SCALE, strip(row), coarse=True) for i, row in enumerate(rows)]
    return "".join(parts), top + len(rows) * pitch + MARGIN
