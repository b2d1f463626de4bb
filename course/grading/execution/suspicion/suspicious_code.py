"""What in a text could make a probe lie. A probe runs beside the answer, and believes what Python and torch say there.

Told for a person to look at: it takes no points, as an honest answer may have its reasons. The text is read on our
side, where its author can change nothing; what it leads to in the end, no reading can tell.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress

import torch
from torch import nn
from torch.nn import functional

from course.notebook.code_names import LONGEST_CELL, LONGEST_NOTEBOOK, TooManyMagicsError, names, python

# Where answers may import from. Other modules reach into the process, or are files that were handed in beside it.
LIBRARIES = {
    *("numpy", "torch", "torchvision", "matplotlib", "PIL", "pandas", "scipy", "sklearn", "tqdm", "ipywidgets"),
    *("math", "cmath", "random", "statistics", "fractions", "decimal", "numbers", "itertools", "functools", "heapq"),
    *("collections", "typing", "dataclasses", "enum", "abc", "copy", "string", "re", "textwrap", "pprint", "bisect"),
    *("time", "datetime", "warnings", "json", "csv", "pathlib", "__future__", "IPython.display", "course"),
}
INTERNALS = ("course.grading", "course.authoring", "torch.overrides", "torch.library", "torch.utils", "torch.testing")
ALLOWED_INTERNALS = ("torch.utils.data",)
FORBIDDEN_NAMES = {
    *("eval", "exec", "compile", "setattr", "delattr", "globals", "locals", "vars", "open"),
    *("get_ipython", "breakpoint", "get_type_hints"),
}
FORBIDDEN_ATTRIBUTES = re.compile(
    r"register_\w*hook\w*|get_type_hints|_\w+|f_\w+|tb_\w+|gi_\w+|weights_only|allow_pickle|load_library|__\w+__"
)
ORDINARY_DUNDERS = {
    f"__{name}__" for name in ("init", "name", "doc", "call", "len", "getitem", "iter", "next", "class", "version")
}
TIMERS, MOST_OPTIONS = ("time", "timeit"), 10  # words that may stand before the code
MAGICS = {"matplotlib", "time", "timeit", "capture", "config", "pip", "bash", "html", "markdown", "latex"}
# Set on an object of any kind, these change what others see of it; weights and their gradients are set every day.
LIBRARY_ATTRIBUTES = {*dir(torch), *dir(nn), *dir(functional), *dir(nn.Module), *dir(torch.Tensor), *dir(builtins)} - {
    *("grad", "data", "requires_grad", "training", "weight", "bias"),
    *("device", "dtype", "shape", "std", "mean", "e"),
}


def suspicions(texts: Sequence[str], probes: Iterable[str], answer: str, instructors: Sequence[str]) -> list[str]:
    """Each in a few words: ``"sets nn.Module.parameters"``.

    Parameters
    ----------
    texts
        Of the student's cells.
    probes, answer
        The instructor's texts of a task: its probes, and the answer, whose names are the student's to define.
    instructors
        All texts of the instructor's notebook: what these import, a student may import again.
    """
    imports = dict(pair for text in instructors for pair in _imports(text).items())
    relied = {name for probe in probes for name in names(probe).needs} - names(answer).binds
    if (size := sum(map(len, texts))) > LONGEST_NOTEBOOK:
        return [f"has {size:,} characters in all cells"]
    found = (what for text in texts for what in _findings(text, imports, relied))
    return list(dict.fromkeys(found))


def _findings(text: str, imports: Mapping[str, str], relied: Set[str]) -> list[str]:
    """What one cell's text holds. A text that can be run and not be read is suspicious for that."""
    if len(text) > LONGEST_CELL:
        return [f"has {len(text):,} characters in one cell"]
    try:
        tree = python(text)
    except TooManyMagicsError:
        return ["has too many lines that may be magics to be looked into"]
    except (SyntaxError, ValueError, RuntimeError, MemoryError):  # it does not run, either
        return []
    visitor = _Visitor({*imports, *_imports(text)})
    try:
        visitor.visit(tree)
        rebound = _rebound(text, imports) & relied
    except (ValueError, RuntimeError, MemoryError):  # of deep nesting, or numbers of thousands of digits
        return [*visitor.found, "is nested too deeply, or has too long a number, to be looked into"]
    return [*visitor.found, *(f"defines {name}, on which the check relies" for name in sorted(rebound))]


def _imports(text: str) -> dict[str, str]:
    """Names that a cell imports, and what each stands for: ``{"nn": "torch.nn"}``."""
    found: dict[str, str] = {}
    try:
        tree = python(text)
    except (SyntaxError, ValueError, RuntimeError, MemoryError):
        return {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {
                (a.asname or a.name.split(".")[0]): a.name if a.asname else a.name.split(".")[0] for a in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            found |= {(a.asname or a.name): f"{node.module}.{a.name}" for a in node.names}
    return found


def _rebound(text: str, imports: Mapping[str, str]) -> set[str]:
    """Names that a cell binds, but for those that it imports as the instructor's notebook does."""
    same = {name for name, origin in _imports(text).items() if imports.get(name) == origin}
    body = [node for node in python(text).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    rest = names(ast.unparse(ast.Module(body, []))).binds if body else frozenset()
    return set(names(text).binds - same) | set(rest)


class _Visitor(ast.NodeVisitor):
    def __init__(self, imported: set[str]) -> None:
        self.imported, self.found = imported, list[str]()

    def visit_Import(self, node: ast.Import) -> None:
        self._modules(alias.name for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._modules(f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)

    def _modules(self, modules: Iterable[str]) -> None:
        for module in modules:
            known = module.split(".")[0] in LIBRARIES or _within(module, LIBRARIES)
            if not known or (_within(module, INTERNALS) and not _within(module, ALLOWED_INTERNALS)) or "._" in module:
                self.found.append(f"imports {module}")

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in FORBIDDEN_NAMES or (node.id.startswith("__") and node.id not in ORDINARY_DUNDERS):
            self.found.append(f"uses {node.id}")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name.startswith("__torch_"):
            self.found.append(f"defines {node.name}")
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        self._unpickles(node.arg)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._unpickles(node.value)  # f(**{"weights_only": False})

    def _unpickles(self, word: object) -> None:
        if word in ("weights_only", "allow_pickle"):
            self.found.append(f"uses {word}")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        base = node.value
        while isinstance(base, ast.Attribute | ast.Subscript):
            base = base.value
        root = base.id if isinstance(base, ast.Name) else ""
        own = root in ("self", "cls")
        if isinstance(node.ctx, ast.Store | ast.Del):
            if (node.attr in LIBRARY_ATTRIBUTES and not own) or root in self.imported or not root:
                self.found.append(f"sets {ast.unparse(node)}"[:100])
        elif (
            FORBIDDEN_ATTRIBUTES.fullmatch(node.attr)
            and node.attr not in ORDINARY_DUNDERS
            and not own
            and node.attr != "_"
        ):
            self.found.append(f"uses {node.attr}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func)
        words = [str(arg.value) if isinstance(arg, ast.Constant) else "" for arg in node.args]
        if called == "getattr":
            name = words[1] if len(words) > 1 else ""
            if not name.isidentifier() or (FORBIDDEN_ATTRIBUTES.fullmatch(name) and name not in ORDINARY_DUNDERS):
                self.found.append(f"uses getattr {ascii(name)[1:-1][:60]}".strip())
        elif called in ("get_ipython().system", "get_ipython().getoutput"):
            return
        elif called.startswith("get_ipython().run_") and words and words[0] in MAGICS:
            for text in words[1:]:
                self._inner(text, MOST_OPTIONS if words[0] in TIMERS else 0)
            return
        self.generic_visit(node)

    def _inner(self, text: str, options: int) -> None:
        """The code in a magic's line, behind at most so many words, or in its body; a command for bash is none."""
        words = text.split(" ")
        for start in range(min(len(words), options + 1)):
            with suppress(SyntaxError):
                self.visit(python(" ".join(words[start:])))
                return


def _within(module: str, packages: Iterable[str]) -> bool:
    return any(module == start or module.startswith(f"{start}.") for start in packages)
