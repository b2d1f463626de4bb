"""Convolution and transposed convolution, one output pixel at a time: every number that the explorer shows.

Both directions slide a window over a *canvas* and add up products:

- a convolution's canvas is the input with ``padding`` zeros around it; the window moves by ``stride``;
- a transposed convolution's canvas is the *stretched* input, ``stride - 1`` zeros between its pixels and
  ``dilation * (kernel_size - 1) - padding`` around it (``output_padding`` more at the bottom and right); the kernel
  is turned by 180° and the window moves by 1 (Dumoulin & Visin 2016, arXiv:1603.07285, chapter 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from course.models.shapes import conv_output_size, conv_transpose_output_size

Rows = Sequence[Sequence[int]]
"""Whole numbers, row by row."""

IMAGE = (
    (2, 1, 0, 3, 1, 0, 2),
    (0, 0, 1, 2, 0, 3, 1),
    (3, 1, 2, 0, 1, 2, 0),
    (0, 2, 2, 1, 3, 0, 1),
    (1, 0, 3, 2, 0, 1, 2),
    (2, 3, 0, 1, 2, 2, 0),
    (0, 1, 1, 0, 3, 1, 2),
)
"""Whole numbers small enough for sums in one's head; smaller inputs are its top left corner."""


@dataclass(frozen=True)
class Settings:
    """What the controls say; the names are those of `torch.nn.Conv2d` and `torch.nn.ConvTranspose2d`."""

    input_size: int = 4
    kernel_size: int = 3
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    output_padding: int = 0
    transposed: bool = False

    @property
    def output_size(self) -> int:
        """Length of the output's sides, in pixels; raises ValueError if the settings leave none."""
        common = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        if self.transposed:
            return conv_transpose_output_size(
                self.input_size, self.kernel_size, output_padding=self.output_padding, **common
            )
        if self.output_padding:
            raise ValueError(f"output_padding={self.output_padding} needs a transposed convolution")
        return conv_output_size(self.input_size, self.kernel_size, **common)


@dataclass(frozen=True)
class Canvas:
    """What the window slides over, drawn whole: cropped cells are on it, too.  Equal for rows and columns.

    Attributes
    ----------
    size
        Length of its sides, in cells.
    first, spread, pixels
        Input pixel i lies at cell ``first + i * spread``, for i below ``pixels``; all other cells hold zeros.
    cropped, cropped_end
        Cells that a negative border takes away at the top (left) and at the bottom (right).
    step
        How far the window moves from one output pixel to the next.
    """

    size: int
    first: int
    spread: int
    pixels: int
    cropped: int
    cropped_end: int
    step: int

    def pixel_at(self, cell: int) -> int | None:
        """Row (column) of the input that lies on a row (column) of the canvas, or None where zeros were put in."""
        pixel, rest = divmod(cell - self.first, self.spread)
        return pixel if not rest and 0 <= pixel < self.pixels else None


def make_canvas(settings: Settings) -> Canvas:
    """Lay out the padded (convolution) or stretched and padded (transposed convolution) input."""
    s = settings
    border = s.dilation * (s.kernel_size - 1) - s.padding if s.transposed else s.padding
    border_end = border + s.output_padding
    spread, step = (s.stride, 1) if s.transposed else (1, s.stride)
    return Canvas(
        size=max(border, 0) + (s.input_size - 1) * spread + 1 + max(border_end, 0),
        first=max(border, 0),
        spread=spread,
        pixels=s.input_size,
        cropped=max(-border, 0),
        cropped_end=max(-border_end, 0),
        step=step,
    )


@dataclass(frozen=True)
class Matrix:
    """A matrix of rows × columns that holds mostly zeros: all others as ``(row, column, value)``, row by row."""

    rows: int
    columns: int
    entries: Sequence[tuple[int, int, int]]


@dataclass(frozen=True)
class Scene:
    """All that stays the same while the window moves.

    Attributes
    ----------
    image, kernel, output
        I × I, K × K and O × O whole numbers.
    shown_kernel
        The kernel as it lies on the canvas: turned by 180° for a transposed convolution.
    matrix
        C, the matrix of the convolution, pixels counted row by row.  A convolution is C · x, with C of O·O × I·I.
        A transposed convolution is Cᵀ · x, with C of I·I × O·O, which belongs to the convolution that goes back.
    """

    settings: Settings
    image: Rows
    kernel: Rows
    shown_kernel: Rows
    canvas: Canvas
    output: Rows
    matrix: Matrix


def make_scene(settings: Settings, image: Rows | None = None, kernel: Rows | None = None) -> Scene:
    """Compute all that stays the same while the window moves.

    Parameters
    ----------
    image, kernel
        I × I and K × K whole numbers; by default the corner of `IMAGE` and 1, 2, 3, ….

    Raises
    ------
    ValueError
        If the settings leave no output pixel or are out of range; the message names the setting.
    """
    inputs, size, side = settings.input_size, settings.kernel_size, settings.output_size
    image = [row[:inputs] for row in IMAGE[:inputs]] if image is None else image
    kernel = [range(1 + a * size, 1 + (a + 1) * size) for a in range(size)] if kernel is None else kernel
    shown = [row[::-1] for row in kernel[::-1]] if settings.transposed else kernel
    canvas = make_canvas(settings)
    taps = [_taps(settings, canvas, position) for position in range(side)]
    uses = [[(i * inputs + j, shown[a][b]) for a, i in rows for b, j in columns] for rows in taps for columns in taps]
    pixels = [value for row in image for value in row]
    sums = [sum(weight * pixels[pixel] for pixel, weight in used) for used in uses]
    output = [sums[start : start + side] for start in range(0, side * side, side)]
    return Scene(settings, image, kernel, shown, canvas, output, _matrix(settings, uses))


def _cells(settings: Settings, canvas: Canvas, position: int) -> list[int]:
    """List the rows (columns) of the canvas under the window at a row (column) of the output."""
    start = canvas.cropped + position * canvas.step
    return [start + a * settings.dilation for a in range(settings.kernel_size)]


def _taps(settings: Settings, canvas: Canvas, position: int) -> list[tuple[int, int]]:
    """List the rows (columns) of the kernel that meet one of the input, with it; no zero that was put in."""
    pixels = [canvas.pixel_at(cell) for cell in _cells(settings, canvas, position)]
    return [(a, pixel) for a, pixel in enumerate(pixels) if pixel is not None]


def _matrix(settings: Settings, uses: Sequence[Sequence[tuple[int, int]]]) -> Matrix:
    """Lay out C from what each output pixel is made of."""
    cells = [(position, pixel, weight) for position, used in enumerate(uses) for pixel, weight in used if weight]
    if not settings.transposed:
        return Matrix(len(uses), settings.input_size**2, cells)
    turned = sorted((pixel, position, weight) for position, pixel, weight in cells)
    return Matrix(settings.input_size**2, len(uses), turned)


@dataclass(frozen=True)
class Term:
    """One product of the sum: the canvas at ``(row, column)`` times a kernel value; pixel None: an inserted zero."""

    row: int
    column: int
    pixel: tuple[int, int] | None
    value: int
    weight: int

    @property
    def product(self) -> int:
        """Value times weight."""
        return self.value * self.weight


@dataclass(frozen=True)
class Step:
    """One output pixel: where the window lies, its products (row by row) and their sum.

    Attributes
    ----------
    position
        Number of the output pixel, counted row by row; also the row (transposed: column) of C that is used.
    row, column
        The same place in the output.
    """

    scene: Scene
    position: int
    row: int
    column: int
    terms: tuple[Term, ...]

    @property
    def total(self) -> int:
        """The output pixel."""
        return sum(term.product for term in self.terms)

    @property
    def zeros(self) -> int:
        """How many products multiply a zero that padding or stretching put in."""
        return sum(term.pixel is None for term in self.terms)


def step_at(scene: Scene, position: int) -> Step:
    """Write out the sum behind one output pixel.

    Raises
    ------
    ValueError
        If ``position`` is not one of the output's pixels.
    """
    side = scene.settings.output_size
    if not 0 <= position < side * side:
        raise ValueError(f"position={position} is out of range: the output has pixels 0 to {side * side - 1}")
    row, column = divmod(position, side)
    rows, columns = (_cells(scene.settings, scene.canvas, start) for start in (row, column))
    terms = []
    for (a, r), (b, c) in product(enumerate(rows), enumerate(columns)):
        i, j = scene.canvas.pixel_at(r), scene.canvas.pixel_at(c)
        pixel = None if i is None or j is None else (i, j)
        terms.append(Term(r, c, pixel, scene.image[pixel[0]][pixel[1]] if pixel else 0, scene.shown_kernel[a][b]))
    return Step(scene, position, row, column, tuple(terms))
