"""The comparison's picture: a row for each model, and one of the models larger."""

from __future__ import annotations

from collections.abc import Sequence

from course.explorers.compare.numbers import SAMPLES, Rival, Round
from course.explorers.compare.words import describe, headline
from course.figures.palette import HIGHLIGHT, MUTED, TEXT
from course.figures.svg import MARGIN, WIDTH, frame, heading, outline, picture, text
from course.figures.svg_digits import PITCH, SIDE, draw_differences, draw_digit, draw_strip, strip_width

SCALE, LARGE_SCALE, MANY_SCALE = 2, 5, 1.9
SIDE_LENGTH = SCALE * SIDE
INPUT_X, REBUILT_X, ERROR_X = 150, 224, 292
SAMPLES_X = WIDTH - MARGIN - SCALE * strip_width(SAMPLES)
TOP, ROW = 62, 68
FIRST_ROW = TOP + 30


def draw(shown: Round) -> str:
    """Draw the models on one digit and one set of samples as SVG."""
    title = headline(shown)
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
    floor = shown.contest.floors[shown.digit]
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
            draw_digit(INPUT_X, y, SCALE, shown.contest.images[shown.digit]),
            draw_digit(REBUILT_X, y, SCALE, rival.rebuilt[shown.digit]),
            text(ERROR_X + 14, middle, f"{rival.errors[shown.digit]:.1f}", size=16, fill=HIGHLIGHT if chosen else TEXT),
            text(ERROR_X + 14, middle + 18, f"mean {rival.mean_error:.1f}", size=12, fill=MUTED),
            draw_strip(SAMPLES_X, y, SCALE, shown.samples[index]),
        ]
    )


def _name_size(name: str) -> float:
    """Choose a size at which a name fits before the input."""
    return max(9, min(15, (INPUT_X - MARGIN - 10) / (0.62 * max(len(name), 1))))


def _draw_one(shown: Round, y: float) -> tuple[str, float]:
    """Draw input, reconstruction and their difference large; return the markup and the picture's lower edge."""
    rival, original = shown.rival, shown.contest.images[shown.digit]
    rebuilt, side = rival.rebuilt[shown.digit], LARGE_SCALE * SIDE
    left, middle, right = (INPUT_X + i * (side + 100) for i in range(3))
    top = y + 26
    parts = [
        text(MARGIN, y + 14, rival.name, size=_name_size(rival.name), fill=HIGHLIGHT, more='font-weight="bold"'),
        heading(left, y, "input", shown.digit_name),
        draw_digit(left, top, LARGE_SCALE, original, framed=True),
        heading(middle, y, "rebuilt", _error(rival, shown.digit)),
        draw_digit(middle, top, LARGE_SCALE, rebuilt, framed=True),
        heading(right, y, "rebuilt − input", "blue: too dark, red: too bright"),
        draw_differences(right, top, LARGE_SCALE, [rebuilt], [original]),
        frame(right, top, side, side),
    ]
    return "".join(parts), top + side + MARGIN


def _error(rival: Rival, digit: int) -> str:
    return f"error {rival.errors[digit]:.1f} nats"


def _draw_many(rival: Rival, many: Sequence[bytes], y: float) -> tuple[str, float]:
    """Draw many samples of the chosen model; return the markup and the picture's lower edge."""
    caption = f"{len(many)} samples; the first {SAMPLES} are those above"
    parts = [heading(MARGIN, y, f"samples of {rival.name}", caption)]
    top, pitch = y + 26, MANY_SCALE * PITCH
    rows = [many[start : start + 2 * SAMPLES] for start in range(0, len(many), 2 * SAMPLES)]
    parts += [draw_strip(MARGIN, top + i * pitch, MANY_SCALE, row) for i, row in enumerate(rows)]
    return "".join(parts), top + len(rows) * pitch + MARGIN
