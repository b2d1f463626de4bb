"""A plane with axes in an SVG: where values lie, ticks at round numbers, digits as characters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from course.figures.palette import LINE, MUTED, ink
from course.figures.svg import frame, number, text
from course.figures.svg_digits import CLASS_COLOURS

Tick = tuple[float, str]
HALO = 'style="paint-order:stroke" stroke="#fff" stroke-width="4" stroke-linejoin="round"'
"""A white rim that keeps text readable on lines."""


@dataclass(frozen=True)
class Axes:
    """A frame in the picture and the values at its edges; the second coordinate grows upwards."""

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    @property
    def bottom(self) -> float:
        """Lower edge in the picture."""
        return self.top + self.height

    def x(self, value: float) -> float:
        """Place of a value in the picture, from the left."""
        low, high = self.x_range
        return self.left + (value - low) / (high - low) * self.width

    def y(self, value: float) -> float:
        """Place of a value in the picture, from the top."""
        low, high = self.y_range
        return self.bottom - (value - low) / (high - low) * self.height

    def line(self, points: Iterable[tuple[float, float]], attributes: str) -> str:
        """Draw straight lines from point to point."""
        path = "L".join(f"{self.x(a):.1f} {self.y(b):.1f}" for a, b in points)
        return f'<path d="M{path}" fill="none" {attributes}/>' if path else ""

    def cut(self, drawn: str) -> str:
        """Show only what lies inside of the frame."""
        box = f'x="{self.left:g}" y="{self.top:g}" width="{self.width:g}" height="{self.height:g}"'
        return f'<svg {box} viewBox="{self.left:g} {self.top:g} {self.width:g} {self.height:g}">{drawn}</svg>'

    def draw(self, x_ticks: Iterable[Tick], y_ticks: Iterable[Tick], x_name: str, y_name: str) -> str:
        """Draw the frame, thin lines at the ticks, their labels, and the names of the axes."""
        x_ticks, y_ticks = list(x_ticks), list(y_ticks)
        down = "".join(f"M{self.x(value):.1f} {self.top:g}v{self.height:g}" for value, _ in x_ticks)
        across = "".join(f"M{self.left:g} {self.y(value):.1f}h{self.width:g}" for value, _ in y_ticks)
        x_labels = "".join(_label(self.x(value), self.bottom + 16, label, "middle") for value, label in x_ticks)
        y_labels = "".join(_label(self.left - 6, self.y(value) + 4, label, "end") for value, label in y_ticks)
        return (
            f'<path d="{down}{across}" stroke="{LINE}" stroke-width="0.4"/>'
            + frame(self.left, self.top, self.width, self.height)
            + x_labels
            + y_labels
            + _label(self.left + self.width / 2, self.bottom + 33, x_name, "middle")
            + _label(self.left - 6, self.top - 9, y_name, "start")
        )

    def draw_classes(self, points: Sequence[Sequence[float]], labels: Sequence[int]) -> str:
        """Write each digit's class at its point, one ``<text>`` per class; points outside of the frame are left out."""
        (x_low, x_high), (y_low, y_high) = self.x_range, self.y_range
        written = []
        for label in sorted(set(labels)):
            own = [point for point, other in zip(points, labels, strict=True) if other == label]
            inside = [(a, b) for a, b in own if x_low <= a <= x_high and y_low <= b <= y_high]
            xs = " ".join(f"{self.x(a):.0f}" for a, _ in inside)
            ys = " ".join(f"{self.y(b) + 4:.0f}" for _, b in inside)
            written.append(
                f'<text x="{xs}" y="{ys}" fill="{ink(CLASS_COLOURS[label])}">{str(label) * len(inside)}</text>'
            )
        return f'<g font-size="12" font-weight="600" text-anchor="middle">{"".join(written)}</g>'


def ring(x: float, y: float, colour: str, radius: float = 9) -> str:
    """Draw a ring on a white rim, so that it stands out from characters."""
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="none" stroke='
    return f'{circle}"#fff" stroke-width="5"/>{circle}"{colour}" stroke-width="2.5"/>'


def widened(values: Sequence[float], share: float = 0.06) -> tuple[float, float]:
    """Return the range of the values, widened at both ends by a share of it; never empty."""
    low, high = min(values), max(values)
    margin = (high - low) * share or 0.5
    return low - margin, high + margin


def ticks(low: float, high: float, most: int = 6, smallest_step: float = 0) -> list[Tick]:
    """List at most ``most`` multiples of 1, 2 or 5 times a power of ten, from ``low`` to ``high``, with labels."""
    wanted = max((high - low) / most, smallest_step, 1e-12)
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= wanted * (1 - 1e-9))
    multiples = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    return [(multiple * step, number(multiple * step)) for multiple in multiples]


def log_ticks(low: float, high: float) -> list[Tick]:
    """List 1, 2 and 5 times powers of ten from ``10**low`` to ``10**high`` as ``(log10(value), label)``."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    values = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    return [(math.log10(value), number(value)) for value in values if low <= math.log10(value) <= high]


def _label(x: float, y: float, content: str, anchor: str) -> str:
    return text(x, y, content, size=12, fill=MUTED, more=f'text-anchor="{anchor}"')
