"""Whether an answer uses what its task forbids, read in its text: nothing of it is run, so it cannot lie."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from course.not_allowed.names import Forbidden, forbidden
from course.not_allowed.needed_code import (
    TOO_DEEP,
    Cell,
    Imports,
    imported,
    is_read,
    needed,
    paths_of,
    read_cell,
    root_name,
)
from course.notebook.code_names import LONGEST_NOTEBOOK
from course.notebook.names_in_text import bound
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
    wanted, cells, left = set(answers), dict[int, Cell](), LONGEST_NOTEBOOK
    for number, text in sorted(enumerate(texts), key=lambda pair: not wanted & bound(pair[1])):  # the answer's first
        cell = read_cell(text) if len(text) <= left else None
        if cell is None and wanted & bound(text):
            return UNREADABLE
        if cell is not None:
            left -= len(text)
            cells[number] = cell
    ran = [cells[number] for number in sorted(cells)]
    lesson = filter(None, (read_cell(text) for text in given if "import" in text))
    reader = _Reader(forbidden(rules.not_allowed), imported(node for cell in (*lesson, *ran) for node in cell.imports))
    try:
        reader.read_names(wanted)
        for statement in needed(wanted, ran, newest):
            reader.visit(statement.node)
    except TOO_DEEP:
        return UNREADABLE
    return rules.broken(reader.found[0]) if reader.found else ""


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
        stored = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and not is_read(one)}
        self.local.append({one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)} | stored)
        self.generic_visit(node)
        self.local.pop()

    def visit_Name(self, node: ast.Name) -> None:
        if is_read(node):
            self._note(*map(self.forbidden.at, self._meant(node)))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if is_read(node):
            paths = self._meant(node)
            self._note(*map(self.forbidden.at, paths), "" if paths else self._method(node))
        self.generic_visit(node)

    def _method(self, node: ast.Attribute) -> str:
        """The name of a rule that may be meant by ``x.cov``, where x is nothing that was imported."""
        if root_name(node) in ("self", "cls"):
            return ""
        found = isinstance(node.value, ast.Call | ast.Subscript)  # __import__("torch"), sys.modules["torch"]
        return self.forbidden.named(node.attr) if found else self.forbidden.behind_a_dot(node.attr)

    def visit_Call(self, node: ast.Call) -> None:
        """A name that is put together while the answer runs may be any."""
        called, made = root_name(node.func), [arg for arg in node.args if not _text(arg)]
        if called in ("eval", "exec") and made[:1] == node.args[:1]:
            self._note(f"{called} of a text that it makes")
        elif called in ("getattr", "vars") and node.args and made[1:] == node.args[1:]:
            modules = [path for path in self._meant(node.args[0]) if self.forbidden.is_home(path)]
            self._note(*(f"{called}({path}{', …' * (called == 'getattr')})" for path in modules))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._quoted(_text(node))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._quoted(node.value)

    def _quoted(self, text: object) -> None:
        if self.quoted and isinstance(text, str):
            words = text.replace("(", ".").replace(" ", ".").split(".")
            self._note(*map(self.forbidden.named, words))

    def _meant(self, node: ast.expr) -> set[str]:
        """What stands behind a name, or names with dots; a function's own names may hide an import, but no module."""
        if not isinstance(node, ast.Name):
            return paths_of(node, self.imports)
        if any(node.id in names for names in self.local):
            return set()
        return paths_of(node, self.imports) or {f"{module}.{node.id}" for module in self.imports.get("*", ())}

    def _note(self, *names: str) -> None:
        self.found += [name for name in names if name]


def _text(node: ast.AST) -> str:
    """``"conv"`` of ``"co" + "nv"``; empty if it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left and right else ""
    return ""
