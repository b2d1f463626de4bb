"""Parts of a notebook as harmless HTML for a page that loads nothing: text with formulas, coloured code, outputs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup
from nbconvert.filters import Highlight2HTML, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from course.grading.safe.mathml import mathml
from course.grading.safe.safe_html import clean_html
from course.grading.safe.safe_outputs import HTML, PICTURES, PLAIN, as_text, base64_of, harmless_output, picture_tag

DEEPER = 2  # the page's own headings are above those of the notebook
LONGEST_TEXT = 20_000  # characters of one output or answer; more is nothing that a person reads
PAGE = 20_000_000  # characters of all outputs of a page together, pictures included
# Characters of private use: they stand for formulas while the text around them is cleaned.
OPEN, CLOSE = "\ue000", "\ue001"
FORMULA = re.compile(f"<[^>]*>|{OPEN}(\\d+){CLOSE}")  # in a tag's attributes it stays what it is
_COLOURS = Highlight2HTML(pygments_lexer="ipython3")


def markdown(text: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Markdown as nbconvert reads it, formulas as MathML; only pictures inside the cell are shown."""
    pictures = {name: packed for name, forms in (attachments or {}).items() if (packed := _attached(forms))}
    return Markup(_markdown(text, tuple(sorted(pictures.items()))))


def code(text: str) -> Markup:
    """Python with colours."""
    return Markup(f'<div class="code">{_COLOURS(_cut(text))}</div>')


def plain(text: str, kind: str = "output") -> Markup:
    """Text as a terminal shows it, without its colours."""
    return Markup(f'<pre class="{escape(kind)}">{escape(_cut(strip_ansi(text)))}</pre>')


def outputs(items: Sequence[NotebookNode], allowance: Allowance) -> Markup:
    """Outputs of a cell, one below the other."""
    return Markup("").join(allowance.take(_output(harmless_output(item))) for item in items)


class Allowance:
    """How much may still be shown on a page."""

    def __init__(self, characters: int = PAGE) -> None:
        self.left = characters

    def take(self, part: Markup) -> Markup:
        """The part, or words in its place if it is too much."""
        if len(part) > self.left:
            return Markup('<p class="aside">(Further outputs are left out: together they are too large.)</p>')
        self.left -= len(part)
        return part


def _output(output: NotebookNode) -> Markup:
    if output.output_type == "stream":
        return plain(output.text, "output stderr" if output.name == "stderr" else "output")
    if output.output_type == "error":
        return plain("\n".join(output.traceback) or f"{output.ename}: {output.evalue}", "output error")
    data = output.data
    if HTML in data:
        return Markup(f'<div class="output">{clean_html(data[HTML])}</div>')
    if kind := next((mime for mime in PICTURES if mime in data), None):
        words = as_text(data.get(PLAIN, ""))
        alt = "a figure" if words.startswith("<") else words  # "<Figure size 640x480 with 1 Axes>" says nothing
        return Markup(f'<div class="output">{picture_tag(kind, data[kind], alt)}</div>')
    return plain(as_text(data.get(PLAIN, "")))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}\n… ({len(text) - LONGEST_TEXT:,} more characters)"


def _attached(forms: Any) -> str:
    """Address of an attached picture in its first usable form."""
    known = forms if isinstance(forms, Mapping) else {}
    packed = {kind: base64_of(known.get(kind)) for kind in PICTURES}
    return next((f"data:{kind};base64,{data}" for kind, data in packed.items() if data), "")


@lru_cache(maxsize=512)  # most cells are the lesson's own, on every page
def _markdown(text: str, pictures: tuple[tuple[str, str], ...]) -> str:
    renderer = _Renderer(dict(pictures))
    try:
        raw = MarkdownWithMath(renderer=renderer).render(_cut(text.replace(OPEN, "").replace(CLOSE, "")))
    except RecursionError:  # quotes in quotes in quotes
        return str(plain(text))
    return FORMULA.sub(lambda found: renderer.formulas[int(found[1])] if found[1] else found[0], clean_html(raw))


class _Renderer(IPythonRenderer):
    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.pictures, self.formulas = pictures, list[str]()

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return f"<h{min(level + DEEPER, 6)}>{text}</h{min(level + DEEPER, 6)}>\n"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre>{escape(code)}</pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        address = self.pictures.get(url.removeprefix("attachment:"), "") if url.startswith("attachment:") else url
        return f'<img alt="{escape(text)}" style="max-width:100%" src="{escape(address)}">'

    def inline_math(self, body: str) -> str:
        return self._formula(body, block=False)

    def block_math(self, body: str) -> str:
        return self._formula(body, block=True)

    def latex_environment(self, name: str, body: str) -> str:
        return self._formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def _formula(self, tex: str, *, block: bool) -> str:
        self.formulas.append(mathml(tex.strip(), block=block))
        return f"{OPEN}{len(self.formulas) - 1}{CLOSE}"
