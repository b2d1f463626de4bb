"""The matrix C beside the sum: which of its entries make the current output pixel."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from course.explorers.convolution.numbers import Matrix, Step
from course.explorers.convolution.words import square
from course.figures.palette import BACKGROUND, HIGHLIGHT, INPUT, KERNEL
from course.figures.svg import (
    MARGIN,
    SMALLEST_TEXT_CELL,
    WIDTH,
    frame,
    grid,
    heading,
    numbers,
    outline,
    rect,
    text,
)

LARGEST_CELL, THINNEST_CELL, HEIGHT = 24, 4, 150
_CENTRED = 'text-anchor="middle"'


@dataclass(frozen=True)
class Box:
    """Where the matrix lies: its left and top edge, and width and height of a cell."""

    x: float
    y: float
    rows: int
    columns: int
    cell_width: float
    cell_height: float

    @property
    def width(self) -> float:
        """Width of the whole matrix."""
        return self.columns * self.cell_width

    @property
    def height(self) -> float:
        """Height of the whole matrix."""
        return self.rows * self.cell_height

    @property
    def readable(self) -> bool:
        """Whether numbers fit into the cells."""
        return self.cell_width == self.cell_height >= SMALLEST_TEXT_CELL


def draw_matrix(step: Step, x: float, y: float) -> tuple[str, float]:
    """Draw C with its current row (transposed: column) lit; return the markup and its lower edge.

    Where the cells are large enough, the input pixels stand at the columns (rows) that they are multiplied with.
    """
    matrix, transposed = step.scene.matrix, step.scene.settings.transposed
    box = _lay_out(matrix, x, y, transposed)
    parts = [
        heading(x, y, *_heading(step)),
        rect(box.x, box.y, box.width, box.height, BACKGROUND),
        _draw_entries(matrix, box),
    ]
    if box.readable:
        parts.append(grid(box.x, box.y, box.rows, box.columns, box.cell_width))
        parts.append(numbers(box.x, box.y, box.cell_width, matrix.entries))
        parts.append(_draw_input_strip(step, box))
    parts += [frame(box.x, box.y, box.width, box.height), _light_up(step.position, transposed, box)]
    return "".join(parts), box.y + box.height + (14 if transposed else 0)


def _heading(step: Step) -> tuple[str, str]:
    s, size = step.scene.settings, f"{step.scene.matrix.rows}×{step.scene.matrix.columns}"
    if not s.transposed:
        return f"matrix C ({size}); output = C · input", f"row {step.position} of C times the input pixels"
    back = f"{square(s.output_size)} → {square(s.input_size)}"
    return (
        f"matrix C ({size}); output = Cᵀ · input",
        f"column {step.position} of C times the input; C takes {back}",
    )


def _lay_out(matrix: Matrix, x: float, y: float, transposed: bool) -> Box:
    """Choose cells that are square if possible, stretched where one side alone would become invisible."""
    left, top, rows, columns = x + 32, y + 30, matrix.rows, matrix.columns
    width, height = min(LARGEST_CELL, (WIDTH - MARGIN - left) / columns), min(LARGEST_CELL, HEIGHT / rows)
    width, height = min(width, max(height, THINNEST_CELL)), min(height, max(width, THINNEST_CELL))
    box = Box(left, top, rows, columns, width, height)
    if transposed or not box.readable:
        return box
    return Box(left, top + height, rows, columns, width, height)


def _draw_entries(matrix: Matrix, box: Box) -> str:
    """Draw one path per value, the larger the darker; negative entries are half as high."""
    cells: dict[int, list[str]] = defaultdict(list)
    for r, c, value in matrix.entries:
        cells[value].append(f"M{c} {r}h1v{1 if value > 0 else 0.5:g}h-1z")
    largest = max(map(abs, cells), default=1)
    paths = "".join(
        f'<path d="{"".join(path)}" fill-opacity="{0.35 + 0.65 * abs(value) / largest:.2f}"/>'
        for value, path in cells.items()
    )
    placed = f"translate({box.x:g} {box.y:g}) scale({box.cell_width:g} {box.cell_height:g})"
    return f'<g fill="{KERNEL}" transform="{placed}">{paths}</g>'


def _light_up(position: int, transposed: bool, box: Box) -> str:
    """Frame the current row or column and point at it, so that it is found even where it is very thin."""
    if transposed:
        left = box.x + position * box.cell_width
        arrow = text(left + box.cell_width / 2, box.y + box.height + 13, "▲", fill=HIGHLIGHT, more=_CENTRED)
        return arrow + outline(left - 1, box.y - 1, box.cell_width + 2, box.height + 2, stroke_width=2)
    top = box.y + position * box.cell_height
    arrow = text(box.x - 11, top + box.cell_height / 2 + 4, "▶", fill=HIGHLIGHT, more=_CENTRED)
    return arrow + outline(box.x - 1, top - 1, box.width + 2, box.cell_height + 2, stroke_width=2)


def _draw_input_strip(step: Step, box: Box) -> str:
    """Lay the input out pixel by pixel along the side of C that it is multiplied with."""
    pixels, cell = [value for row in step.scene.image for value in row], box.cell_width
    if step.scene.settings.transposed:
        x, y, rows, columns = box.x - cell - 4, box.y, len(pixels), 1
    else:
        x, y, rows, columns = box.x, box.y - cell - 4, 1, len(pixels)
    entries = [(i // columns, i % columns, value) for i, value in enumerate(pixels)]
    field = rect(x, y, columns * cell, rows * cell, INPUT, opacity=0.6)
    return field + grid(x, y, rows, columns, cell) + numbers(x, y, cell, entries)
