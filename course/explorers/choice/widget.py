"""One explorer out of several, chosen by name."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as widgets

from course.explorers.base import Explorer


class ChoiceExplorer(Explorer):
    """Explorers of the same kind, one shown at a time: of the trained models that come with the course, of one's own.

    Parameters
    ----------
    explorers
        By name; the first is shown at first.

    Raises
    ------
    ValueError
        If there is none.
    """

    def __init__(self, explorers: Mapping[str, Explorer]) -> None:
        if not explorers:
            raise ValueError("explorers is empty; expected at least one name with an explorer")
        self._explorers = dict(explorers)
        self._choice = widgets.Dropdown(options=list(explorers), description="show", layout={"width": "320px"})
        self._shown = widgets.VBox()
        self._choice.observe(self._on_choice, "value")
        self.widget = widgets.VBox([self._choice, self._shown])
        self._on_choice()

    def still(self) -> str:
        """Return the picture of the explorer that is shown."""
        return self._explorers[self._choice.value].still()

    def words(self) -> str:
        """Return the words of the explorer that is shown."""
        return f"{self._choice.value}: {self._explorers[self._choice.value].words()}"

    def _on_choice(self, _: object = None) -> None:
        self._shown.children = [self._explorers[self._choice.value].widget]
