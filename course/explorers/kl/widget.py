"""The KL explorer: one cloud N(μ, σ²) beside N(0, 1), and what each part of the divergence adds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import ipywidgets as widgets

from course.explorers.base import Drawing
from course.figures.palette import BLUE, HIGHLIGHT, INPUT, LINE, MUTED, OUTPUT
from course.figures.svg import MARGIN, WIDTH, number, picture, rect, text
from course.figures.svg_axes import Axes, ticks

HEIGHT = 330
MU_RANGE = (-3.0, 3.0)
SIGMA_RANGE = (0.1, 3.0)
BAR_SCALE = 30  # picture units for a nat; the largest sum, 7.4 nats at μ = ±3 and σ = 3, just fits


@dataclass(frozen=True)
class Divergence:
    """KL(N(mu, sigma²) || N(0, 1)) and its parts, in nats."""

    mu: float
    sigma: float

    @property
    def place(self) -> float:
        """½ μ²: the price of lying beside 0."""
        return self.mu**2 / 2

    @property
    def spread(self) -> float:
        """½ (σ² − 1): negative for clouds narrower than N(0, 1)."""
        return (self.sigma**2 - 1) / 2

    @property
    def sharpness(self) -> float:
        """−½ log σ²: positive for clouds narrower than N(0, 1)."""
        return -math.log(self.sigma)

    @property
    def total(self) -> float:
        """All three together."""
        return self.place + self.spread + self.sharpness


def describe(divergence: Divergence) -> str:
    """Say the numbers of the picture."""
    d = divergence
    return (
        f"μ = {number(round(d.mu, 2))}, σ = {number(round(d.sigma, 2))}: KL = {d.total:.2f} nats = "
        f"½μ² {_signed(d.place)}, ½(σ² − 1) {_signed(d.spread)}, −½ log σ² {_signed(d.sharpness)}"
    )


def draw(divergence: Divergence) -> str:
    """Draw both densities, and the parts of the divergence as bars, as SVG."""
    plane = Axes(MARGIN + 40, 66, 500, 200, (-5, 5), (0, 1.05))
    heights = [i / 20 for i in range(-100, 101)]
    standard = [(z, _density(z, 0, 1)) for z in heights]
    cloud = [(z, _density(z, divergence.mu, divergence.sigma)) for z in heights]
    body = [
        text(MARGIN, 32, f"KL = {divergence.total:.2f} nats", size=18, more='font-weight="bold"'),
        plane.draw(ticks(-5, 5, 10), ticks(0, 1, 4), "z", "density"),
        plane.line(standard, f'stroke="{MUTED}" stroke-width="2" stroke-dasharray="6 4"'),
        plane.cut(plane.line(cloud, f'stroke="{BLUE}" stroke-width="2.5"')),  # narrow clouds are four times as high
        text(
            plane.left + 8,
            plane.top + 18,
            f"q = N(μ, σ²), μ = {number(round(divergence.mu, 2))}, σ = {number(round(divergence.sigma, 2))}",
            fill=BLUE,
        ),
        text(plane.left + 8, plane.top + 36, "p = N(0, 1), dashed", fill=MUTED),
        _draw_parts(divergence, plane.left + plane.width + 50),
    ]
    return picture(HEIGHT, "Kullback-Leibler divergence", describe(divergence), "".join(body))


class KLExplorer(Drawing):
    """Move μ and σ of a Gaussian and watch its divergence from N(0, 1); show it by naming it in a cell's last line.

    Parameters
    ----------
    mu, sigma
        Where the sliders start, -3 to 3 and 0.1 to 3.

    Raises
    ------
    ValueError
        If one lies outside of its slider.
    """

    def __init__(self, mu: float = 1.0, sigma: float = 0.5) -> None:
        super().__init__()
        for name, value, (low, high) in (("mu", mu, MU_RANGE), ("sigma", sigma, SIGMA_RANGE)):
            if not low <= value <= high:
                raise ValueError(f"{name}={value} is out of range: the explorer shows {low:g} to {high:g}")
        self._mu, self._sigma = _slider("μ", mu, MU_RANGE), _slider("σ", sigma, SIGMA_RANGE)
        self._redraw_with(self._mu, self._sigma)
        self.widget = widgets.VBox([widgets.HBox([self._mu, self._sigma]), self._picture])
        self._redraw()

    @property
    def divergence(self) -> Divergence:
        """What the sliders say."""
        return Divergence(self._mu.value, self._sigma.value)

    def still(self) -> str:
        """Return the picture as SVG."""
        return draw(self.divergence)

    def words(self) -> str:
        """Return the numbers as a sentence."""
        return describe(self.divergence)


def _draw_parts(divergence: Divergence, x: float) -> str:
    """Draw the three parts as bars from a line at 0, and their sum, with their numbers."""
    zero, parts = x + 110, []
    rows = [
        ("place: ½ μ²", divergence.place, INPUT),
        ("width: ½ (σ² − 1)", divergence.spread, INPUT),
        ("sharpness: −½ log σ²", divergence.sharpness, INPUT),
        ("KL, the sum", divergence.total, OUTPUT),
    ]
    for i, (name, value, colour) in enumerate(rows):
        y = 70 + 50 * i
        length = abs(value) * BAR_SCALE
        parts.append(text(x, y + 10, f"{name} = {_signed(value)}", size=13))
        parts.append(rect(zero - (length if value < 0 else 0), y + 17, length, 14, colour))
    zeros = "".join(f"M{zero:g} {70 + 50 * i + 14:g}v20" for i in range(len(rows)))
    parts.append(f'<path d="{zeros}" stroke="{LINE}" stroke-width="1"/>')
    parts.append(
        f'<path d="M{x:g} {70 + 50 * 3 - 10:g}h{WIDTH - MARGIN - x:g}" stroke="{HIGHLIGHT}" stroke-width="1"/>'
    )
    return "".join(parts)


def _density(z: float, mu: float, sigma: float) -> float:
    return math.exp(-(((z - mu) / sigma) ** 2) / 2) / (sigma * math.sqrt(2 * math.pi))


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _slider(name: str, value: float, limits: tuple[float, float]) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        description=name, value=value, min=limits[0], max=limits[1], step=0.05, layout={"width": "380px"}
    )
