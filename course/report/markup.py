"""Texts of a notebook as blocks of the report: mathematics and pictures kept, whatever loads or runs left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from course.report.formulas_in_text import MARK, Formula, take_out
from course.report.pandoc import TooSlowError, read_markup
from course.report.pandoc_ast import PLAIN, Node, words
from course.report.pictures import Pictures

# What JupyterLab's markdown knows.
MARKDOWN = "commonmark+pipe_tables+strikeout+task_lists+autolink_bare_uris"
LINK = re.compile(r"(?:https?://|mailto:|#)\S+", re.I)
LINE = 72  # characters of a table's font in the text's width
HEADING = 4  # where headings within a text begin: below the report's own


def markdown(text: str, pictures: Pictures, attached: Mapping[str, str]) -> list[Node]:
    """Blocks of a markdown cell; its formulas are still as they were typed."""
    marked, formulas = take_out(text)
    try:
        blocks = read_markup(marked, MARKDOWN)[1]
    except TooSlowError:
        return [{"t": "CodeBlock", "c": [PLAIN, text]}]
    return list(_Cleaner(pictures, attached, formulas).clean(blocks))


def html(text: str, pictures: Pictures, attached: Mapping[str, str], formulas: Sequence[Formula] = ()) -> list[Node]:
    """Blocks of HTML, such as a table that a cell shows."""
    try:
        blocks = read_markup(text, "html")[1]
    except TooSlowError:
        return []
    return list(_Cleaner(pictures, attached, formulas, raw=False).clean(blocks))


class _Cleaner:
    """Walks through pandoc's blocks and takes apart what is not text, mathematics, a table or a picture."""

    def __init__(
        self, pictures: Pictures, attached: Mapping[str, str], formulas: Sequence[Formula], *, raw: bool = True
    ) -> None:
        self._pictures, self._attached, self._formulas, self._raw = pictures, attached, formulas, raw

    def clean(self, node: Any) -> Any:
        if isinstance(node, list):
            return [made for part in node for made in self._parts(part)]
        if isinstance(node, dict) and "c" in node:
            return {**node, "c": self.clean(node["c"])}
        return node

    def _parts(self, node: Any) -> list[Any]:
        """What takes the place of one element of a list."""
        kind = node.get("t") if isinstance(node, dict) else None
        known = getattr(self, f"_{kind.lower()}", None) if kind else None
        return known(node["c"]) if known else [self.clean(node)]

    def _table(self, content: Any) -> list[Node]:
        caption, head, bodies, foot = (self.clean(content[index]) for index in (1, 3, 4, 5))
        rows = [row[1] for row in head[1] + [row for body in bodies for row in body[3]] + foot[1]]
        texts = [[plain_text(cell[4]) for cell in row] for row in rows]
        widths = column_widths(texts, len(content[2]))
        columns = [[align, {"t": "ColWidth", "c": w}] for (align, _), w in zip(content[2], widths, strict=True)]
        return [{"t": "Table", "c": [PLAIN, caption, columns, head, bodies, foot]}]

    def _image(self, content: Any) -> list[Node]:
        return [self._pictures.named(content[2][0], plain_text(self.clean(content[1])), self._attached)]

    def _link(self, content: Any) -> list[Node]:
        inside, target = self.clean(content[1]), self._typed(content[2][0])
        return [{"t": "Link", "c": [PLAIN, inside, [target, ""]]}] if LINK.fullmatch(target) else inside

    def _str(self, content: str) -> list[Node]:
        """Text, with the formulas for their marks."""
        made: list[Node] = []
        for index, part in enumerate(MARK.split(content)):
            if index % 2:
                formula = self._formulas[int(part)]
                made.append({"t": "Math", "c": [{"t": "DisplayMath" if formula.block else "InlineMath"}, formula.tex]})
            elif part:
                made.append(words(part))
        return made

    def _typed(self, text: str) -> str:
        """Text in which a formula is none, such as code."""
        return MARK.sub(lambda found: self._formulas[int(found[1])].source, text)

    def _code(self, content: Any) -> list[Node]:
        return [{"t": "Code", "c": [PLAIN, self._typed(content[1])]}]

    def _header(self, content: Any) -> list[Node]:
        return [{"t": "Header", "c": [min(content[0] + HEADING - 1, 6), PLAIN, self.clean(content[2])]}]

    def _div(self, content: Any) -> list[Node]:
        return list(self.clean(content[1]))

    def _span(self, content: Any) -> list[Node]:
        return list(self.clean(content[1]))

    def _codeblock(self, content: Any) -> list[Node]:
        return [{"t": "CodeBlock", "c": [["", content[0][1], []], self._typed(content[1])]}]

    def _rawinline(self, content: Any) -> list[Node]:
        kind, text = content
        if kind == "html" and re.match(r"<br\b", text, re.I):
            return [{"t": "LineBreak"}]
        if self._raw and kind == "html" and re.match(r"<img\b", text, re.I):
            blocks = html(text, self._pictures, self._attached, self._formulas)
            return [inline for block in blocks if block["t"] in ("Para", "Plain") for inline in block["c"]]
        return []  # what stands between two tags is kept

    def _rawblock(self, content: Any) -> list[Node]:
        kind, text = content
        return html(text, self._pictures, self._attached, self._formulas) if self._raw and kind == "html" else []


def column_widths(rows: Sequence[Sequence[str]], columns: int) -> list[float]:
    """Widths of a table's columns, as parts of the page's: as wide as their texts, and words broken only at need.

    Programs that read Word files differ in how they would divide the page by themselves.
    """
    least, best = [4] * columns, [4] * columns
    for row in rows:
        for column, text in zip(range(columns), row, strict=False):  # cells may span columns
            least[column] = max(least[column], 3 + max(map(len, text.split()), default=0))
            best[column] = max(best[column], 3 + len(text))
    missing = sum(best) - sum(least)
    share = min(1, max(0, LINE - sum(least)) / missing) if missing else 0
    widths = [low + share * (high - low) for low, high in zip(least, best, strict=True)]
    return [width / max(LINE, sum(widths)) for width in widths]


def plain_text(inlines: Any) -> str:
    """Text of inline elements, without their form."""
    if isinstance(inlines, list):
        return "".join(plain_text(part) for part in inlines)
    if not isinstance(inlines, dict):
        return ""
    if inlines["t"] == "Str":
        return str(inlines["c"])
    if inlines["t"] in ("Space", "SoftBreak", "LineBreak"):
        return " "
    return str(inlines["c"][-1]) if inlines["t"] in ("Code", "Math") else plain_text(inlines.get("c"))
