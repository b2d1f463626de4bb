"""Of a cell of imports, what tests need: explorers and plots take a second to import, for every submission."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set


def needed_imports(body: Sequence[ast.stmt], needed: Set[str]) -> tuple[ast.stmt, ...]:
    """The statements of a cell without the names that nobody needs; all of them if they do more than import."""
    if not all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in body):
        return tuple(body)
    return tuple(_needed(body, needed))


def _needed(body: Sequence[ast.stmt], needed: Set[str]) -> Iterator[ast.stmt]:
    for statement in body:
        assert isinstance(statement, ast.Import | ast.ImportFrom)
        aliases = [alias for alias in statement.names if alias.name == "*" or _bound(alias) in needed]
        if isinstance(statement, ast.ImportFrom) and aliases:
            yield ast.copy_location(ast.ImportFrom(statement.module, aliases, statement.level), statement)
        elif aliases:
            yield ast.copy_location(ast.Import(aliases), statement)


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]
