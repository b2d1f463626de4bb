"""Errors among a cell's outputs: nbformat's own, and those that are shown as text so that *Run All* runs on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from course.notebook.cells import inner, joined

ERROR: Final = "application/vnd.course.error+json"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def error_as_text(name: str, value: str, lines: Sequence[str]) -> dict[str, Any]:
    """Return an error as something to display, whose name and value `error_of` finds again.

    Parameters
    ----------
    name, value
        Of the error.
    lines
        What is to be read; colours of a terminal are left out.
    """
    text = COLOURS.sub("", "\n".join(lines))
    page = f'<pre style="background:#FDF0F0;color:#1A1A1A;padding:4px 10px;white-space:pre-wrap">{escape(text)}</pre>'
    return {ERROR: {"ename": name, "evalue": value}, "text/plain": text, "text/html": page}


def error_of(output: Mapping[str, Any]) -> tuple[str, str] | None:
    """Name and value of the error that an output tells of; None if it tells of none."""
    told = output if output.get("output_type") == "error" else inner(inner(output, "data"), ERROR)
    return (joined(told.get("ename")), joined(told.get("evalue"))) if told else None
