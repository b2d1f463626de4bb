"""Formulas of a report turned into what Word can show as equations; the others stand as they were typed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from course.report.formulas import LONGEST, is_sound, portable
from course.report.pandoc_ast import Node, verbatim, words
from course.report.tex_dialect import definitions, translated

NAMED, BRIEF = 5, 40  # formulas named in the report's head, characters of each


def with_equations(
    body: Sequence[Node], refused: Collection[str] = (), *, none: bool = False
) -> tuple[list[Node], list[str]]:
    r"""Return the same blocks with formulas in TeX that pandoc reads, and those that stay as they were typed.

    What one formula defines (``\newcommand``) holds in all of them, as in JupyterLab.

    Parameters
    ----------
    refused
        Formulas, as they stand in an earlier result, that pandoc knows no equation for.
    none
        Whether to leave all formulas as they were typed.
    """
    macros = dict(found for tex in _formulas(list(body)) for found in definitions(tex))
    left: list[str] = []

    def made(node: Any) -> Any:
        if isinstance(node, list):
            return list(map(made, node))
        if not isinstance(node, dict):
            return node
        if node.get("t") != "Math":
            return {key: made(value) for key, value in node.items()}
        kind, typed = node["c"]
        tex = translated(typed, macros, LONGEST)
        if none or not is_sound(tex) or (tex := portable(tex).strip()) in refused:
            left.append(typed)
            return verbatim(typed)
        return {"t": "Math", "c": [kind, tex]} if tex else words("")  # it only defined something

    return made(list(body)), left


def brief(formulas: Sequence[str]) -> str:
    """Return the beginnings of the first few formulas."""
    first = [" ".join(tex.split()) for tex in formulas[:NAMED]]
    named = [tex if len(tex) <= BRIEF else f"{tex[:BRIEF]}…" for tex in first]
    return "; ".join([*named, *(["…"] if len(formulas) > NAMED else [])])


def _formulas(node: Any) -> Iterator[str]:
    if isinstance(node, dict) and node.get("t") == "Math":
        yield node["c"][1]
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _formulas(part)
