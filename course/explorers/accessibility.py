"""What built-in widgets lack for keyboards and screen readers, added where they are shown."""

from __future__ import annotations

from html import escape
from pathlib import Path

import ipywidgets as widgets

_SCRIPT = Path(__file__).parents[1] / "assets" / "names.js"
_PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
# Which button of several is chosen must not be told by its shade alone; their name stands beside them, not above.
# The news, which the script adds, are for ears only: what is not displayed at all would not be read out.
_STYLE = (
    "<style>.course-explorer .jupyter-button.mod-active{box-shadow:inset 0 -3px currentColor}"
    ".course-explorer .widget-toggle-buttons{display:flex;align-items:center}"
    ".course-explorer{position:relative}"
    ".course-news{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}</style>"
)


def named(widget: widgets.DOMWidget) -> widgets.VBox:
    """Put a widget into a box in which controls have accessible names, and changes of pictures are told.

    ipywidgets gives no names to the handles of its sliders (noUiSlider's; in ipywidgets 7 jQuery UI's, without a role)
    and to the buttons of `Play`, and does not say which of its `ToggleButtons` is pressed; WCAG 2.1 asks for all three
    in success criterion 4.1.2.  What a control changes is told by a live region (4.1.3), once it has come to rest: the
    new parts of the words that stand in ``<desc>`` of SVGs, in alt texts, and in elements of class ``course-words``.
    Where a page allows no script, the widget works as it does without.
    """
    script = escape(f"({_SCRIPT.read_text(encoding='utf-8')})(this)")
    mark = widgets.HTML(f'{_STYLE}<img alt="" src="{_PIXEL}" onload="{script}">', layout={"display": "none"})
    box = widgets.VBox([mark, widget])
    box.add_class("course-explorer")
    return box
