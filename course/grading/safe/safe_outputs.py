"""What cells showed, reduced to text, pictures and harmless HTML."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from course.grading.safe.safe_html import clean_html, without_active_tex

BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
PLAIN, HTML, SVG = "text/plain", "text/html", "image/svg+xml"
BITMAPS = ("image/png", "image/jpeg")  # what every viewer shows by itself
OTHERS = ("image/gif", "image/webp")
PICTURES = (*BITMAPS, *OTHERS)
SIZES = ("width", "height")


def harmless_output(output: NotebookNode) -> NotebookNode:
    """An output of which no form can run or load anything, wherever it is shown; a new one.

    Kept are text, PNG and JPEG, and HTML after `clean_html`; other pictures become HTML. Scripts, widgets, LaTeX and
    all metadata but the sizes of pictures are left out; what has no other form says so in words.
    """
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=as_text(output.get("text")))
    if kind == "error":
        lines = output.get("traceback")
        traceback = [as_text(line) for line in lines] if isinstance(lines, list) else []
        return new_output("error", ename=as_text(output.ename), evalue=as_text(output.evalue), traceback=traceback)
    if kind not in ("display_data", "execute_result"):
        return new_output("stream", name="stderr", text="(An output of an unknown kind is left out.)")
    return _bundle(kind, output)


def as_text(value: Any) -> str:
    """Text that nbformat keeps as one string or as a list of lines, fit for a file; empty for anything else."""
    if isinstance(value, list | tuple):
        return "".join(as_text(line) for line in value)
    # Halves of characters ("\\ud800") can be printed, but not written.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def picture_tag(kind: str, packed: str, alt: str) -> str:
    """HTML of a picture inside the page; ``packed`` is base64."""
    return f'<img alt="{escape(alt)}" style="max-width:100%" src="data:{kind};base64,{packed}">'


def _bundle(kind: str, output: NotebookNode) -> NotebookNode:
    forms = output.get("data")
    forms = forms if isinstance(forms, Mapping) else {}
    data = {mime: packed for mime in BITMAPS if (packed := base64_of(forms.get(mime)))}
    if html := _html(forms):
        data[HTML] = without_active_tex(html)
    if (plain := as_text(forms.get(PLAIN))) or not data:
        data[PLAIN] = (
            plain or f"(An output is left out: {as_text(', '.join(sorted(map(str, forms))))[:200] or 'it is empty'})"
        )
    sizes = {mime: found for mime in BITMAPS if mime in data and (found := _sizes(output, mime))}
    count = output.get("execution_count")
    more = {"execution_count": count if isinstance(count, int) else None} if kind == "execute_result" else {}
    return new_output(kind, data, metadata=sizes, **more)


def _html(forms: Mapping[str, Any]) -> str:
    if html := as_text(forms.get(HTML)):
        return clean_html(html)
    alt = as_text(forms.get(PLAIN))
    if svg := as_text(forms.get(SVG)):
        return clean_html(picture_tag(SVG, base64.b64encode(svg.encode(errors="replace")).decode(), alt))
    for mime in OTHERS:
        if packed := base64_of(forms.get(mime)):
            return clean_html(picture_tag(mime, packed, alt))
    return ""


def base64_of(value: Any) -> str:
    """Base64 without line breaks; empty if it is none."""
    packed = "".join(as_text(value).split())
    return packed if BASE64.fullmatch(packed) else ""


def _sizes(output: NotebookNode, mime: str) -> dict[str, int]:
    about = output.get("metadata", {}).get(mime)
    about = about if isinstance(about, Mapping) else {}
    return {name: about[name] for name in SIZES if type(about.get(name)) is int}
