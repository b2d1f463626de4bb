"""Pieces of a document as pandoc's JSON has them; see ``pandoc -t json`` and Text.Pandoc.Definition.

pandocfilters has the plainest of these, without types: thirty lines less, and one more package on students' machines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Node = dict[str, Any]
"""A block or an inline element: ``t`` says which, ``c`` what is in it."""
TOGETHER = 24  # lines of code on one page: with more, a page might stay half empty
PLAIN: list[Any] = ["", [], []]  # no name, no classes, no attributes


def words(text: str) -> Node:
    """Text within a line."""
    return {"t": "Str", "c": text}


def strong(text: str) -> Node:
    """Bold text within a line."""
    return {"t": "Strong", "c": [words(text)]}


def emphasis(text: str) -> Node:
    """Text in italics within a line."""
    return {"t": "Emph", "c": [words(text)]}


def verbatim(text: str) -> Node:
    """Code within a line."""
    return {"t": "Code", "c": [PLAIN, text]}


def link(text: str, target: str) -> Node:
    """Link; one to a heading of this document is ``#`` and its name."""
    return {"t": "Link", "c": [PLAIN, [words(text)], [target, ""]]}


def paragraph(*inlines: Node) -> Node:
    """Return a paragraph of running text."""
    return {"t": "Para", "c": list(inlines)}


def heading(level: int, text: str, name: str = "") -> Node:
    """Return a heading; links find it by its name."""
    return {"t": "Header", "c": [level, [name, [], []], [words(text)]]}


def warning(text: str) -> Node:
    """Return a paragraph that stands out."""
    return styled("Warning", paragraph(words(text)))


def styled(style: str, *blocks: Node) -> Node:
    """Blocks, lists included, in a paragraph style of the reference document."""
    inside = [_in_lists(style, block) for block in blocks]
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], inside]}


def _in_lists(style: str, block: Node) -> Node:
    """Give the items of a list the style, too: pandoc has one of its own for them."""
    if block["t"] == "Plain":
        return {**block, "t": "Para"}
    if block["t"] == "BulletList":
        return {**block, "c": [[styled(style, *item)] for item in block["c"]]}
    if block["t"] == "OrderedList":
        return {**block, "c": [block["c"][0], [[styled(style, *item)] for item in block["c"][1]]]}
    return block


def code(text: str) -> list[Node]:
    """Return a program in Python, with colours, in parts that are kept together on a page."""
    parts = [""]
    for piece in re.split(r"(?<=\n\n)(?=\S)", text.strip("\n")):  # before a line that is not indented
        if parts[-1] and (parts[-1] + piece).count("\n") >= TOGETHER:
            parts.append("")
        parts[-1] += piece
    return [{"t": "CodeBlock", "c": [["", ["python"], []], part]} for part in parts]


def printed(text: str) -> Node:
    """What a cell has printed: monospaced, its line ends and blanks kept."""
    line: list[Node] = []
    for part in text.rstrip().split("\n"):
        line += [{"t": "LineBreak"}, words(part)] if line else [words(part)]
    return styled("Output", paragraph(*line))


def picture(file: str, alt: str, width: float) -> Node:
    """Return a picture within a line, ``width`` in cm."""
    return {"t": "Image", "c": [["", [], [["width", f"{width:.2f}cm"]]], [words(alt)], [file, ""]]}


def table(header: Sequence[str], rows: Sequence[Sequence[Node]], widths: Sequence[float]) -> Node:
    """Table with one inline element in each cell; ``widths`` are parts of the text's width."""
    columns = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": width}] for width in widths]
    head = [PLAIN, [_row([words(title) for title in header])]]
    body = [PLAIN, 0, [], [_row(row) for row in rows]]
    return {"t": "Table", "c": [PLAIN, [None, []], columns, head, [body], [PLAIN, []]]}


def _row(cells: Sequence[Node]) -> list[Any]:
    return [PLAIN, [[PLAIN, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": [cell]}]] for cell in cells]]
