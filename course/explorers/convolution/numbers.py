"""Convolution and transposed convolution, one output pixel at a time: every number that the explorer shows.

Both directions slide a window over a *canvas* and add up products:

- a convolution's canvas is the input with ``padding`` zeros around it; the window moves by ``stride``;
- a transposed convolution's canvas is the *stretched* input, ``stride - 1`` zeros between its pixels and
  ``dilation * (kernel_size - 1) - padding`` around it (``output_padding`` more at the bottom and right); the kernel
  is turned by 180° and the window moves by 1 (Dumoulin & Visin 2016, arXiv:1603.07285, chapter 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from course.models.convolution import matrix_of
from course.models.shapes import conv_output_size, conv_transpose_output_size

IMAGE = torch.tensor(
    [
        [2, 1, 0, 3, 1, 0, 2],
        [0, 0, 1, 2, 0, 3, 1],
        [3, 1, 2, 0, 1, 2, 0],
        [0, 2, 2, 1, 3, 0, 1],
        [1, 0, 3, 2, 0, 1, 2],
        [2, 3, 0, 1, 2, 2, 0],
        [0, 1, 1, 0, 3, 1, 2],
    ]
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

    def apply(self, image: Tensor, kernel: Tensor) -> Tensor:
        """Let PyTorch do the work: ``(I, I)``, ``(K, K)`` -> ``(O, O)``."""
        x, w = image[None, None].float(), kernel[None, None].float()
        if not self.transposed:
            return F.conv2d(x, w, stride=self.stride, padding=self.padding, dilation=self.dilation)[0, 0]
        return F.conv_transpose2d(
            x,
            w,
            stride=self.stride,
            padding=self.padding,
            output_padding=self.output_padding,
            dilation=self.dilation,
        )[0, 0]


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

    def pixel_at(self, row: int, column: int) -> tuple[int, int] | None:
        """Input pixel that lies on a cell of the canvas, or None for a zero that was put in."""
        (i, i_rest), (j, j_rest) = divmod(row - self.first, self.spread), divmod(column - self.first, self.spread)
        if i_rest or j_rest or not (0 <= i < self.pixels and 0 <= j < self.pixels):
            return None
        return i, j


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
class Scene:
    """All that stays the same while the window moves.

    Attributes
    ----------
    image, kernel, output
        ``(I, I)``, ``(K, K)``, ``(O, O)``, the output as PyTorch computes it.
    shown_kernel
        The kernel as it lies on the canvas: turned by 180° for a transposed convolution.
    matrix
        C, the matrix of the convolution, pixels counted row by row.  A convolution is ``C @ x``: ``(O*O, I*I)``.
        A transposed convolution is ``C.T @ x``: ``(I*I, O*O)``, C belonging to the convolution that goes back.
    """

    settings: Settings
    image: Tensor
    kernel: Tensor
    shown_kernel: Tensor
    canvas: Canvas
    output: Tensor
    matrix: Tensor


def make_scene(settings: Settings, image: Tensor | None = None, kernel: Tensor | None = None) -> Scene:
    """Compute all that stays the same while the window moves.

    Parameters
    ----------
    image, kernel
        ``(I, I)`` and ``(K, K)`` of whole numbers; by default the corner of `IMAGE` and 1, 2, 3, ….

    Raises
    ------
    ValueError
        If the settings leave no output pixel or are out of range; the message names the setting.
    """
    size = settings.kernel_size
    image = IMAGE[: settings.input_size, : settings.input_size] if image is None else image
    kernel = torch.arange(1, size * size + 1).reshape(size, size) if kernel is None else kernel
    # Asked first because its message says what to change; PyTorch's own do not.
    settings.output_size  # noqa: B018
    output = settings.apply(image, kernel)
    matrix = matrix_of(lambda unit: settings.apply(unit, kernel), tuple(image.shape))
    return Scene(
        settings=settings,
        image=image,
        kernel=kernel,
        shown_kernel=kernel.flip(0, 1) if settings.transposed else kernel,
        canvas=make_canvas(settings),
        output=output,
        matrix=matrix.T if settings.transposed else matrix,
    )


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
    canvas, size = scene.canvas, scene.settings.kernel_size
    top, left = canvas.cropped + row * canvas.step, canvas.cropped + column * canvas.step
    image, kernel = scene.image.tolist(), scene.shown_kernel.tolist()
    terms = []
    for a in range(size):
        for b in range(size):
            r, c = top + a * scene.settings.dilation, left + b * scene.settings.dilation
            pixel = canvas.pixel_at(r, c)
            value = image[pixel[0]][pixel[1]] if pixel else 0
            terms.append(Term(r, c, pixel, int(value), int(kernel[a][b])))
    return Step(scene, position, row, column, tuple(terms))
