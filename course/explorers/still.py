"""What all explorers share: live widgets where a kernel runs, a still picture everywhere else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from ipywidgets import DOMWidget

from course.markup import image_tag


class Explorer(ABC):
    """An interactive picture, shown by naming it in the last line of a cell.

    An explorer is no widget itself but owns one: ipywidgets 7 and 8 show their widgets through different hooks, and
    only a plain object's ``_repr_mimebundle_`` works with both.

    Attributes
    ----------
    widget
        The controls and the picture; put this, not the explorer, into other containers.
    """

    widget: DOMWidget

    @abstractmethod
    def still(self) -> str:
        """Return the picture as SVG, for readers without a kernel (GitHub, printed feedback)."""

    @abstractmethod
    def words(self) -> str:
        """Return what the picture shows as plain text, for terminals and screen readers."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Offer the widget and the still picture; front ends take the richest form that they understand."""
        return {
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.widget.model_id,
            },
            "text/html": image_tag(self.still().encode(), "svg+xml", self.words()),
            "text/plain": self.words(),
        }
