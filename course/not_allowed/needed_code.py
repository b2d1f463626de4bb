"""Which statements an answer needs, in whatever cells of a notebook, and what the names in them were imported as."""

from __future__ import annotations

import ast
import functools
import inspect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from course.not_allowed.names import find_loaded
from course.notebook.code_names import Symbols, UnreadableError, python, symbols
from course.notebook.names_in_text import words

TOO_DEEP = (ValueError, RuntimeError, MemoryError)  # a RecursionError is a RuntimeError
Imports = Mapping[str, frozenset[str]]  # what names were imported as: {"F": {"torch.nn.functional"}}


@functools.lru_cache(500)
def read_cell(text: str) -> Cell | None:
    """A cell; None if it cannot be looked into, although it may run."""
    try:
        return Cell(words(text), python(text))
    except UnreadableError:
        return None
    except SyntaxError:
        return Cell(frozenset(), ast.Module([], []))
    except TOO_DEEP:
        return None


@dataclass(frozen=True, eq=False)
class Cell:
    """All names in a cell's text, and what it is as Python."""

    words: Set[str]
    tree: ast.Module

    @cached_property
    def imports(self) -> list[ast.Import | ast.ImportFrom | ast.Assign]:
        """Its imports, and assignments, which may give a module another name."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Import | ast.ImportFrom | ast.Assign)]

    @cached_property
    def binding(self) -> Mapping[str, Sequence[Statement]]:
        """The statements that give a name a value."""
        found = defaultdict[str, list[Statement]](list)
        for statement in map(Statement.read, self.tree.body):
            for name in statement.binds:
                found[name].append(statement)
        return found


@dataclass(frozen=True)
class Statement:
    """A statement of a cell; names that it gives a value or whose value it changes, and those that it needs."""

    node: ast.stmt
    binds: frozenset[str]
    needs: frozenset[str]

    @classmethod
    def read(cls, node: ast.stmt) -> Statement:
        """Look at one; what is nested too deeply for Python's own tables counts with all its names."""
        if isinstance(node, ast.Import | ast.ImportFrom):
            return cls(node, frozenset(), frozenset())
        try:
            found = symbols(node)
        except TOO_DEEP:
            everything = frozenset(one.id for one in ast.walk(node) if isinstance(one, ast.Name))
            return cls(node, everything | frozenset(filter(None, [getattr(node, "name", "")])), everything)
        return cls(node, _bound(node, found), found.used | found.used_later)


def _bound(node: ast.stmt, found: Symbols) -> frozenset[str]:
    """``x`` of ``x = …``, and also of ``x.a = …``, ``x[0] = …`` and ``x.append(…)``."""
    stored = (one for one in ast.walk(node) if isinstance(one, ast.Attribute | ast.Subscript) and not is_read(one))
    called = [node.value.func] if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else []
    methods = (one for one in called if isinstance(one, ast.Attribute))
    return found.assigned | found.imported | {root_name(one) for one in (*stored, *methods)}


def needed(names: Set[str], cells: Sequence[Cell], newest: bool) -> list[Statement]:
    """The statements that these names come from, in whatever cell."""
    fresh, known, found = set(names), set[str](), dict[int, Statement]()
    while fresh:
        known |= fresh
        new = dict[int, Statement]()
        for name in fresh:
            binding = [cell.binding[name] for cell in cells if name in cell.words and name in cell.binding]
            live = binding[-1:] if newest else binding
            new |= {id(one): one for statements in live for one in statements if id(one) not in found}
        found |= new
        fresh = {name for one in new.values() for name in one.needs} - known
    return [*found.values()]


def imported(nodes: Iterable[ast.Import | ast.ImportFrom | ast.Assign]) -> Imports:
    """What imported names stand for; ``*`` for the modules of which all is imported."""
    found = defaultdict[str, set[str]](set)
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                found[alias.asname or first].add(alias.name if alias.asname else first)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*":
                    found["*"].add(f"{node.module}")
                else:
                    found[alias.asname or alias.name].add(f"{node.module}.{alias.name}")
        elif isinstance(node.value, ast.Name | ast.Attribute):  # t = torch
            for name in (target.id for target in node.targets if isinstance(target, ast.Name)):
                found[name] |= {path for path in paths_of(node.value, found) if inspect.ismodule(find_loaded(path))}
    return {name: frozenset(paths) for name, paths in found.items()}


def paths_of(node: ast.expr, imports: Mapping[str, Set[str]]) -> set[str]:
    """What a name, or names with dots between them, may stand for, if they begin with one that was imported."""
    if isinstance(node, ast.Attribute):
        return {f"{path}.{node.attr}" for path in paths_of(node.value, imports)}
    return {*imports.get(node.id, ())} if isinstance(node, ast.Name) else set()


def is_read(node: ast.Name | ast.Attribute | ast.Subscript) -> bool:
    """Whether it is not given a value or deleted."""
    return isinstance(node.ctx, ast.Load)


def root_name(node: ast.AST) -> str:
    """``x`` of ``x.a[0].b``; empty if it begins with something else than a name."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
