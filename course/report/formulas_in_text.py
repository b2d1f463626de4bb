"""Formulas found in a text as JupyterLab finds them, before the text is read as markdown; marks keep their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Characters of private use, before and behind a formula's number: to markdown they are letters.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
LINES = r"(?:(?!\n[ \t]*\n).)"  # one character, and no blank line
PLAIN = r"[^$`{}\\\n]|\\.|\n(?![ \t]*\n)"
GROUP = r"\{(?:[^{}\\\n]|\\.|\n(?![ \t]*\n)|\{(?:[^{}\\\n]|\\.|\{(?:[^{}\\\n]|\\.|\{[^{}\n]*\})*\})*\})*\}"
FORMULA = re.compile(
    rf"""
    (?:^(?P<fence>[ \t>]*(?:`{{3,}}|~{{3,}}))(?P<language>[^`\n]*)\n(?P<fenced>.*?)(?:^(?P=fence)[`~]*[ \t]*$|\Z))
    | \$`(?P<ticked>[^`\n]+)`\$                                  # as on GitHub and GitLab
    | (?P<ticks>(?<!`)`+(?!`)){LINES}+?(?<!`)(?P=ticks)(?!`)       # code
    | \\\$                                                       # a dollar
    | \$\$(?P<display>{LINES}+?)\$\$
    | (?P<bare>\\begin\{{(?P<name>[A-Za-z]+\*?)\}}{LINES}*?\\end\{{(?P=name)\}})
    | (?P<reference>\\(?:eq)?ref\{{[^{{}}\n]*\}})
    | \\\\\((?P<round>{LINES}+?)\\\\\)
    | \\\\\[(?P<square>{LINES}+?)\\\\\]
    | (?:\$(?=\S)|(?<!\w)\$)(?P<inline>(?:{PLAIN}|{GROUP})+?|[^$`\n]+)\$(?!\d)  # not “5$ or 10$”, nor “$5 and $10”
    """,
    re.M | re.S | re.X,
)


@dataclass(frozen=True)
class Formula:
    """A formula in TeX, the text that stood there with its dollars, and whether it stands on lines of its own."""

    tex: str
    source: str
    block: bool


def take_out(text: str) -> tuple[str, list[Formula]]:
    """Return a text with a mark in the place of each formula, and the formulas in the order of the marks' numbers.

    Code stays as it is, whatever is in it.
    """
    found: list[Formula] = []

    def mark(match: re.Match[str]) -> str:
        parts = match.groupdict()
        fenced = parts["fenced"] if (parts["language"] or "").strip() == "math" else None
        inline = parts["ticked"] or parts["reference"] or parts["round"] or parts["inline"]
        tex = fenced or parts["display"] or parts["bare"] or parts["square"] or inline
        if not tex or not tex.strip():
            return match[0]
        found.append(Formula(tex.strip(), match[0], block=inline is None))
        return f"{OPEN}{len(found) - 1}{CLOSE}"

    return FORMULA.sub(mark, text.replace(OPEN, "").replace(CLOSE, "")), found
