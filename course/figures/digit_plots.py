"""Figures of digits, codes and curves: pure functions that return a Figure, as in `course.figures.plots`."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import torch
from matplotlib.figure import Figure
from torch import Tensor

from course.figures import palette
from course.figures.plots import WIDTH

SIDE = 28  # pixels of a digit
FEW = 12  # points of a curve that are marked, each with its own tick


def digit_rows(rows: Mapping[str, Tensor]) -> Figure:
    """Rows of digits below each other, each with its name on the left.

    Parameters
    ----------
    rows
        Name of the row and its pictures, ``(n, 1, 28, 28)``, the same n (up to about 14) in every row; values outside
        of [0, 1] are clipped.

    Raises
    ------
    ValueError
        If a row holds something else.
    """
    strips = {name: _strip(pictures, name) for name, pictures in rows.items()}
    columns = max(strip.shape[1] for strip in strips.values()) / SIDE
    size = min(0.72, (WIDTH - 1.6) / columns)  # inches for a digit
    figure = Figure(figsize=(1.6 + size * columns, size * len(rows) + 0.1))
    axes = figure.subplots(len(rows), 1, squeeze=False)[:, 0]
    figure.subplots_adjust(left=1.55 / figure.get_figwidth(), right=0.998, top=0.99, bottom=0.01, hspace=0.06)
    for axis, (name, strip) in zip(axes, strips.items(), strict=True):
        axis.imshow(strip.numpy(), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        axis.set_xlim(-0.5, SIDE * columns - 0.5)
        axis.text(-6, SIDE / 2, name, ha="right", va="center", fontsize=10)
        axis.axis("off")
    return figure


def lines(
    x: Sequence[float], series: Mapping[str, Sequence[float]], *, xlabel: str, ylabel: str, log: bool = False
) -> Figure:
    """Curves, named in a legend; up to twelve points are marked.

    Parameters
    ----------
    series
        Name and values, one for each of `x`.
    log
        Logarithmic vertical axis.
    """
    figure = Figure(figsize=(6.5, 3.4), layout="constrained")
    axis = figure.subplots()
    styles = itertools.cycle(("-", "--", "-.", ":"))  # no line is told from another by its colour alone
    for (name, values), colour, marker, style in zip(series.items(), palette.CYCLE, "osD^vPX*", styles, strict=False):
        dots, style = (marker, "-") if len(x) <= FEW else ("", style)
        axis.plot(list(x), list(values), style, marker=dots, color=colour, label=name, markersize=5, linewidth=1.5)
    if len(x) <= FEW:
        axis.set_xticks(list(x), labels=[f"{value:g}" for value in x])
    axis.set_xlabel(xlabel)
    axis.set_ylabel(ylabel)
    if log:
        axis.set_yscale("log")
    axis.grid(alpha=0.3)
    axis.legend(frameon=False, fontsize=9)
    return figure


def clouds(
    panels: Mapping[str, Mapping[str, Tensor]],
    *,
    axes_names: tuple[str, str],
    gaussians: Sequence[tuple[Tensor, Tensor]] = (),
) -> Figure:
    """Clouds of points side by side on the same axes.

    Parameters
    ----------
    panels
        Title of each panel, and in it the name of each cloud and its points, ``(N, 2)``; two points are joined by a
        line.
    axes_names
        What the two coordinates are.
    gaussians
        For each panel a mean ``(2,)`` and a covariance ``(2, 2)``, whose contours at one and two standard deviations
        are drawn; or nothing.
    """
    figure = Figure(figsize=(WIDTH, WIDTH / len(panels) * 0.95), layout="constrained")
    axes = figure.subplots(1, len(panels), squeeze=False, sharex=True, sharey=True)[0]
    for axis, (title, parts) in zip(axes, panels.items(), strict=True):
        for (name, points), colour, marker in zip(parts.items(), palette.CYCLE, "o^sDvPX*", strict=False):
            horizontal, vertical = points[:, 0].tolist(), points[:, 1].tolist()
            if len(points) == 2:
                axis.plot(horizontal, vertical, color=palette.HIGHLIGHT, linewidth=2, label=name)
            else:
                axis.plot(horizontal, vertical, marker, color=colour, markersize=3, alpha=0.6, label=name)
        axis.set_title(title, fontsize=10)
        axis.set_xlabel(axes_names[0])
        axis.grid(alpha=0.3)
        axis.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=3, markerscale=2)
    for axis, (mean, covariance) in zip(axes, gaussians, strict=False):
        for deviations in (1, 2):
            axis.plot(*_ellipse(mean, covariance, deviations), color=palette.HIGHLIGHT, linewidth=1.5)
    axes[0].set_ylabel(axes_names[1])
    return figure


def _ellipse(mean: Tensor, covariance: Tensor, deviations: float) -> tuple[list[float], list[float]]:
    """Points of a contour of N(mean, covariance), that many standard deviations from its centre."""
    angles = torch.linspace(0, 2 * torch.pi, 100)
    circle = torch.stack([angles.cos(), angles.sin()], dim=1)
    points = mean + deviations * circle @ torch.linalg.cholesky(covariance).T
    return points[:, 0].tolist(), points[:, 1].tolist()


def _strip(pictures: Tensor, name: str) -> Tensor:
    """``(28, 28 n)``, all pictures of a row side by side."""
    shape = tuple(torch.as_tensor(pictures).shape)
    if len(shape) != 4 or shape[1:] != (1, SIDE, SIDE):
        raise ValueError(f"'{name}' has shape {shape}; expected (n, 1, {SIDE}, {SIDE})")
    digits = pictures.detach().float().cpu().clamp(0, 1)
    if digits.isnan().any():
        raise ValueError(f"'{name}' has {int(digits.isnan().sum())} values that are NaN; expected 0 to 1")
    return torch.cat(list(digits[:, 0]), dim=1)
