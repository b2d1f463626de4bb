"""One Gaussian and its Kullback-Leibler divergence from N(0, 1), part by part."""

from __future__ import annotations

import math
from dataclasses import dataclass

MU_RANGE = (-3.0, 3.0)
SIGMA_RANGE = (0.1, 3.0)


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
