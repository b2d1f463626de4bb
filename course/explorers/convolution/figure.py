"""The convolution explorer's picture: from a step to SVG."""

from __future__ import annotations

from course.explorers.convolution.matrix_figure import draw_matrix
from course.explorers.convolution.numbers import Rows, Scene, Step
from course.explorers.convolution.stamp_figure import WIDTH_OF_PANEL, draw_stamps
from course.explorers.convolution.words import describe, headline, product, size_line, square, zero_count, zero_kind
from course.figures.palette import BACKGROUND, HIGHLIGHT, INPUT, KERNEL, MUTED, OUTPUT, TEXT, ZERO
from course.figures.svg import (
    MARGIN,
    SMALLEST_TEXT_CELL,
    WIDTH,
    dots,
    grid,
    hatching,
    heading,
    number,
    numbers,
    outline,
    picture,
    rect,
    squares,
    text,
)

LARGEST_CELL, SMALLEST_CELL, SMALL_PANEL_CELL = 24, 5, 20
TALLEST_PANEL, TALLEST_READABLE_PANEL = 200, 300
"""Controls and picture fit a laptop's screen of 720 pixels together if inputs are small; panels of more cells may grow
until their numbers can be read."""
GAP = 30
"""Between two panels, with the operator in it."""
NARROWEST_PANEL = 132
"""What a heading needs."""
PANELS_TOP = 108


def draw(step: Step) -> str:
    """Draw a step as SVG: canvas, kernel and output, the sum written out, the stamps if transposed, and the matrix."""
    cell = _cell_size(step.scene)
    panels, bottom = _draw_panels(step, cell)
    title = headline(step)
    sum_markup, sum_bottom, sum_right = _draw_sum(step, bottom + 26)
    stamps, stamps_bottom, left = "", 0.0, sum_right + 16
    if step.scene.settings.transposed:
        stamps, stamps_bottom = draw_stamps(step, left, bottom + 26)
        left += WIDTH_OF_PANEL
    matrix, matrix_bottom = draw_matrix(step, left, bottom + 26)
    body = [
        text(MARGIN, 32, title, size=18, more='font-weight="bold"'),
        text(MARGIN, 56, size_line(step.scene.settings), size=14),
        panels,
        sum_markup,
        stamps,
        matrix,
    ]
    return picture(max(sum_bottom, stamps_bottom, matrix_bottom) + MARGIN, title, describe(step), "".join(body))


def _panel_sizes(scene: Scene, cell: float) -> list[tuple[int, float]]:
    """List cells per side and cell size of the panels, from left to right."""
    small = max(cell, SMALL_PANEL_CELL)
    panels = [(scene.canvas.size, cell), (scene.settings.kernel_size, small), (scene.settings.output_size, cell)]
    return [(scene.settings.input_size, small), *panels] if scene.settings.transposed else panels


def _row_width(sizes: list[tuple[int, float]]) -> float:
    return sum(max(count * cell, NARROWEST_PANEL) + GAP for count, cell in sizes) - GAP


def _cell_size(scene: Scene) -> int:
    """Find the largest cell with which all panels fit side by side."""
    tallest = max(scene.canvas.size, scene.settings.output_size)
    readable = min(SMALLEST_TEXT_CELL, TALLEST_READABLE_PANEL // tallest)
    sizes = range(min(LARGEST_CELL, max(TALLEST_PANEL // tallest, readable)), SMALLEST_CELL, -1)
    fitting = (cell for cell in sizes if _row_width(_panel_sizes(scene, cell)) <= WIDTH - 2 * MARGIN)
    return next(fitting, SMALLEST_CELL)


def _draw_panels(step: Step, cell: int) -> tuple[str, float]:
    """Draw the row of panels with operators between them; return it and its lower edge."""
    sizes = _panel_sizes(step.scene, cell)
    drawers = [_draw_canvas, _draw_kernel, _draw_output]
    operators = ["∗", "=", ""]
    if step.scene.settings.transposed:
        drawers, operators = [_draw_input, *drawers], ["→", *operators]
    parts, x = [], float(MARGIN)
    for draw_panel, operator, (count, panel_cell) in zip(drawers, operators, sizes, strict=True):
        parts.append(draw_panel(step, x, panel_cell))
        panel_end, x = x + count * panel_cell, x + max(count * panel_cell, NARROWEST_PANEL) + GAP
        parts.append(text((panel_end + x) / 2, PANELS_TOP + 24, operator, size=22, more='text-anchor="middle"'))
    return "".join(parts), PANELS_TOP + max(count * panel_cell for count, panel_cell in sizes)


def _draw_input(step: Step, x: float, cell: float) -> str:
    """Draw the input of a transposed convolution, with the pixels under the window outlined."""
    image = step.scene.image
    side = len(image)
    used = [term.pixel for term in step.terms if term.pixel]
    return "".join(
        [
            heading(x, PANELS_TOP - 26, "input", square(side)),
            rect(x, PANELS_TOP, side * cell, side * cell, INPUT, opacity=0.6),
            grid(x, PANELS_TOP, side, side, cell),
            numbers(x, PANELS_TOP, cell, _entries(image)),
            squares(x, PANELS_TOP, cell, used, f'fill="none" stroke="{HIGHLIGHT}" stroke-width="3"'),
        ]
    )


def _draw_canvas(step: Step, x: float, cell: float) -> str:
    """Draw what the window slides over: pixels with numbers, zeros with dots, cropped cells crossed out."""
    canvas, image = step.scene.canvas, step.scene.image
    y, side = PANELS_TOP, canvas.size * cell
    name, caption = _canvas_heading(step)
    cells = [canvas.first + i * canvas.spread for i in range(canvas.pixels)]
    pixels = [(r, c) for r in cells for c in cells]
    values = [(cells[i], cells[j], value) for i, j, value in _entries(image)]
    return "".join(
        [
            heading(x, y - 26, name, caption),
            rect(x, y, side, side, ZERO),
            dots(x, y, canvas.size, canvas.size, cell),
            squares(x, y, cell, pixels, f'fill="{BACKGROUND}"'),
            squares(x, y, cell, pixels, f'fill="{INPUT}" fill-opacity="0.6"'),
            grid(x, y, canvas.size, canvas.size, cell),
            numbers(x, y, cell, values),
            _draw_cropping(step, x, cell),
            _draw_window(step, x, cell),
        ]
    )


def _canvas_heading(step: Step) -> tuple[str, str]:
    settings, canvas = step.scene.settings, step.scene.canvas
    size = square(canvas.size)
    if not settings.transposed:
        return ("padded input", f"{size}; dots: padding zeros") if settings.padding else ("input", size)
    return "stretched input", size + ("; hatched: cropped" if canvas.cropped else "; dots: inserted zeros")


def _draw_cropping(step: Step, x: float, cell: float) -> str:
    canvas = step.scene.canvas
    start, end, side = canvas.cropped * cell, canvas.cropped_end * cell, canvas.size * cell
    inner = side - start - end
    strips = [
        (0.0, 0.0, side, start),
        (0.0, side - end, side, end),
        (0.0, start, start, inner),
        (side - end, start, end, inner),
    ]
    return "".join(hatching(x + dx, PANELS_TOP + dy, w, h) for dx, dy, w, h in strips if w and h)


def _draw_window(step: Step, x: float, cell: float) -> str:
    """Frame the window; where dilation leaves gaps in it, frame the cells that count, too."""
    first, last = step.terms[0], step.terms[-1]
    span = (last.row - first.row + 1) * cell
    left, top = x + first.column * cell, PANELS_TOP + first.row * cell
    if step.scene.settings.dilation == 1:
        return outline(left, top, span, span)
    taps = [(term.row, term.column) for term in step.terms]
    frame = outline(left, top, span, span, stroke_width=1.5, dashes="5 3")
    width = 3 if cell > 12 else 1.5
    return frame + squares(x, PANELS_TOP, cell, taps, f'fill="none" stroke="{HIGHLIGHT}" stroke-width="{width}"')


def _draw_kernel(step: Step, x: float, cell: float) -> str:
    kernel, settings = step.scene.shown_kernel, step.scene.settings
    side = len(kernel)
    name = "kernel, flipped" if settings.transposed else "kernel"
    caption = square(side) + (", turned by 180°" if settings.transposed else "")
    return "".join(
        [
            heading(x, PANELS_TOP - 26, name, caption),
            rect(x, PANELS_TOP, side * cell, side * cell, KERNEL, opacity=0.6),
            grid(x, PANELS_TOP, side, side, cell),
            numbers(x, PANELS_TOP, cell, _entries(kernel)),
        ]
    )


def _draw_output(step: Step, x: float, cell: float) -> str:
    """Draw the output as far as it is computed, the current pixel outlined."""
    side = step.scene.settings.output_size
    done = [entry for entry in _entries(step.scene.output) if entry[0] * side + entry[1] <= step.position]
    return "".join(
        [
            heading(x, PANELS_TOP - 26, "output", square(side)),
            rect(x, PANELS_TOP, side * cell, step.row * cell, OUTPUT, opacity=0.5),
            rect(x, PANELS_TOP + step.row * cell, (step.column + 1) * cell, cell, OUTPUT, opacity=0.5),
            grid(x, PANELS_TOP, side, side, cell),
            numbers(x, PANELS_TOP, cell, done),
            outline(x + step.column * cell, PANELS_TOP + step.row * cell, cell, cell),
        ]
    )


def _draw_sum(step: Step, y: float) -> tuple[str, float, float]:
    """Write the sum out, one line per row of the kernel; return it, its lower edge and its right edge."""
    size = step.scene.settings.kernel_size
    labels = [product(term) for term in step.terms]
    pitch = 8 * max(map(len, labels)) + 24
    caption = "input · kernel" + (f"; struck through: {zero_kind(step)}" if step.zeros else "")
    parts = [heading(MARGIN, y, "sum under the window", caption)]
    for i, (term, label) in enumerate(zip(step.terms, labels, strict=True)):
        x, line = MARGIN + 12 + pitch * (i % size), y + 42 + 22 * (i // size)
        if i:
            parts.append(text(x, line, "+", size=15, more='text-anchor="middle"'))
        fill, struck = (MUTED, 'text-decoration="line-through"') if term.pixel is None else (TEXT, "")
        parts.append(text(x + pitch / 2, line, label, size=15, fill=fill, more=f'text-anchor="middle" {struck}'))
    bottom = y + 42 + 22 * size
    total = f"= {number(step.total)} = output[{step.row}, {step.column}]"
    parts.append(text(MARGIN + 7, bottom, total, size=15, more='font-weight="bold"'))
    parts.append(text(MARGIN, bottom + 24, zero_count(step), size=12, fill=MUTED))
    return "".join(parts), bottom + 24, MARGIN + max(310, 20 + pitch * size)


def _entries(rows: Rows) -> list[tuple[int, int, int]]:
    return [(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row)]
