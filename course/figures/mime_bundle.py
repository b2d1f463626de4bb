"""What a plain object offers a notebook that names it: its widget, and something to read where no kernel runs."""

from __future__ import annotations

from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def widget_bundle(model_id: str, *, html: str, text: str) -> dict[str, Any]:
    """Return what ``_repr_mimebundle_`` returns; front ends take the richest form that they understand.

    ipywidgets 7 and 8 show their widgets through different hooks; only a plain object's bundle works with both.

    Parameters
    ----------
    model_id
        The widget's.
    """
    view = {"version_major": 2, "version_minor": 0, "model_id": model_id}
    return {WIDGET_VIEW: view, "text/html": html, "text/plain": text}
