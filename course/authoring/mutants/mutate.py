"""All mutants of a solution."""

from __future__ import annotations

import ast
import difflib
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from course.authoring.mutants.expressions import EXPRESSIONS
from course.authoring.mutants.statements import STATEMENTS, is_docstring, not_allowed_calls
from course.notebook.regions import SOLUTION, region_lines


@dataclass(frozen=True)
class Mutant:
    """A solution with one mistake.

    Attributes
    ----------
    line
        Of the answer cell, from 1, where the mistake begins.
    operator
        What made it: a function of `expressions` or `statements`.
    change
        The lines that differ, without their indentation, each behind ``- `` or ``+ ``.
    source
        The answer cell with the mistake.
    """

    line: int
    operator: str
    change: str
    source: str


def mutants(source: str, without: Collection[str] = (), not_allowed: Iterable[str] = ()) -> list[Mutant]:
    """What an answer cell becomes by one mistake in its solution; no two are the same code, and none is the solution's.

    Parameters
    ----------
    source
        The cell with its regions: what stands outside of them is given, and stays.
    without
        Names of operators that are left out.
    not_allowed
        Names that the task does not allow.
    """
    wrapper = MetadataWrapper(cst.parse_module(source))
    places = wrapper.resolve(PositionProvider)
    inside = region_lines(source, SOLUTION)
    seen, found = {_meaning(source)}, list[Mutant]()
    for operator, node, other in _changes(wrapper.module, tuple(not_allowed)):
        place = places.get(node)
        if operator in without or place is None or not _touches(place, inside):
            continue
        changed = cst.ensure_type(wrapper.module.deep_replace(node, other), cst.Module).code
        meaning = _meaning(changed)
        if meaning and meaning not in seen:
            seen.add(meaning)
            line, change = _difference(source, changed)
            found.append(Mutant(line, operator, change, changed))
    return found


def _changes(node: cst.CSTNode, not_allowed: Sequence[str]) -> Iterator[tuple[str, cst.CSTNode, cst.CSTNode]]:
    """The name of an operator, a node of a tree, and what the operator puts in its place; all there are."""
    if is_docstring(node):
        return
    for operator in (*EXPRESSIONS, *STATEMENTS):
        yield from ((operator.__name__, node, other) for other in operator(node))
    yield from (("not_allowed_calls", node, other) for other in not_allowed_calls(node, not_allowed))
    for child in node.children:
        yield from _changes(child, not_allowed)


def _touches(place: CodeRange, inside: set[int]) -> bool:
    """Whether a node holds lines of a solution; those that hold nothing else are found below such a node, too."""
    return not inside.isdisjoint(range(place.start.line, place.end.line + 1))


def _meaning(source: str) -> str:
    """The code without layout and comments; empty if it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `1[0]` and the like
            tree = ast.parse(source)
            compile(tree, "<mutant>", "exec")
            return ast.dump(tree)
    except SyntaxError:
        return ""


def _difference(before: str, after: str) -> tuple[int, str]:
    """The first line that differs, from 1, and the lines that do."""
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    lines = []
    for _, i, j, first, last in changed:
        lines += [f"- {line}" for line in old[i:j]] + [f"+ {line}" for line in new[first:last]]
    return (changed[0][1] + 1 if changed else 1), "\n".join(lines)
