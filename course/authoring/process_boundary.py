"""What tests ask of answers that cannot be asked across two processes, found in the text of a notebook."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from nbformat import NotebookNode

from course.notebook.cells import grade_id, is_standard, kind
from course.notebook.code_names import names, statements

MEND = "write a probe that does it beside the answer and returns plain values"
PLAIN = (*(bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, slice, range, type(None)),)
TRAVELS = (*PLAIN, torch.Tensor, torch.Generator, torch.Size, torch.dtype, torch.device, np.ndarray, np.generic)
# Functions and methods whose result is new, whatever they are given.
FRESH = {"ones", "zeros", "full", "rand", "randn", "randint", "empty", "arange", "item", "tolist", "detach", "numpy"}


def untravelled(notebook: NotebookNode) -> list[str]:
    """One sentence for each place in a test cell that will not work when the answer lives in another process.

    Found are: backpropagation through what an answer returned; a function, class or object of the test's given to an
    answer; ``isinstance`` with a class that is no plain value's; the source or other insides of an answer; changes of
    what an answer's object holds, such as its weights; magics. Each sentence begins with cell and line, and ends with
    the mend.
    """
    places = list(enumerate(notebook.cells))
    students = {name for _, cell in places if kind(cell) in ("answer", "probe") for name in _code_names(cell)}
    code = (cell for cell in notebook.cells if cell.cell_type == "code" and not is_standard(cell))
    known = _imported(next((cell.source for cell in code), ""))
    found: list[str] = []
    for _, cell in places:
        if kind(cell) == "test" and cell.cell_type == "code":
            if "get_ipython" in cell.source or cell.source.lstrip().startswith(("%", "!")):
                found.append(f"{grade_id(cell)}: a magic or shell command does not run in a test; write it in Python")
            tree = statements(cell.source)
            looked = _Look(students - names(cell.source).binds, _imported(cell.source, known))
            looked.visit(tree)
            found += [f"{grade_id(cell)}, line {line}: {what}" for line, what in sorted(set(looked.found))]
    return found


def _code_names(cell: NotebookNode) -> frozenset[str]:
    return names(cell.source).binds if cell.cell_type == "code" else frozenset()


def _imported(source: str, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the import statements of a cell bind; names that cannot be imported are left out."""
    space = dict(known or {})
    for statement in statements(source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            exec(compile(ast.Module([statement], []), "<imports>", "exec"), space)
    return space


@dataclass
class _Look(ast.NodeVisitor):
    """Follows what answers returned through a test cell, statement by statement."""

    students: set[str]
    known: dict[str, Any]
    tainted: set[str] = field(default_factory=set)  # names of the cell that stand for what an answer returned
    ours: dict[str, str] = field(default_factory=dict)  # names of the cell for functions and objects of its own
    found: list[tuple[int, str]] = field(default_factory=list)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.ours[node.name] = f"the function {node.name}"
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.ours[node.name] = f"the class {node.name}"
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self._bind(target, node.value)
            if isinstance(target, ast.Attribute) and self._is_students(target.value):
                self._tell(node, f"{ast.unparse(target)} is set, but values of an answer are copies here")

    def visit_For(self, node: ast.For) -> None:
        self._bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func)
        if self._is_answer(node.func):
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                if what := self._stays(argument):
                    self._tell(argument, f"{what} is given to {called}, but only plain values travel")
        elif isinstance(node.func, ast.Attribute) and self._is_students(node.func.value):
            if node.func.attr == "backward":
                self._tell(node, f"{called}() goes back through what an answer returned, which is a copy here")
            elif node.func.attr.endswith("_") and not node.func.attr.startswith("_"):
                self._tell(node, f"{called}() changes a copy of what the answer holds")
        elif called.endswith(("autograd.grad", "autograd.backward")) and any(map(self._is_students, node.args[:1])):
            self._tell(node, f"{called} goes back through what an answer returned, which is a copy here")
        elif called == "isinstance" and len(node.args) == 2 and self._is_students(node.args[0]):
            if odd := self._kinds_that_stay(node.args[1]):
                self._tell(node, f"isinstance asks whether an answer's object is a {odd}, but only a proxy is here")
        elif called.startswith("inspect.") and any(map(self._is_students, node.args)):
            self._tell(node, f"{called} looks into an answer, of which only a proxy is here")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr.startswith("__") and node.attr != "__name__" and self._is_students(node.value):
            self._tell(node, f"{ast.unparse(node)} is an inside of an answer, which stays on the student's side")
        self.generic_visit(node)

    def _tell(self, node: ast.expr | ast.stmt, what: str) -> None:
        self.found.append((node.lineno, f"{what}; {MEND}"))

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        bound = {node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        self.tainted -= bound
        self.tainted |= bound if self._is_students(value) else set()
        what = self._stays(value)
        self.ours.update(dict.fromkeys(bound, what) if what else {})

    def _is_answer(self, node: ast.expr) -> bool:
        """Whether calling it runs an answer's code."""
        if isinstance(node, ast.Attribute):
            return self._is_students(node.value) and node.attr not in dir(torch.Tensor)
        return isinstance(node, ast.Name) and node.id in self.students | self.tainted

    def _is_students(self, node: ast.expr) -> bool:
        """Whether a value comes from an answer and carries its history with it."""
        if isinstance(node, ast.Name):
            return node.id in self.tainted or node.id in self.students
        if isinstance(node, ast.Call):
            return self._is_answer(node.func) or (not _is_fresh(node) and any(map(self._is_students, _inputs(node))))
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            return self._is_students(node.value)
        return isinstance(node, ast.BinOp | ast.UnaryOp | ast.Tuple | ast.List | ast.BoolOp) and any(
            self._is_students(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
        )

    def _stays(self, node: ast.expr) -> str:
        """What an argument is, if it cannot travel; empty if it can, or if the text does not tell."""
        if isinstance(node, ast.Lambda):
            return "a lambda"
        if isinstance(node, ast.Name) and node.id in self.ours:
            return self.ours[node.id]
        if isinstance(node, ast.Call):
            made = self._value(node.func)
            odd = isinstance(made, type) and not issubclass(made, TRAVELS)
            return f"a {ast.unparse(node.func)}" if odd else ""
        return f"{ast.unparse(node)}" if callable(self._value(node)) else ""

    def _kinds_that_stay(self, node: ast.expr) -> str:
        kinds = node.elts if isinstance(node, ast.Tuple) else [node]
        values = [(kind, self._value(kind)) for kind in kinds]
        return ", ".join(
            ast.unparse(k) for k, v in values if (isinstance(k, ast.Name) and k.id in self.students) or _odd(v)
        )

    def _value(self, node: ast.expr) -> Any:
        """What a dotted name stands for, if imports tell; None otherwise."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id, getattr(builtins, node.id, None))
        return getattr(self._value(node.value), node.attr, None) if isinstance(node, ast.Attribute) else None


def _inputs(node: ast.Call) -> Iterator[ast.expr]:
    """What a function's result may depend on: its positional arguments, and the object whose method it is."""
    yield from node.args
    if isinstance(node.func, ast.Attribute):
        yield node.func.value


def _is_fresh(node: ast.Call) -> bool:
    """Python's own functions and our checks give no tensor with a history; nor do some of torch's."""
    if isinstance(node.func, ast.Name):
        return hasattr(builtins, node.func.id) or node.func.id.startswith("expect_")
    return isinstance(node.func, ast.Attribute) and node.func.attr in FRESH


def _odd(kind: Any) -> bool:
    return isinstance(kind, type) and not issubclass(kind, TRAVELS)
