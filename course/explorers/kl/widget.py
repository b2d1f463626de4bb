"""The KL explorer: two sliders wired to `course.explorers.kl.numbers`."""

from __future__ import annotations

import ipywidgets as widgets

from course.explorers.base import Drawing
from course.explorers.controls import slider
from course.explorers.kl.figure import draw
from course.explorers.kl.numbers import MU_RANGE, SIGMA_RANGE, Divergence
from course.explorers.kl.words import describe


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
        self._mu = slider("μ", MU_RANGE, mu, step=0.05, width=380)
        self._sigma = slider("σ", SIGMA_RANGE, sigma, step=0.05, width=380)
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
