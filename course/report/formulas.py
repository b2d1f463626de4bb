"""Formulas in forms of TeX that Word and LibreOffice read alike.

LibreOffice (7.4) takes a bare ``|`` for "or", loses brackets behind a sum or below an exponent unless they are marked
as a pair, and cannot align at ``&`` except in a matrix.
"""

from __future__ import annotations

import re

LONGEST, DEEPEST = 2_000, 10  # characters, braces within braces: texmath's time doubles with each level
LOST = re.compile(r"\\(?:[bx]?cancel|cancelto|sout|enclose)(?![A-Za-z])")  # pandoc would leave their strokes out
TOKEN = re.compile(  # first what is no mathematics, though brackets and bars may stand in it
    r"\\begin *\{(?:array|alignedat)\} *\{[^{}]*\}|\\x[a-z]+ *\[[^\]]*\]"
    r"|\\(?:text\w*|[hm]box|math(?:rm|tt|sf)|operatorname\*?|begin|end|phantom|[hv]space\*?) *\{[^{}]*\}"
    r"|\\[A-Za-z]+|\\.|.",
    re.S,
)
SIZED = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)$")
PAIRS = {")": "(", "]": "["}
ALIGNED = re.compile(
    r"\\begin\{(align|aligned|flalign|eqnarray|split|(?:x?x?alignat|alignedat)(?=\*?\}\{\d+\}))(\*?)\}(?:\{\d+\})?(.*?)"
    r"\\end\{\1\2\}",
    re.S,
)


def is_sound(tex: str) -> bool:
    """Whether a formula can be converted whole, and in bearable time."""
    depth = deepest = 0
    for mark in re.findall(r"\\.|[{}]", tex, re.S):
        depth += (mark == "{") - (mark == "}")
        deepest = max(deepest, depth)
    return len(tex) <= LONGEST and deepest <= DEEPEST and not LOST.search(tex)


def portable(tex: str) -> str:
    r"""Return the same formula with marked pairs of brackets, ``\mid`` for ``|``, and matrices for aligned lines."""
    tokens: list[str] = TOKEN.findall(ALIGNED.sub(_as_matrix, tex))
    opened: list[tuple[str, int]] = []  # brackets and braces that wait for their partners; at index -1 they stay as is
    before = ""
    for index, token in enumerate(tokens):
        bare = not SIZED.match(before)
        if token == "|" and bare:
            tokens[index] = r"\mid "
        elif token == "{" or (token in PAIRS.values() and bare):
            option = token == "[" and before in ("\\sqrt", "\\\\")
            opened.append((token, -1 if option else index))
        elif token in ("&", "\\\\") or token.startswith(("\\begin", "\\end")):
            opened = [entry for entry in opened if entry[0] == "{"]  # no pair reaches into another cell
        elif token == "}":
            while opened and opened.pop()[0] != "{":
                pass
        elif token in PAIRS and bare and opened and opened[-1][0] == PAIRS[token]:
            _, start = opened.pop()
            if start >= 0:
                tokens[start], tokens[index] = rf"\left{tokens[start]}", rf"\right{token}"
        before = token if token.strip() else before
    return "".join(tokens)


def _as_matrix(found: re.Match[str]) -> str:
    body = found[3]
    if "\\begin" in body:
        return found[0]
    rows = [re.split(r"(?<!\\)&", row) for row in re.split(r"\\\\(?:\[[^\]]*\])?", body) if row.strip()]
    columns = max(map(len, rows), default=1)
    # A sign of relation needs something before it.
    cells = [[cell if i == 0 and cell.strip() else rf"\text{{ }}{cell}" for i, cell in enumerate(row)] for row in rows]
    lines = r" \\ ".join(" & ".join(row) for row in cells)
    return rf"\begin{{array}}{{{'l' * columns}}}{lines}\end{{array}}"
