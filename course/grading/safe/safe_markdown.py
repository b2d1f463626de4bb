"""A student's markdown made harmless for whoever renders it: JupyterLab, nbconvert, the formgrader.

Each of them reads markdown a little differently, so nothing here depends on how it is parsed: what could begin a tag, a
picture, a link or an active command is taken apart by an invisible character, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from course.grading.safe.safe_html import JOINER, without_active_tex

# Tags without attributes that need no end and swallow nothing.
TAG = re.compile(r"<(?!(?:br|hr)\s*/?>|/?su[bp]>)(?=[A-Za-z/!?])")
# An attached picture, or the beginning of any other, or of a link to anything but the web.
SHOWN = re.compile(r"!\[[^\[\]\n]*\]\(attachment:(?P<name>[^()\s]+)\)|!(?=\[)|\](?=\()(?!\(https?://[^\s()<>\"'\\]+\))")
# A file, as VS Code pastes pictures where it is not told to attach them.
BESIDE = re.compile(r"!\[([\w .-]*)\]\(((?:[\w .-]|%20)+\.(?:png|jpe?g|gif|webp|bmp|svg))\)", re.I)
DEFINITION = re.compile(r"\](?=:)")
# Characters spelt out could spell a command of TeX, or the dollar before it.
ENTITY = re.compile(r"&(?=#|bsol;?|dollar;?)", re.I)
# nbconvert makes a heading's text its id; the formgrader finds the fields for points by ids.
HEADING = re.compile(rf"^([ \t>*+.)\d-]*#+(?!#)[ \t]*)(?![{JOINER}\s])", re.M)
UNDERLINED = re.compile(r"(?<=[^\n]\n)(?=[ \t>]*(?:=+|-+)[ \t]*$)", re.M)
# nbconvert puts the text of such a block into the page as it is.
MERMAID = re.compile(r"(?<=m)(?=ermaid)", re.I)
FENCE = re.compile(r"^.*(?:```|~~~).*$", re.M)


def clean_markdown(text: str, pictures: Collection[str] = ()) -> str:
    """Markdown that reads the same and does nothing.

    Formulas, lists, tables, code, web links and pictures that are attached stay. Other HTML is shown as text, links to
    anything but the web are not links, and no picture is loaded from anywhere.

    Parameters
    ----------
    text
        What a student wrote.
    pictures
        Names of the pictures that are attached to the cell.
    """
    text = without_active_tex(text)
    text = ENTITY.sub("&" + JOINER, text)
    text = TAG.sub("<" + JOINER, text)
    text = BESIDE.sub(r"(The picture “\1” is not in the notebook: it is a file beside it, \2.)", text)
    text = SHOWN.sub(lambda found: found[0] if found["name"] in pictures else _apart(found[0]), text)
    text = DEFINITION.sub("]" + JOINER, text)
    text = UNDERLINED.sub(JOINER, HEADING.sub(rf"\g<1>{JOINER}", text))
    return FENCE.sub(lambda line: MERMAID.sub(JOINER, line[0]), text)


def _apart(markup: str) -> str:
    return markup.replace("!", "!" + JOINER, 1).replace("]", "]" + JOINER)
