"""A test cell in two parts: the visible lines, and all from the first hidden line on."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from typing import Any

from course.notebook.code_names import statements
from course.notebook.regions import HIDDEN_TESTS, region_lines


@dataclass(frozen=True)
class SplitTest:
    """Statements of a test cell.

    Attributes
    ----------
    first
        Those before the first hidden line.
    rest
        The visible ones after it, as students have them.
    hidden
        All from the first hidden line to the end, the visible ones of `rest` among them; empty if nothing is hidden.
    whole
        All.
    """

    first: tuple[ast.stmt, ...]
    rest: tuple[ast.stmt, ...]
    hidden: tuple[ast.stmt, ...]
    whole: tuple[ast.stmt, ...]


@functools.lru_cache(1000)
def split_test(source: str) -> SplitTest:
    """Read a test cell.

    Raises
    ------
    SyntaxError
        If it is no Python, with or without its hidden lines.
    """
    whole = tuple(statements(source).body)
    lines = region_lines(source, HIDDEN_TESTS)
    begins = [index for index, statement in enumerate(whole) if lines & _lines(statement)]
    if not begins:
        return SplitTest(whole, (), (), whole)
    hidden = whole[begins[0] :]
    start = min(_lines(hidden[0]))
    rest = tuple(statement for statement in statements(released(source)).body if min(_lines(statement)) >= start)
    return SplitTest(whole[: begins[0]], rest, hidden, whole)


def released(source: str) -> str:
    """A cell as students have it, with hidden lines left blank: lines keep their numbers."""
    lines = region_lines(source, HIDDEN_TESTS)
    return "\n".join("" if n in lines else line for n, line in enumerate(source.split("\n"), start=1))


def run(body: tuple[ast.stmt, ...], name: str, namespace: dict[str, Any]) -> Any:
    """Run statements in a namespace; the value of the last one, if that is an expression."""
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr):
        return exec(compile(ast.Module([*body], []), name, "exec"), namespace)
    exec(compile(ast.Module([*body[:-1]], []), name, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), name, "eval"), namespace)


def _lines(statement: ast.stmt) -> set[int]:
    above = [decorator.lineno for decorator in getattr(statement, "decorator_list", [])]
    return {*range(min([statement.lineno, *above]), (statement.end_lineno or statement.lineno) + 1)}
