"""What cells have shown, as blocks of the report: figures with captions, tables, and text of a bearable length."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from course.figures.mime_bundle import WIDGET_VIEW
from course.notebook.cells import joined
from course.notebook.error_outputs import error_of
from course.report import pandoc_ast
from course.report.markup import html, markdown
from course.report.pandoc_ast import Node
from course.report.pictures import Pictures

LINES, FIRST, LAST = 24, 14, 6  # of more than so many lines, the first and the last ones are shown
WIDEST = 240  # characters
SVG = "(A figure in the format SVG is left out here: draw it as PNG, run its cell again, and save.)"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # colours of a terminal
# What XML, and so a Word file, cannot hold.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
OBJECT = re.compile(r"<[\w.]+[^<>]*>$|\w+\(children=", re.S)  # the text of what has no text: <Figure size 640x480 …>


def shown(outputs: Sequence[Mapping[str, Any]], pictures: Pictures) -> list[Node]:
    """Blocks of a cell's outputs; warnings, progress bars and explorers (which stand at their start) are left out."""
    made: list[Node] = []
    text = ""
    for output in outputs:
        if isinstance(piece := _piece(output, pictures), str):
            text += piece
        elif piece:
            made += [*_printed(text), *piece]
            text = ""
    return made + _printed(text)


def plain(text: str) -> str:
    """Text as a terminal would leave it: without colours and without what was overwritten."""
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in ESCAPE.sub("", text).split("\n"))
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines))


def _piece(output: Mapping[str, Any], pictures: Pictures) -> str | list[Node]:
    if output.get("output_type") == "stream":
        return plain(joined(output.get("text"))) if output.get("name") != "stderr" else ""
    if told := error_of(output):
        message = ": ".join(told)
        return [
            pandoc_ast.paragraph(
                pandoc_ast.strong("Stopped with an error: "), pandoc_ast.words(plain(message)[:WIDEST])
            )
        ]
    data = output.get("data")
    return _rich(data, pictures) if isinstance(data, dict) else ""


def _rich(data: Mapping[str, Any], pictures: Pictures) -> str | list[Node]:
    """Return the form that says most on paper."""
    if WIDGET_VIEW in data:
        return ""
    page, text = joined(data.get("text/html")), plain(joined(data.get("text/plain")))
    if found := _Images.of(page):
        return [block for content, alt in found for block in pictures.figure(content, alt)]
    for kind in ("image/png", "image/jpeg", "image/gif"):
        if kind in data:
            return pictures.figure(joined(data[kind]), "" if OBJECT.match(text) else text)
    if "image/svg+xml" in data:
        return [pandoc_ast.paragraph(pandoc_ast.emphasis(SVG))]
    if "<table" in page:
        return html(page, pictures, {})
    for kind in ("text/markdown", "text/latex"):
        if kind in data:
            return markdown(joined(data[kind]), pictures, {})
    if OBJECT.match(text):
        return html(page, pictures, {}) if page else ""
    return text.rstrip("\n") + "\n" if text else ""


def _printed(text: str) -> list[Node]:
    if not text.strip():
        return []
    lines = [line if len(line) <= WIDEST else line[:WIDEST] + " …" for line in text.strip("\n").split("\n")]
    if len(lines) > LINES:
        lines[FIRST:-LAST] = [f"… {len(lines) - FIRST - LAST} lines are left out …"]
    return [pandoc_ast.printed("\n".join(lines))]


class _Images(HTMLParser):
    """Collects the pictures that HTML carries inside it, with their alt texts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    @classmethod
    def of(cls, page: str) -> list[tuple[str, str]]:
        parser = cls()
        parser.feed(page)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        kind, _, content = (values.get("src") or "").partition(";base64,")
        if tag == "img" and kind.startswith("data:image/") and kind != "data:image/svg+xml":
            self.found.append((content, values.get("alt") or ""))
