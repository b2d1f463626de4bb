"""What the modules of the course import or name, anywhere in their text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOTTED = re.compile(r"\bcourse(?:\.\w+)+")


@dataclass(frozen=True)
class Use:
    """A module (``course.a.b``) that a line of a file imports or names, as it stands there."""

    file: str
    line: int
    module: str
    written: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.written}"


def modules() -> dict[str, Path]:
    """Files of the course by their modules' names, packages included."""
    files = sorted((ROOT / "course").rglob("*.py"))
    dotted = {file: ".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files}
    return {name.removesuffix(".__init__"): file for file, name in dotted.items()}


def uses(module: str, known: dict[str, Path]) -> Iterator[Use]:
    """Modules of the course that a module imports (anywhere: in functions, for types alone) or names in a string."""
    tree = ast.parse(known[module].read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in docstrings:
            continue
        for name, written in _names(module, node):
            if target := _module(name, known):
                file = known[module].relative_to(ROOT).as_posix()
                yield Use(file, getattr(node, "lineno", 0), target, written)


def named(text: str) -> list[str]:
    """What a text (a configuration, say) names of the course: ``course.a.b``."""
    return DOTTED.findall(text)


def _names(module: str, node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names in a node that may be modules, and how to say it."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, f"import {alias.name}") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        start = "." * node.level + (node.module or "")
        yield from ((f"{start}.{alias.name}", f"from {start} import {alias.name}") for alias in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from ((name, f'"{name}"') for name in named(node.value))


def _module(name: str, known: dict[str, Path]) -> str | None:
    """The module that a dotted name belongs to; None if it is none of the course's."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name or None
