"""Imports from ``google.colab`` do nothing outside Colab: many a notebook has them, and no answer needs them.

An import that the notebook itself guards (``try: … except ImportError:``) fails as ever: its author has thought of it.
Loaded on the student's side: standard library only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

PACKAGE = "google.colab"
__all__: list[str] = []  # what ``from google.colab import *`` brings


class Nothing:
    """Any part of ``google.colab``: it can be asked for whatever there is, called and looped over, and does nothing."""

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("_"):  # what Python and IPython look for in any object
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Nothing:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"({PACKAGE} does nothing here)"


def __getattr__(name: str) -> Nothing:
    if name.startswith("__"):
        raise AttributeError(name)
    return Nothing()


class OutsideColab(ast.NodeTransformer):
    """Lets imports from ``google.colab`` come from this module."""

    def visit_Try(self, node: ast.Try) -> ast.AST:
        """Leave a guarded import as it is."""
        return node if node.handlers else self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        """``from google.colab import drive``, and from its modules."""
        return _here(node, node.names) if _is_colab(node.module or "") and not node.level else node

    def visit_Import(self, node: ast.Import) -> list[ast.AST]:
        """``import google.colab``, also beside other modules."""
        colab = [alias for alias in node.names if _is_colab(alias.name)]
        others = [alias for alias in node.names if alias not in colab]
        bound = [ast.alias(alias.name.split(".")[-1 if alias.asname else 0], alias.asname) for alias in colab]
        rest = [ast.copy_location(ast.Import(others), node)] if others else []
        return [*rest, *([_here(node, bound)] if bound else [])]


def _is_colab(module: str) -> bool:
    return module == PACKAGE or module.startswith(f"{PACKAGE}.")


def _here(node: ast.stmt, names: list[ast.alias]) -> ast.AST:
    made = ast.copy_location(ast.ImportFrom(__name__, names, 0), node)
    return ast.fix_missing_locations(made)
