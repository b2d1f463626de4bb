"""The lessons' figures: pure functions that return a Figure, in one palette, and `show`, which adds the alt text.

Figures are made without pyplot: nothing is drawn twice, nothing stays in memory.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import torch
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from torch import Tensor

from course.figures import palette
from course.figures.data_urls import image_tag

WIDTH = 9.0  # inches, as wide as a notebook's column
DPI = 100
LARGEST_PNG = 150_000  # bytes; a figure with photographs is several times smaller as JPEG, a drawing never gets here


def show(figure: Figure, alt: str) -> None:
    """Display a figure below the cell; ``alt`` says what it shows to who cannot see it.

    Raises
    ------
    ValueError
        If ``alt`` is empty.
    """
    if not alt.strip():
        raise ValueError("alt is empty; say in a sentence what the figure shows")
    figure.draw_without_rendering()  # the first layout knows only half of the titles' heights
    kind, content = "png", figure_bytes(figure, "png")
    if len(content) > LARGEST_PNG:
        kind, content = "jpeg", figure_bytes(figure, "jpeg")
    display({"text/html": image_tag(content, kind, alt), "text/plain": alt}, raw=True)


def figure_bytes(figure: Figure, kind: str) -> bytes:
    """Return a figure as a picture file; ``kind`` is its format: png or jpeg."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, dpi=DPI)
    return buffer.getvalue()


def pictures(images: Sequence[Tensor], titles: Sequence[str]) -> Figure:
    """Pictures side by side, one screen pixel size for all: a picture with half the pixels is half as large.

    Parameters
    ----------
    images
        Each ``(1, C, H, W)``, ``(C, H, W)`` or ``(H, W)`` with C = 1 or 3, values in [0, 1] (others are clipped).
    titles
        One for each; the size in pixels is written below it.

    Raises
    ------
    ValueError
        If a tensor is not a picture or has NaN in it, or the numbers of pictures and titles differ.
    """
    if len(images) != len(titles):
        raise ValueError(f"{len(images)} images but {len(titles)} titles; give one title to each image")
    pixels = [_picture(image) for image in images]
    tallest = max(p.shape[0] for p in pixels)
    ratios = [p.shape[1] for p in pixels]
    height = WIDTH * tallest / (sum(ratios) + 0.06 * tallest * len(pixels)) + 0.5
    figure = Figure(figsize=(WIDTH, min(height, 6.5)), layout="constrained")
    axes = figure.subplots(1, len(pixels), squeeze=False, width_ratios=ratios)[0]
    for axis, picture, title in zip(axes, pixels, titles, strict=True):
        axis.imshow(picture.numpy(), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        axis.set_ylim(picture.shape[0] / 2 + tallest / 2, picture.shape[0] / 2 - tallest / 2)
        axis.set_title(f"{title}\n{picture.shape[0]} × {picture.shape[1]} pixels", fontsize=10)
        axis.axis("off")
    return figure


def numbers(matrices: Sequence[Tensor], titles: Sequence[str], *, digits: int = 0) -> Figure:
    """Small matrices side by side with their numbers written into the cells; zeros are pale.

    Parameters
    ----------
    matrices
        Each 2-d, at most about 20 columns wide in all.
    digits
        Digits after the decimal point.

    Raises
    ------
    ValueError
        If one is not a matrix.
    """
    matrices = [_matrix(m, title) for m, title in zip(matrices, titles, strict=True)]
    columns = sum(m.shape[1] + 1 for m in matrices)
    rows = max(m.shape[0] for m in matrices)
    cell = min(0.42, WIDTH / columns)
    figure = Figure(figsize=(columns * cell, rows * cell + 0.5), layout="constrained")
    axes = figure.subplots(1, len(matrices), squeeze=False, width_ratios=[m.shape[1] for m in matrices])[0]
    for axis, matrix, title in zip(axes, matrices, titles, strict=True):
        axis.imshow((matrix != 0).numpy(), cmap=ListedColormap(["#ffffff", "#dcebf7"]), vmin=0, vmax=1)
        for r, row in enumerate(matrix.tolist()):
            for c, value in enumerate(row):
                colour = palette.TEXT if value else "#767676"
                axis.text(
                    c, r, f"{value:.{digits}f}", ha="center", va="center", fontsize=min(10, 26 * cell), color=colour
                )
        _grid(axis, *matrix.shape)
        axis.set_title(title, fontsize=10)
    return figure


def coverage(maps: Sequence[Tensor], titles: Sequence[str]) -> Figure:
    """How often each output pixel is written to, as numbers on shades that all maps share.

    Parameters
    ----------
    maps
        Counts, each ``(H, W)``; numbers are written into maps of up to 16 columns.
    """
    top = max(float(m.max()) for m in maps)
    figure = Figure(figsize=(WIDTH, WIDTH / len(maps) + 0.4), layout="constrained")
    axes = figure.subplots(1, len(maps), squeeze=False)[0]
    for axis, counts, title in zip(axes, maps, titles, strict=True):
        axis.imshow(counts.numpy(), cmap="cividis", vmin=0, vmax=top)
        if counts.shape[1] <= 16:
            for r, row in enumerate(counts.tolist()):
                for c, value in enumerate(row):
                    colour = "#ffffff" if value < 0.5 * top else "#000000"
                    axis.text(c, r, f"{value:.0f}", ha="center", va="center", fontsize=8, color=colour)
        axis.set_xticks([])
        axis.set_yticks([])
        axis.set_title(title, fontsize=10)
    return figure


def staircase(input_sizes: Sequence[int], output_sizes: Sequence[int], *, title: str) -> Figure:
    """Output size against input size: the steps show which inputs a stride cannot tell apart."""
    figure = Figure(figsize=(6.5, 3.2), layout="constrained")
    axis = figure.subplots()
    axis.step(input_sizes, output_sizes, where="post", color=palette.INPUT, linewidth=1)
    axis.plot(input_sizes, output_sizes, "o", color=palette.INPUT)
    axis.set_xticks(list(input_sizes))
    axis.set_yticks(sorted(set(output_sizes)))
    axis.set_xlabel("input size i (pixels)")
    axis.set_ylabel("output size o (pixels)")
    axis.set_title(title, fontsize=10)
    axis.grid(alpha=0.3)
    return figure


def _picture(image: Tensor) -> Tensor:
    """``(H, W)`` or ``(H, W, 3)`` in [0, 1], from any of the layouts that `pictures` takes."""
    if image is None:
        raise ValueError("image is None: does the function that made it have a `return`?")
    pixels = torch.as_tensor(image).detach().cpu()
    if not pixels.is_floating_point():
        raise ValueError(f"image has dtype {pixels.dtype}; expected floating-point values from 0 to 1 (divide by 255?)")
    pixels = pixels.float()
    if pixels.ndim == 4 and pixels.shape[0] == 1:
        pixels = pixels[0]
    if pixels.ndim == 3 and pixels.shape[0] == 1:
        pixels = pixels[0]
    if pixels.ndim == 3 and pixels.shape[0] == 3:
        pixels = pixels.permute(1, 2, 0)
    if pixels.ndim != 2 and pixels.shape[-1] != 3:
        raise ValueError(
            f"image has shape {tuple(image.shape)}; expected (1, C, H, W), (C, H, W) or (H, W), C = 1 or 3"
        )
    if pixels.isnan().any():
        raise ValueError(
            f"{int(pixels.isnan().sum())} of {pixels.numel()} values of the image are NaN; expected 0 to 1"
        )
    return pixels.clamp(0, 1)


def _matrix(matrix: Tensor, title: str) -> Tensor:
    if matrix is None:
        raise ValueError(f"'{title}' is None: does the function that made it have a `return`?")
    tensor = torch.as_tensor(matrix).detach().cpu()
    if tensor.ndim != 2:
        raise ValueError(f"'{title}' has shape {tuple(tensor.shape)}; expected a matrix, (rows, columns)")
    return tensor


def _grid(axis: Axes, rows: int, columns: int) -> None:
    """Thin lines between cells, and no ticks."""
    axis.set_xticks([x - 0.5 for x in range(columns + 1)], labels=[])
    axis.set_yticks([y - 0.5 for y in range(rows + 1)], labels=[])
    axis.grid(color="#b0b0b0", linewidth=0.5)
    axis.tick_params(length=0)
