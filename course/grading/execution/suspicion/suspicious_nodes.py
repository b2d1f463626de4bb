"""Nodes of a syntax tree by which an answer could reach into Python, torch or the checks."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress

from course.grading.execution.suspicion.usual_names import (
    FORBIDDEN_ANYWHERE,
    FORBIDDEN_ATTRIBUTES,
    FORBIDDEN_NAMES,
    LIBRARIES,
    LIBRARY_ATTRIBUTES,
    MAGICS,
    MOST_OPTIONS,
    ORDINARY_DUNDERS,
    PARTS,
    SETTINGS,
    TIMERS,
    WAYS_OUT,
    WITH_CODE,
    within,
    wrong_step,
)
from course.not_allowed.names import find_loaded
from course.notebook.code_names import python

# Between quotation marks: insides of Python, and of its process.
INSIDES = re.compile(r"__(?!main__|name__|init__|file__|version__)[a-z]+__|(?<![\w~.])/proc/")
# How the path of a file outside the folder begins; Colab's and Kaggle's are everybody's own.
ELSEWHERE = re.compile(r"[/\\](?!content\b|kaggle\b)\w|~|[A-Za-z]:[/\\]")
UPWARDS = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
QUOTED_WAYS = ("getattr", "attrgetter", "methodcaller")


def suspicious_nodes(tree: ast.Module, imports: Mapping[str, str], given: Set[str]) -> list[str]:
    """What is suspicious in a cell, each in a few words.

    Parameters
    ----------
    imports
        What imported names stand for, in any cell.
    given
        What the instructor imports.
    """
    visitor = _Visitor(dict(imports), given)
    try:
        visitor.look_at(tree)
        ast.unparse(tree)
    except (ValueError, RuntimeError, MemoryError):  # of deep nesting, or numbers of thousands of digits
        visitor.found.append("is nested too deeply, or has too long a number, to be looked into")
    return visitor.found


class _Visitor(ast.NodeVisitor):
    def __init__(self, imports: dict[str, str], given: Set[str]) -> None:
        self.imports, self.given, self.found = imports, given, list[str]()
        self.classes = 0  # that stand round a place
        self.outside = False  # whether a text may be the path of a file elsewhere

    def look_at(self, tree: ast.Module) -> None:
        """Visit all of it."""
        self.outside |= _has_path_outside(tree)
        self.visit(tree)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._module(alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self._module(f"{'.' * node.level}{node.module or ''}.{alias.name}")

    def _module(self, module: str) -> None:
        path = module.removesuffix(".*")
        known = within(path, LIBRARIES) or within(path, PARTS) or within(path, self.given)
        if path not in self.given and (not known or "._" in path or wrong_step(path, self.given)):
            self.found.append(f"imports {module}")

    def visit_Assign(self, node: ast.Assign) -> None:
        path = self._path(node.value)
        if path and (inspect.ismodule(there := find_loaded(path)) or inspect.isclass(there)):  # t = torch
            self.imports |= {target.id: path for target in node.targets if isinstance(target, ast.Name)}
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        word = node.id
        if word in FORBIDDEN_NAMES or word == "getattr" or (word.startswith("__") and word not in ORDINARY_DUNDERS):
            self.found.append(f"uses {word}")
        elif isinstance(node.ctx, ast.Load) and self.imports.get(word) in PARTS:
            self.found.append(f"hands on {self.imports[word]}")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.classes += 1
        self.generic_visit(node)
        self.classes -= 1

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name.startswith("__torch_"):
            self.found.append(f"defines {node.name}")
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        self._quoted(node.arg)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._quoted(node.value)  # f(**{"weights_only": False})

    def _quoted(self, text: object) -> None:
        if text in ("weights_only", "allow_pickle"):
            self.found.append(f"uses {text}")
        elif isinstance(text, str):
            self.found += [f"uses {word}" for word in INSIDES.findall(text)]

    def visit_Attribute(self, node: ast.Attribute) -> None:
        path, root = self._path(node), _root(node)
        if isinstance(node.ctx, ast.Load):
            step = wrong_step(path, self.given) if path else node.attr if node.attr in WAYS_OUT else ""
            self._attribute(node.attr, step, own=self._is_own(root))
        elif self._changes_others(node, path, root):
            self.found.append(f"sets {ast.unparse(node)}"[:100])
        self._below(node)

    def _below(self, node: ast.Attribute) -> None:
        """Go on with what stands before the dots; the name at the beginning of a path has been looked at with it."""
        inner: ast.expr = node.value
        while isinstance(inner, ast.Attribute) and self._path(inner):
            self._attribute(inner.attr, "", own=False)
            inner = inner.value
        if not (isinstance(inner, ast.Name) and inner.id in self.imports):
            self.visit(inner)

    def _attribute(self, name: str, step: str, *, own: bool) -> None:
        if own or name == "_":
            return
        if step:
            self.found.append(f"uses {step}")
        elif name in FORBIDDEN_ANYWHERE or (FORBIDDEN_ATTRIBUTES.fullmatch(name) and name not in ORDINARY_DUNDERS):
            self.found.append(f"uses {name}")

    def _changes_others(self, node: ast.Attribute, path: str, root: str) -> bool:
        """Whether what gets a value here may be seen elsewhere: in a module, a class, or behind a call."""
        if path:
            return not within(path, SETTINGS)
        of_a_class = any(isinstance(one, ast.Name) and one.id in ("type", "getattr", "super") for one in ast.walk(node))
        return of_a_class or (node.attr in LIBRARY_ATTRIBUTES and not self._is_own(root))

    def _is_own(self, root: str) -> bool:
        return self.classes > 0 and root in ("self", "cls")

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func)
        words = [str(arg.value) if isinstance(arg, ast.Constant) else "" for arg in node.args]
        if called in ("getattr", "setattr") and node.args and self._is_own(_root(node.args[0])):
            self._all(node.args)
            return
        if called.rpartition(".")[2] in QUOTED_WAYS:
            self._names(node, called, words)
            self._all(arg for arg in node.args if not isinstance(arg, ast.Constant))
            return
        elif called.startswith("get_ipython().") and self._magic(called.partition(").")[2], words):
            return
        elif called == "open" and not self.outside:
            self._all([*node.args, *node.keywords])
            return
        self.generic_visit(node)

    def _names(self, node: ast.Call, called: str, words: list[str]) -> None:
        """``getattr(x, "name")`` is looked at as ``x.name``; so is ``attrgetter("name")``."""
        given = words[1:2] if called == "getattr" else words
        base = self._path(node.args[0]) if called == "getattr" and node.args else ""
        for name in [part for text in given or [""] for part in text.split(".")]:
            step = wrong_step(f"{base}.{name}", self.given) if base and name else ""
            odd = FORBIDDEN_ATTRIBUTES.fullmatch(name) and name not in ORDINARY_DUNDERS
            if step or odd or not name.isidentifier() or name in WAYS_OUT | FORBIDDEN_ANYWHERE:
                self.found.append(f"uses {called} {ascii(name)[1:-1][:60]}".strip())

    def _magic(self, how: str, words: list[str]) -> bool:
        """Whether a call of IPython's is a magic or a shell command; what it may run is looked at, or it is told."""
        if how in ("system", "getoutput"):
            self._expanded(words)
            return True
        if how not in ("run_line_magic", "run_cell_magic") or not words:
            return False
        name = words[0]
        if name not in MAGICS:
            self.found.append(f"uses {'%' if how == 'run_line_magic' else '%%'}{name}")
        elif name in WITH_CODE:
            for text in words[1:]:
                self._inner(text, MOST_OPTIONS if name in TIMERS else 0)
        self._expanded(words[1:])
        return True

    def _expanded(self, texts: Iterable[str]) -> None:
        """What stands between braces in a command is Python."""
        for text in texts:
            for code in re.findall(r"\{([^{}]+)\}", text):
                self._inner(code, 0)

    def _inner(self, text: str, options: int) -> None:
        """The code in a magic's line, behind at most so many words, or in its body; a command for bash is none."""
        words = text.split(" ")
        for start in range(min(len(words), options + 1)):
            with suppress(SyntaxError):
                self.look_at(python(" ".join(words[start:])))
                return

    def _all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _path(self, node: ast.AST) -> str:
        """``torch.nn.functional`` of ``F``, ``torch.nn.functional.relu`` of ``F.relu``; empty for what is no import."""
        if isinstance(node, ast.Attribute):
            base = self._path(node.value)
            return f"{base}.{node.attr}" if base else ""
        return self.imports.get(node.id, "") if isinstance(node, ast.Name) else ""


def _has_path_outside(tree: ast.Module) -> bool:
    """Whether a text could be the beginning of such a path, or lead upwards in one."""
    behind = {id(node.right) for node in ast.walk(tree) if isinstance(node, ast.BinOp)}
    behind |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values[1:]}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return any(
        UPWARDS.search(str(text.value)) or (id(text) not in behind and ELSEWHERE.match(str(text.value)))
        for text in texts
    )


def _root(node: ast.AST) -> str:
    """``x`` of ``x.a[0].b``; empty if it begins with something else than a name."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
