"""What built-in widgets lack for keyboards and screen readers, added where they are shown."""

from __future__ import annotations

from html import escape
from pathlib import Path

import ipywidgets as widgets

_SCRIPT = Path(__file__).parents[1] / "assets" / "names.js"
_PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
# Which button of several is chosen must not be told by its shade alone; their name stands beside them, not above.
_STYLE = (
    "<style>.course-explorer .jupyter-button.mod-active{box-shadow:inset 0 -3px currentColor}"
    ".course-explorer .widget-toggle-buttons{display:flex;align-items:center}</style>"
)


def named(widget: widgets.DOMWidget) -> widgets.VBox:
    """Put a widget into a box in which sliders, buttons for playing and groups of buttons have accessible names.

    ipywidgets gives none to the handles of its sliders (they are noUiSlider's) and to the buttons of `Play`, and does
    not say which of its `ToggleButtons` is pressed; WCAG 2.1 asks for all three in success criterion 4.1.2.  Where a
    page allows no script, the widget works as it does without.
    """
    script = escape(f"({_SCRIPT.read_text(encoding='utf-8')})(this)")
    mark = widgets.HTML(f'{_STYLE}<img alt="" src="{_PIXEL}" onload="{script}">', layout={"display": "none"})
    box = widgets.VBox([mark, widget])
    box.add_class("course-explorer")
    return box
