"""What the names of a task's rules stand for: functions and classes of torch, NumPy and the course."""

from __future__ import annotations

import fnmatch
import importlib
import inspect
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

METHODS = "torch.Tensor"  # whoever may not call torch.cov(x) may not call x.cov() either


def find(path: str) -> Any:
    """What a dotted name of a rule stands for.

    Raises
    ------
    AttributeError
        If there is no such thing; ImportError if a module cannot be imported.
    """
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        name = ".".join(parts[:end])
        try:
            found = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{name}.".startswith(f"{error.name}."):
                raise
            continue
        for attribute in parts[end:]:
            found = getattr(found, attribute)
        return found
    raise AttributeError(f"there is no module {parts[0]}")


def find_loaded(path: str) -> Any:
    """What a dotted name of a stranger's stands for, without any code being run for it; None if that cannot be told."""
    parts = path.split(".")
    ends = (end for end in range(len(parts), 0, -1) if ".".join(parts[:end]) in sys.modules)
    end = next(ends, 0)
    found: Any = sys.modules.get(".".join(parts[:end]))
    for attribute in parts[end:]:
        found = inspect.getattr_static(found, attribute, None)
    return found


@dataclass(frozen=True)
class Forbidden:
    """The names of a task's rules, spelt out.

    Attributes
    ----------
    objects
        What each full name stands for: ``{"torch.cov": …, "torch.Tensor.cov": …}``.
    """

    objects: dict[str, Any]

    @cached_property
    def by_last_part(self) -> dict[str, list[str]]:
        """Full names by their last part: ``{"cov": ["torch.cov", "torch.Tensor.cov"]}``."""
        found: dict[str, list[str]] = {}
        for name in self.objects:
            found.setdefault(name.rpartition(".")[2], []).append(name)
        return found

    def named(self, last_part: str) -> str:
        """The first name that ends so; empty if none does."""
        return self.by_last_part.get(last_part, [""])[0]

    def behind_a_dot(self, last_part: str) -> str:
        """The name that ``x.cov`` may mean where nobody knows what x is; empty if that is too vague a word.

        It means a method, or a function of torch or the course by way of another name; NumPy has words like ``power``.
        """
        candidates = self.by_last_part.get(last_part, ())
        own = (name.startswith(("torch.", "course.")) for name in candidates)
        methods = (inspect.isclass(find(name.rpartition(".")[0])) for name in candidates)
        return self.named(last_part) if any(own) or any(methods) else ""

    def is_home(self, path: str) -> bool:
        """Whether a dotted name stands for a module or a class in which one of these is."""
        there = find_loaded(path)
        return (inspect.ismodule(there) or inspect.isclass(there)) and any(
            inspect.getattr_static(there, last, None) is not None for last in self.by_last_part
        )

    def at(self, path: str) -> str:
        """The name of a rule that a dotted name of an answer leads to; empty if it leads elsewhere.

        It does if the same thing stands there; where that cannot be told, if it ends in the same word and begins in
        the same package.
        """
        package, last = path.partition(".")[0], path.rpartition(".")[2]
        there = None if "._" in path else find_loaded(path)
        if there is not None:
            return next((name for name, one in self.objects.items() if one is there), "")
        return next((name for name in self.by_last_part.get(last, ()) if name.partition(".")[0] == package), "")


@lru_cache(100)
def forbidden(patterns: tuple[str, ...]) -> Forbidden:
    """Spell out the names of a task's rules.

    Raises
    ------
    AttributeError
        If one stands for nothing; ImportError if its module cannot be imported.
    """
    objects: dict[str, Any] = {}
    for pattern in patterns:
        home, _, last = pattern.rpartition(".")
        names = fnmatch.filter(_public(find(home)), last) if home else []
        if not names:
            raise AttributeError(f"{home or 'Python'} has no {last}")
        objects |= {f"{home}.{name}": getattr(find(home), name) for name in names}
        if home.partition(".")[0] == "torch":
            objects |= _methods(names)
    return Forbidden({name: one for name, one in objects.items() if callable(one)})


def _public(owner: Any) -> list[str]:
    return [name for name in dir(owner) if not name.startswith("_")]


def _methods(names: Iterable[str]) -> dict[str, Any]:
    tensor = find(METHODS)
    return {f"{METHODS}.{name}": getattr(tensor, name) for name in names if hasattr(tensor, name)}
