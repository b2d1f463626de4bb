"""Packages that import a module when the first of its names is asked for (PEP 562)."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Callable
from functools import cache
from typing import Any


def lazily(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and the ``__dir__`` of a package, given its ``__name__``.

    Its names are those in its ``__all__``. Where each is defined is read from the imports that the package makes for
    type checkers and editors only: they and Python see the same.

    Examples
    --------
    ::

        if TYPE_CHECKING:
            from course.data.images import load_image

        __all__ = ["load_image"]
        __getattr__, __dir__ = lazily(__name__)
    """
    module = sys.modules[package]

    @cache
    def modules() -> dict[str, str]:
        nodes = ast.walk(ast.parse(inspect.getsource(module)))
        imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
        return {alias.name: str(node.module) for node in imports for alias in node.names}

    def find(name: str) -> Any:
        if name not in module.__all__:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(modules()[name]), name)

    return find, lambda: list(module.__all__)
