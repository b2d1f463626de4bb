"""What all explorers share: live widgets where a kernel runs, a still picture everywhere else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from ipywidgets import HTML, DOMWidget

from course.explorers.accessibility import named
from course.figures.data_urls import image_tag
from course.figures.mime_bundle import widget_bundle


class Explorer(ABC):
    """An interactive picture, shown by naming it in the last line of a cell.

    An explorer is no widget itself but owns one (see `widget_bundle`).

    Attributes
    ----------
    widget
        The controls and the picture; put this, not the explorer, into other containers.
    """

    widget: DOMWidget

    @cached_property
    def shown(self) -> DOMWidget:
        """The widget as a page shows it: screen readers get the names of its controls, and what its pictures show."""
        return named(self.widget)

    @abstractmethod
    def still(self) -> str:
        """Return the picture as SVG, for readers without a kernel (GitHub, printed feedback)."""

    @abstractmethod
    def words(self) -> str:
        """Return what the picture shows as plain text, for terminals and screen readers."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Offer the widget and the still picture."""
        html = image_tag(self.still().encode(), "svg+xml", self.words())
        return widget_bundle(self.shown.model_id, html=html, text=self.words())


class Drawing(Explorer):
    """An explorer with a single picture below its controls, drawn anew as a whole whenever one of them moves."""

    def __init__(self) -> None:
        self._picture = HTML()

    def _redraw(self, _: object = None) -> None:
        self._picture.value = self.still()

    def _redraw_with(self, *controls: DOMWidget) -> None:
        for control in controls:
            control.observe(self._redraw, "value")
