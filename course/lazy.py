"""Packages that import a module when the first of its names is asked for (PEP 562)."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def lazily(package: str, modules: Mapping[str, Sequence[str]]) -> tuple[list[str], Callable[[str], Any]]:
    """Return a package's ``__all__`` and ``__getattr__``.

    Parameters
    ----------
    package
        The package's ``__name__``.
    modules
        Its modules, each with the public names that it defines: ``{"autoencoders": ["PCA"]}``.
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{homes[name]}"), name)

    return sorted(homes), find
