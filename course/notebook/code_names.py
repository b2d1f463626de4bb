"""Which names a cell needs from before and which it binds, told from its text."""

from __future__ import annotations

import ast
import functools
import symtable
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

LONGEST_CELL = 50_000  # characters of a cell that is looked into; nobody writes a longer one by hand
LONGEST_NOTEBOOK = 200_000  # of all cells together
MAGICS_WORK = 60_000  # characters that IPython may read: all of a cell's for each magic in it; a third of a second


class UnreadableError(SyntaxError):
    """A cell of which this side cannot tell in a moment what it does, although it may run."""


@dataclass(frozen=True)
class Names:
    """Names of a cell: those that it needs from before, those that it leaves behind, and what its functions look up.

    The last are looked up when the functions are called, and may be other things by then.
    """

    needs: frozenset[str]
    binds: frozenset[str]
    looks_up: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Symbols:
    """Names of one statement: what it uses at once, and what its functions use when they are called.

    ``assigned`` are those that it, or a function in it by ``global``, gives a value.
    """

    used: frozenset[str]
    used_later: frozenset[str]
    assigned: frozenset[str]
    imported: frozenset[str]


def python(source: str) -> ast.Module:
    """A cell as Python, whoever wrote it, within a second: magics and shell commands become calls of IPython's.

    Raises
    ------
    SyntaxError
        If it is no Python; an UnreadableError if it is too long, or holds more magics than can be read in a moment.
    """
    if len(source) > LONGEST_CELL:
        raise UnreadableError(f"{len(source):,} characters in one cell")
    try:
        return ast.parse(source)
    except SyntaxError:
        text = without_magics(source)
        if text is None:
            raise UnreadableError("too many lines that may be magics") from None
        return ast.parse(text)


@functools.lru_cache(100)
def without_magics(source: str) -> str | None:
    """What `TransformerManager.transform_cell` makes of a cell, or None: it reads all of it again for each magic."""
    manager, work = TransformerManager(), 0
    lines = (source if source.endswith("\n") else f"{source}\n").splitlines(keepends=True)
    for transform in (*manager.cleanup_transforms, *manager.line_transforms):
        lines = transform(lines)
    changed = True
    while changed:
        work += sum(map(len, lines))
        if work > MAGICS_WORK:
            return None
        changed, lines = manager.do_one_token_transform(lines)
    return "".join(lines)


def statements(source: str) -> ast.Module:
    """A cell as Python: magics and shell commands are left out.

    Raises
    ------
    SyntaxError
        If it is no Python.
    """
    try:
        return ast.parse(source)
    except SyntaxError:
        tree = python(source)
    tree.body = [statement for statement in tree.body if "get_ipython()" not in ast.unparse(statement)]
    return tree


@functools.lru_cache(1000)
def names(source: str) -> Names:
    """Names of a cell's text; none if it is no Python."""
    try:
        found = _Scan()
        found.block(statements(source).body)
    except SyntaxError:
        return Names(frozenset(), frozenset())
    return Names(frozenset(found.needs | (found.later - found.bound)), frozenset(found.bound), frozenset(found.later))


def symbols(statement: ast.AST) -> Symbols:
    """Names of a statement, as Python's own compiler sees them."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    own = table.get_symbols()
    inner = [symbol for child in _below(table) for symbol in child.get_symbols()]
    return Symbols(
        used=_names(symbol for symbol in own if symbol.is_referenced()),
        used_later=_names(symbol for symbol in inner if symbol.is_global() and symbol.is_referenced()),
        assigned=_names(symbol for symbol in own if symbol.is_assigned())
        | _names(symbol for symbol in inner if symbol.is_declared_global() and symbol.is_assigned()),
        imported=_names(symbol for symbol in own if symbol.is_imported()),
    )


class _Scan:
    """Goes through statements in the order in which they run; bodies of functions count as run at the end."""

    def __init__(self) -> None:
        self.bound, self.needs, self.later = set[str](), set[str](), set[str]()

    def block(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        first, then = _parts(statement)
        if not then:
            return self._leaf(statement)
        for part in first:
            self._leaf(part)
        for body in then:
            self.block(body)

    def _leaf(self, node: ast.AST) -> None:
        found = symbols(node)
        self.needs |= found.used - self.bound
        self.later |= found.used_later
        self.bound |= found.assigned | found.imported


def _parts(statement: ast.stmt) -> tuple[list[ast.AST], list[Sequence[ast.stmt]]]:
    """What a compound statement does first, as simple statements, and then its blocks; no blocks for a simple one."""
    if isinstance(statement, ast.For | ast.AsyncFor):
        first: list[ast.AST] = [ast.Expr(statement.iter), _assign(statement.target)]
        return first, [statement.body, statement.orelse]
    if isinstance(statement, ast.With | ast.AsyncWith):
        made = [_assign(item.optional_vars) for item in statement.items if item.optional_vars]
        return [*(ast.Expr(item.context_expr) for item in statement.items), *made], [statement.body]
    if isinstance(statement, ast.If | ast.While):
        return [ast.Expr(statement.test)], [statement.body, statement.orelse]
    if isinstance(statement, ast.Try):
        named = [_assign(ast.Name(handler.name, ast.Store())) for handler in statement.handlers if handler.name]
        kinds = [ast.Expr(handler.type) for handler in statement.handlers if handler.type]
        blocks = [statement.body, *(handler.body for handler in statement.handlers)]
        return [*kinds, *named], [*blocks, statement.orelse, statement.finalbody]
    return [], []


def _assign(target: ast.expr) -> ast.stmt:
    return ast.Assign([target], ast.Constant(None), lineno=0)


def _names(found: Iterable[symtable.Symbol]) -> frozenset[str]:
    return frozenset(symbol.get_name() for symbol in found)


def _below(table: symtable.SymbolTable) -> list[symtable.SymbolTable]:
    return [found for child in table.get_children() for found in (child, *_below(child))]
