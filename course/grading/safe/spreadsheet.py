"""Texts in CSV files, which a spreadsheet may open: none is run as a formula."""

from __future__ import annotations

FORMULA = "=+-@\t\r"


def without_formula(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(tuple(FORMULA)) else text
