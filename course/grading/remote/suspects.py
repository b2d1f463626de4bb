"""What in a text could make a probe lie. A probe runs beside the answer, and believes what Python and torch say there.

Told for a person to look at: it takes no points, as an honest answer may have its reasons. The text is read on our
side, where its author can change nothing; what it leads to in the end, no reading can tell.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Mapping, Sequence

import torch
from torch import nn
from torch.nn import functional

from course.grading.remote.names import names, python

LONGEST = 50_000  # characters; nobody writes a longer answer by hand
# Where answers may import from. Other modules reach into the process, or are files that were handed in beside it.
LIBRARIES = {
    *(
        "numpy",
        "torch",
        "torchvision",
        "matplotlib",
        "PIL",
        "pandas",
        "scipy",
        "sklearn",
        "tqdm",
        "ipywidgets",
        "course",
    ),
    *("math", "cmath", "random", "statistics", "fractions", "decimal", "numbers", "itertools", "functools", "heapq"),
    *("collections", "typing", "dataclasses", "enum", "abc", "copy", "string", "re", "textwrap", "pprint", "bisect"),
    *("time", "timeit", "datetime", "warnings", "json", "csv", "pathlib", "__future__", "IPython.display"),
}
INSIDES = ("course.grading", "course.authoring", "torch.overrides", "torch.library", "torch.utils", "torch.testing")
DATA = ("torch.utils.data",)
WAYS = {
    "eval",
    "exec",
    "compile",
    "setattr",
    "delattr",
    "globals",
    "locals",
    "vars",
    "open",
    "get_ipython",
    "breakpoint",
}
HOOKS = re.compile(r"register_\w*hook\w*|_\w+|f_\w+|tb_\w+|gi_\w+|weights_only|allow_pickle|load_library|__\w+__")
USUAL = {
    f"__{name}__" for name in ("init", "name", "doc", "call", "len", "getitem", "iter", "next", "class", "version")
}
MAGICS = {"matplotlib", "time", "timeit", "capture", "config", "pip", "bash", "html", "markdown", "latex"}
# Set on an object of any kind, these change what others see of it; weights and their gradients are set every day.
KNOWN = {*dir(torch), *dir(nn), *dir(functional), *dir(nn.Module), *dir(torch.Tensor), *dir(builtins)}
KNOWN -= {"grad", "data", "requires_grad", "training", "weight", "bias", "device", "dtype", "shape", "std", "mean", "e"}


def suspects(texts: Iterable[str], probes: Iterable[str], answer: str, ours: Sequence[str]) -> list[str]:
    """Each in a few words: ``"sets nn.Module.parameters"``.

    Parameters
    ----------
    texts
        Of the student's cells.
    probes, answer
        The instructor's texts of a task: its probes, and the answer, whose names are the student's to define.
    ours
        All texts of the instructor's notebook: what these import, a student may import again.
    """
    imports = dict(pair for text in ours for pair in _imports(text).items())
    relied = {name for probe in probes for name in names(probe).needs} - names(answer).binds
    found: list[str] = []
    for text in texts:
        if len(text) > LONGEST:
            found.append(f"has {len(text):,} characters in one cell")
            continue
        try:
            look = _Look({*imports, *_imports(text)})
            look.visit(python(text))
            taken = _taken(text, imports) & relied
        except (SyntaxError, ValueError, RuntimeError, MemoryError):  # text that does not run, or hostile nesting
            continue
        found += [*look.found, *(f"defines {name}, on which the check relies" for name in sorted(taken))]
    return list(dict.fromkeys(found))


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


def _taken(text: str, imports: Mapping[str, str]) -> set[str]:
    """Names that a cell binds, but for those that it imports as the instructor's notebook does."""
    same = {name for name, origin in _imports(text).items() if imports.get(name) == origin}
    body = [node for node in python(text).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    rest = names(ast.unparse(ast.Module(body, []))).binds if body else frozenset()
    return set(names(text).binds - same) | set(rest)


class _Look(ast.NodeVisitor):
    def __init__(self, imported: set[str]) -> None:
        self.imported, self.found = imported, list[str]()

    def visit_Import(self, node: ast.Import) -> None:
        self._modules(alias.name for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._modules(f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)

    def _modules(self, modules: Iterable[str]) -> None:
        for module in modules:
            known = module.split(".")[0] in LIBRARIES or _within(module, LIBRARIES)
            if not known or (_within(module, INSIDES) and not _within(module, DATA)) or "._" in module:
                self.found.append(f"imports {module}")

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in WAYS or (node.id.startswith("__") and node.id not in USUAL):
            self.found.append(f"uses {node.id}")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name.startswith("__torch_"):
            self.found.append(f"defines {node.name}")
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg in ("weights_only", "allow_pickle"):
            self.found.append(f"uses {node.arg}")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        base = node.value
        while isinstance(base, ast.Attribute | ast.Subscript):
            base = base.value
        root = base.id if isinstance(base, ast.Name) else ""
        own = root in ("self", "cls")
        if isinstance(node.ctx, ast.Store | ast.Del):
            if (node.attr in KNOWN and not own) or root in self.imported or not root:
                self.found.append(f"sets {ast.unparse(node)}"[:100])
        elif HOOKS.fullmatch(node.attr) and node.attr not in USUAL and not own and node.attr != "_":
            self.found.append(f"uses {node.attr}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func)
        words = [str(arg.value) if isinstance(arg, ast.Constant) else "" for arg in node.args]
        if called == "getattr":
            name = words[1] if len(words) > 1 else ""
            if not name.isidentifier() or (HOOKS.fullmatch(name) and name not in USUAL):
                self.found.append(f"uses getattr {name}".strip())
        elif called in ("get_ipython().system", "get_ipython().getoutput"):
            return
        elif called.startswith("get_ipython().run_") and words and words[0] in MAGICS:
            for text in words[1:]:
                self._inner(text)
            return
        self.generic_visit(node)

    def _inner(self, text: str) -> None:
        """The code in a magic's line or body."""
        try:
            self.visit(python(text))
        except SyntaxError:  # no Python: a command for bash, or options
            return


def _within(module: str, places: Iterable[str]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)
