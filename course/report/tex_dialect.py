"""Commands that MathJax knows and texmath, pandoc's reader of formulas, does not; and those that a notebook defines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

INSIDE = r"(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{[^{}]*\})*\})*\})*"  # of braces, three levels deep
DEFINITION = re.compile(
    rf"\\(?:re)?newcommand\*? *\{{? *\\(?P<new>[A-Za-z]+) *\}}? *(?:\[(?P<count>\d)\])? *\{{(?P<body>{INSIDE})\}}"
    rf"|\\def *\\(?P<plain>[A-Za-z]+) *(?P<parameters>(?:#\d)*) *\{{(?P<plain_body>{INSIDE})\}}"
    rf"|\\DeclareMathOperator(?P<star>\*?) *\{{? *\\(?P<operator>[A-Za-z]+) *\}}? *\{{(?P<name>{INSIDE})\}}",
    re.S,
)
COMMAND = re.compile(r"\\([A-Za-z]+)")
ARGUMENT = rf"\s*(?:\{{({INSIDE})\}}|(\\[A-Za-z]+|[^\\{{}}\s]))"
DEEPEST = 4  # macros within macros
KNOWN = {  # by name: its body, with #1, #2 … for arguments
    "Bbb": r"\mathbb{#1}",
    "bold": r"\mathbf{#1}",
    "mathbbm": r"\mathbb{#1}",
    "mathnormal": "{#1}",
    "emph": r"\textit{#1}",
    "cfrac": r"\frac{#1}{#2}",
    "dbinom": r"\binom{#1}{#2}",
    "tbinom": r"\binom{#1}{#2}",
    "bra": r"\langle #1\vert ",
    "ket": r"\vert #1\rangle ",
    "coloneqq": ":=",
    "vcentcolon": ":",
    "degree": r"{}^\circ ",
    "enspace": r"\; ",
    "thinspace": r"\, ",
    "hdots": r"\dots ",
    "mathellipsis": r"\dots ",
    "textellipsis": r"\dots ",
    "varnothing": r"\emptyset ",
    "complement": "C",
    "nexists": "∄",
    "intercal": r"\top ",
    "textcolor": "#2",
    "style": "#2",
    "class": "#2",
    "cssId": "#2",
    "href": "#2",
    "smash": "#1",
    "mathrlap": "#1",
    "mathllap": "#1",
    "mathclap": "#1",
    "hphantom": r"\phantom{#1}",
    "eqref": r"\text{(#1)}",
    "ref": r"\text{#1}",
}
FONTS = "cal|bf|rm|it|tt|sf|frak|scr"
REWRITTEN = tuple(
    (re.compile(pattern, re.S), made)
    for pattern, made in (
        (r"\\tag\* *\{([^{}]*)\}", r"\\qquad\\text{\1}"),
        (r"\\tag *\{([^{}]*)\}", r"\\qquad\\text{(\1)}"),
        (r"\\(?:label|vphantom|require|color *(?:\[[^\]]*\])?) *\{[^{}]*\}", ""),
        (r"\\(?:color *\{[^{}]*\}|nonumber|notag|displaylimits)(?![A-Za-z])", ""),
        (r"\\(?:f?colorbox|bbox) *(?:\[[^\]]*\])? *\{[^{}]*\} *(?=\{)", r"\\text"),
        (r"(\\begin *\{array\}) *\[[^\]]*\]", r"\1"),
        (r"\\smash *\[[tb]\]", ""),
        (r"\\>", r"\\:"),
        (r"\\begin *\{dcases\}(.*?)\\end *\{dcases\}", r"\\begin{cases}\1\\end{cases}"),
        (r"\\begin *\{rcases\}(.*?)\\end *\{rcases\}", r"\\left.\\begin{array}{ll}\1\\end{array}\\right\\}"),
        (r"\{([^{}]*)\\over(?![A-Za-z])([^{}]*)\}", r"\\frac{\1}{\2}"),
        (r"\{([^{}]*)\\atop(?![A-Za-z])([^{}]*)\}", r"\\substack{\1 \\\\ \2}"),
        # Fonts of plain TeX hold to the end of their group: most people mean the next letter or group.
        (rf"\\({FONTS})(?![A-Za-z]) *\{{([^{{}}]*)\}}", r"\\math\1{\2}"),
        (rf"\{{ *\\({FONTS})(?![A-Za-z])([^{{}}]*)\}}", r"{\\math\1{\2}}"),
        (r"\\(cal|frak|scr)(?![A-Za-z]) *([A-Za-z])", r"\\math\1{\2}"),
        (rf"^ *\\({FONTS})(?![A-Za-z])(.*)$", r"\\math\1{\2}"),
    )
)


def definitions(tex: str) -> Iterator[tuple[str, str]]:
    r"""Names and bodies of what a formula defines by ``\newcommand``, ``\def`` or ``\DeclareMathOperator``."""
    for found in DEFINITION.finditer(tex):
        part = found.groupdict()
        if part["operator"]:
            yield part["operator"], rf"\operatorname{part['star']}{{{part['name']}}}"
        else:
            yield part["new"] or part["plain"], part["body"] or part["plain_body"] or ""


def translated(tex: str, macros: Mapping[str, str], longest: int) -> str:
    """Return a formula in commands that texmath knows.

    Parameters
    ----------
    macros
        Bodies of macros by name, without the backslash, as `definitions` finds them.
    longest
        Characters at which macros are no longer put in.
    """
    tex, macros = DEFINITION.sub("", tex), KNOWN | dict(macros)
    for _ in range(DEEPEST):
        for name in set(COMMAND.findall(tex)) & macros.keys():
            tex = _expanded(tex, name, macros[name]) if len(tex) <= longest else tex
    for pattern, made in REWRITTEN:
        tex = pattern.sub(made, tex)
    return tex.strip()


def _expanded(tex: str, name: str, body: str) -> str:
    count = max(map(int, re.findall(r"#(\d)", body)), default=0)

    def made(found: re.Match[str]) -> str:
        given = ["", *(group or token or "" for group, token in zip(*[iter(found.groups())] * 2, strict=True))]
        whole = re.sub(r"#(\d)", lambda place: given[int(place[1])], body)
        return f"{whole} " if re.search(r"\\[A-Za-z]+$", whole) else whole

    return re.sub(rf"\\{name}(?![A-Za-z])" + ARGUMENT * count, made, tex)
