"""Formulas that a browser shows by itself, without a script: TeX to MathML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from course.grading.safe.safe_html import one_of

LONGEST_FORMULA = 2_000  # characters; the converter's time grows with their square, and it knows no limit of its own
DEEPEST = 100
TAGS = one_of(
    "math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup",
    "msup mtable mtd mtext mtr munder munderover none",
)
ATTRIBUTES = one_of(
    "accent accentunder columnalign columnlines columnspacing displaystyle fence form largeop linethickness lspace",
    "mathsize mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace scriptlevel separator",
    "stretchy symmetric width",
)


@lru_cache(maxsize=4096)
def mathml(tex: str, *, block: bool = False) -> str:
    r"""MathML of a formula; the TeX itself, as code, if it is none that can be converted.

    Whatever the formula says, there is nothing in the result but the tags and attributes of formulas: latex2mathml lets
    links, styles and, in ``\text``, HTML through.
    """
    plain = f'<code class="tex">{escape(tex)}</code>'
    if len(tex) > LONGEST_FORMULA or tex.count("{") > DEEPEST:
        return plain
    try:
        tree = convert_to_element(tex, display="block" if block else "inline")
    except Exception:  # it documents none, and raises IndexError, KeyError and its own for what is no formula
        return plain
    inside = "".join(_written(child) for child in tree)
    display = ' display="block"' if block else ""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"{display} alttext="{escape(tex)}">{inside}</math>'


def _written(element: Element) -> str:
    inside = "".join(_inside(element))
    if element.tag not in TAGS:
        return inside
    kept = "".join(f' {name}="{escape(value)}"' for name, value in element.items() if name in ATTRIBUTES)
    return f"<{element.tag}{kept}>{inside}</{element.tag}>"


def _inside(element: Element) -> Iterator[str]:
    # Texts may be escaped already, or not.
    yield escape(unescape(element.text or ""))
    for child in element:
        yield _written(child)
        yield escape(unescape(child.tail or ""))
