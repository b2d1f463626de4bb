"""Whether an answer uses what its task forbids, read in its text: nothing of it is run, so it cannot lie."""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from course.not_allowed.names import Forbidden, find_loaded, forbidden
from course.notebook.code_names import LONGEST_NOTEBOOK, Symbols, UnreadableError, python, symbols
from course.notebook.names_in_text import bound, words
from course.notebook.task_rules import TaskRules

# Ways to a name that stands between quotation marks.
QUOTED_WAYS = {
    *("getattr", "attrgetter", "methodcaller", "vars", "globals", "import_module", "eval", "exec", "modules"),
    *("__getattribute__", "__getattr__", "__dict__", "__import__"),
}
UNREADABLE = (
    "is too long, too deeply nested or has too many magics to be looked into, and this task has rules: write it as "
    "a few plain functions"
)
TOO_DEEP = (ValueError, RuntimeError, MemoryError)  # a RecursionError is a RuntimeError
Imports = Mapping[str, frozenset[str]]  # what names were imported as: {"F": {"torch.nn.functional"}}


def broken_rule(
    rules: TaskRules, answers: Iterable[str], texts: Sequence[str], given: Sequence[str] = (), *, newest: bool = False
) -> str:
    """What is wrong with an answer that uses what its task forbids, as half a sentence; empty if it does not.

    Looked at are those statements only that the answer needs, through however many helpers: with what a student
    compares an answer is no part of it.

    Parameters
    ----------
    answers
        Names that the answer defines.
    texts
        Of the student's cells, in the order in which they ran.
    given
        The lesson's own texts: their imports count.
    newest
        If cells were run again and again: of several that define a name, only the last one counts.
    """
    if not rules:
        return ""
    wanted, cells, left = set(answers), list[_Cell](), LONGEST_NOTEBOOK
    for number, text in sorted(enumerate(texts), key=lambda pair: not wanted & bound(pair[1])):  # the answer's first
        tree = _tree(text) if len(text) <= left else None
        if tree is None and wanted & bound(text):
            return UNREADABLE
        if tree is not None:
            left -= len(text)
            cells.append(_Cell(number, words(text), tree))
    cells.sort(key=lambda cell: cell.number)
    imports = _imports([*(cell.tree for cell in cells), *filter(None, map(_tree, given))])
    reader = _Reader(forbidden(rules.not_allowed), imports)
    try:
        reader.read_names(wanted)
        for statement in _needed(wanted, cells, newest):
            reader.visit(statement.node)
    except TOO_DEEP:
        return UNREADABLE
    return rules.broken(reader.found[0]) if reader.found else ""


def _tree(text: str) -> ast.Module | None:
    """A cell as Python; None if that cannot be told, although it may run."""
    try:
        return python(text)
    except UnreadableError:
        return None
    except SyntaxError:
        return ast.Module([], [])
    except TOO_DEEP:
        return None


@dataclass(frozen=True)
class _Cell:
    """A cell: when it ran, all names in its text, and what it is as Python."""

    number: int
    words: Set[str]
    tree: ast.Module

    @cached_property
    def binding(self) -> Mapping[str, Sequence[_Statement]]:
        """The statements that give a name a value."""
        found = defaultdict[str, list[_Statement]](list)
        for statement in map(_Statement.read, self.tree.body):
            for name in statement.binds:
                found[name].append(statement)
        return found


@dataclass(frozen=True)
class _Statement:
    """A statement of a cell; names that it gives a value or whose value it changes, and those that it needs."""

    node: ast.stmt
    binds: frozenset[str]
    needs: frozenset[str]

    @classmethod
    def read(cls, node: ast.stmt) -> _Statement:
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
    stored = (one for one in ast.walk(node) if isinstance(one, ast.Attribute | ast.Subscript) and not _is_read(one))
    called = [node.value.func] if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else []
    methods = (one for one in called if isinstance(one, ast.Attribute))
    return found.assigned | found.imported | {_root(one) for one in (*stored, *methods)}


def _needed(names: Set[str], cells: Sequence[_Cell], newest: bool) -> list[_Statement]:
    """The statements that these names come from, in whatever cell."""
    fresh, known, found = set(names), set[str](), dict[int, _Statement]()
    while fresh:
        known |= fresh
        new = dict[int, _Statement]()
        for name in fresh:
            binding = [cell.binding[name] for cell in cells if name in cell.words and name in cell.binding]
            live = binding[-1:] if newest else binding
            new |= {id(one): one for statements in live for one in statements if id(one) not in found}
        found |= new
        fresh = {name for one in new.values() for name in one.needs} - known
    return [*found.values()]


def _imports(trees: Iterable[ast.Module]) -> Imports:
    """What imported names stand for; ``*`` for the modules of which all is imported."""
    found = defaultdict[str, set[str]](set)
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                found[alias.asname or first].add(alias.name if alias.asname else first)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if alias.name == "*":
                    found["*"].add(node.module)
                else:
                    found[alias.asname or alias.name].add(f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):  # t = torch
            for name in (target.id for target in node.targets if isinstance(target, ast.Name)):
                found[name] |= {path for path in _paths(node.value, found) if inspect.ismodule(find_loaded(path))}
    return {name: frozenset(paths) for name, paths in found.items()}


def _paths(node: ast.expr, imports: Mapping[str, Set[str]]) -> set[str]:
    """What a name, or names with dots between them, may stand for, if they begin with one that was imported."""
    if isinstance(node, ast.Attribute):
        return {f"{path}.{node.attr}" for path in _paths(node.value, imports)}
    return {*imports.get(node.id, ())} if isinstance(node, ast.Name) else set()


@dataclass
class _Reader(ast.NodeVisitor):
    """Notes what of the forbidden a piece of code mentions."""

    forbidden: Forbidden
    imports: Imports
    found: list[str] = field(default_factory=list)
    local: list[set[str]] = field(default_factory=list)  # names of the functions that stand round a place
    quoted: bool = False  # whether a way to a name between quotation marks stands in this statement

    def read_names(self, names: Iterable[str]) -> None:
        """Look at what names of the answer were imported as."""
        self._note(*(self.forbidden.at(path) for name in names for path in self.imports.get(name, ())))

    def visit(self, node: ast.AST) -> None:
        if not self.local and isinstance(node, ast.stmt):
            words = {getattr(one, "id", "") or getattr(one, "attr", "") for one in ast.walk(node)}
            self.quoted = bool(words & QUOTED_WAYS)
        super().visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        stored = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and not _is_read(one)}
        self.local.append({one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)} | stored)
        self.generic_visit(node)
        self.local.pop()

    def visit_Name(self, node: ast.Name) -> None:
        if _is_read(node):
            self._note(*map(self.forbidden.at, self._paths(node)))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if _is_read(node):
            paths = self._paths(node)
            self._note(*map(self.forbidden.at, paths), "" if paths else self._method(node))
        self.generic_visit(node)

    def _method(self, node: ast.Attribute) -> str:
        """The name of a rule that may be meant by ``x.cov``, where x is nothing that was imported."""
        if _root(node) in ("self", "cls"):
            return ""
        found = isinstance(node.value, ast.Call | ast.Subscript)  # __import__("torch"), sys.modules["torch"]
        return self.forbidden.named(node.attr) if found else self.forbidden.method(node.attr)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._quoted(_text(node))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._quoted(node.value)

    def _quoted(self, text: object) -> None:
        if self.quoted and isinstance(text, str):
            words = text.replace("(", ".").replace(" ", ".").split(".")
            self._note(*map(self.forbidden.named, words))

    def _paths(self, node: ast.Name | ast.Attribute) -> set[str]:
        root = _root(node)
        if any(root in names for names in self.local):
            return set()
        everything = self.imports.get("*", frozenset()) if isinstance(node, ast.Name) else frozenset()
        return _paths(node, self.imports) or {f"{module}.{root}" for module in everything}

    def _note(self, *names: str) -> None:
        self.found += [name for name in names if name]


def _is_read(node: ast.Name | ast.Attribute | ast.Subscript) -> bool:
    return isinstance(node.ctx, ast.Load)


def _root(node: ast.AST) -> str:
    """``x`` of ``x.a[0].b``; empty if it begins with something else than a name."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.AST) -> str:
    """``"conv"`` of ``"co" + "nv"``; empty if it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left and right else ""
    return ""
