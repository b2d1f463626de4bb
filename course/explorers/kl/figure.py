"""The KL explorer's picture: one cloud N(μ, σ²) beside N(0, 1), and what each part of the divergence adds."""

from __future__ import annotations

from statistics import NormalDist

from course.explorers.kl.numbers import Divergence
from course.explorers.kl.words import describe, signed
from course.figures.palette import BLUE, HIGHLIGHT, INPUT, LINE, MUTED, OUTPUT
from course.figures.svg import MARGIN, WIDTH, number, picture, rect, text
from course.figures.svg_axes import Axes, ticks

HEIGHT = 330
BAR_SCALE = 30  # picture units for a nat; the largest sum, 7.4 nats at μ = ±3 and σ = 3, just fits


def draw(divergence: Divergence) -> str:
    """Draw both densities, and the parts of the divergence as bars, as SVG."""
    plane = Axes(MARGIN + 40, 66, 500, 200, (-5, 5), (0, 1.05))
    values = [i / 20 for i in range(-100, 101)]
    normals = NormalDist(), NormalDist(divergence.mu, divergence.sigma)
    standard, cloud = ([(z, normal.pdf(z)) for z in values] for normal in normals)
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
        parts.append(text(x, y + 10, f"{name} = {signed(value)}", size=13))
        parts.append(rect(zero - (length if value < 0 else 0), y + 17, length, 14, colour))
    zeros = "".join(f"M{zero:g} {70 + 50 * i + 14:g}v20" for i in range(len(rows)))
    parts.append(f'<path d="{zeros}" stroke="{LINE}" stroke-width="1"/>')
    parts.append(
        f'<path d="M{x:g} {70 + 50 * 3 - 10:g}h{WIDTH - MARGIN - x:g}" stroke="{HIGHLIGHT}" stroke-width="1"/>'
    )
    return "".join(parts)
