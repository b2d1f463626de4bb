"""HTML of strangers made harmless: it shows, and does nothing else."""

from __future__ import annotations

import re

import nh3


def one_of(*words: str) -> frozenset[str]:
    """The words of all lines."""
    return frozenset(word for line in words for word in line.split())


# Text, lists and tables. Nothing that loads, runs, asks for input, or can lie over the page around it.
TAGS = one_of(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6",
    "hr i img ins kbd li mark ol p pre s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul",
    "var",
)
ATTRIBUTES = {
    "*": {"align", "dir", "lang", "style", "title"},
    "a": {"href"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start"},
    "table": {"border"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# No position, margin or size that could cover what is beside it; no property that takes an address.
STYLES = one_of(
    "background-color color font-style font-weight max-width text-align text-decoration vertical-align white-space",
    "width",
)
CLASSES = {"table": {"dataframe"}}  # how pandas writes tables
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/\s]+={0,2}")
LINK = re.compile(r"(?:https?://|mailto:)\S+", re.I)
SIZE = re.compile(r"\d{1,4}%?")
LARGEST_HTML = 4_000_000  # characters; a large figure of the course has about 1 million

# Commands of TeX, as MathJax and others read it, that make links, carry styles, names or HTML into the page, load more,
# or define others that do.
ACTIVE_TEX = (
    *("href", "url", "class", "style", "cssId", "data", "bbox", "enclose", "mmlToken", "unicode", "require"),
    *("tooltip", "texttip", "mathtip", "toggle", "mathtoggle", "includegraphics", "FormInput", "csname", "catcode"),
    *("html", "htmlClass", "htmlData", "htmlId", "htmlStyle", "def", "gdef", "edef", "xdef", "let", "futurelet"),
    *("newcommand", "renewcommand", "providecommand", "newenvironment", "renewenvironment", "newcolumntype"),
    *("DeclareMathOperator", "DeclarePairedDelimiter", "DeclarePairedDelimiters", "DeclarePairedDelimitersX"),
)
JOINER = "\u2060"  # WORD JOINER: takes no room, and ends whatever it stands in
TEX = re.compile(rf"\\(?=(?:{'|'.join(ACTIVE_TEX)})(?![A-Za-z]))")


def clean_html(text: str) -> str:
    """HTML without scripts, handlers, foreign pictures, links within the site, forms, frames, ids and classes.

    Pictures stay if they are inside it (``data:``); an SVG one is only shown as a picture, where browsers run none of
    its scripts. Text of more than `LARGEST_HTML` characters is left out.
    """
    if len(text) > LARGEST_HTML:
        return f"<p>(An output of {len(text):,} characters is left out.)</p>"
    return nh3.clean(
        text,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        allowed_classes=CLASSES,
        filter_style_properties=set(STYLES),
        url_schemes={"http", "https", "mailto", "data"},
        url_relative="deny",
    )


def without_active_tex(text: str) -> str:
    """Text in which a formula can only be a formula: a link or a style in it is spelt out instead."""
    return TEX.sub("\\\\" + JOINER, text)


def _attribute(tag: str, name: str, value: str) -> str | None:
    allowed = {("img", "src"): PICTURE, ("a", "href"): LINK, ("img", "width"): SIZE, ("img", "height"): SIZE}
    pattern = allowed.get((tag, name))
    return value if pattern is None or pattern.fullmatch(value) else None
