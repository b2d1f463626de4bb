"""What the KL explorer says in words."""

from __future__ import annotations

from course.explorers.kl.numbers import Divergence
from course.figures.svg import number


def describe(divergence: Divergence) -> str:
    """Say the numbers of the picture."""
    d = divergence
    return (
        f"μ = {number(round(d.mu, 2))}, σ = {number(round(d.sigma, 2))}: KL = {d.total:.2f} nats = "
        f"½μ² {signed(d.place)}, ½(σ² − 1) {signed(d.spread)}, −½ log σ² {signed(d.sharpness)}"
    )


def signed(value: float) -> str:
    """Write a number with its sign: ``+0.50``, ``−0.38``."""
    return f"{value:+.2f}".replace("-", "−")
