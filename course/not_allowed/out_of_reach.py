"""While an answer is checked, what its task forbids raises an error as soon as the answer gets there.

By whatever way: through another name, a helper in another cell, a library. Checks and probes, which have not come from
the answer, find everything as it is.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from course.not_allowed.names import forbidden
from course.notebook.task_rules import TaskRules

# Where the same function stands under the same name.
HOMES = ("torch", "torch.nn.functional", "torch.functional", "torch.linalg", "torch.special", "numpy", "numpy.linalg")
HEAP_TYPE, IMMUTABLE_TYPE = 1 << 9, 1 << 8  # bits of a class's flags, from Python's object.h


class NotAllowedError(Exception):
    """An answer uses what its task forbids; the message names it."""


@contextmanager
def out_of_reach(rules: TaskRules, answers: Iterable[str], namespace: dict[str, Any]) -> Iterator[None]:
    """In the block, an answer that calls what its rules forbid gets a NotAllowedError.

    Parameters
    ----------
    answers
        Names that the answer defines.
    namespace
        The notebook's names: the answer's among them, and other names for what is forbidden.
    """
    cells = _cells(map(namespace.get, answers), namespace)
    with ExitStack() as patches:
        for name, original in forbidden(rules.not_allowed).objects.items():
            if inspect.isclass(original):
                if _can_be_changed(original):  # in itself, so that subclasses stay what they are
                    guarded = _guarded(original.__init__, cells, rules.broken(name))
                    patches.enter_context(_replaced(original, "__init__", guarded))
            else:
                guarded = _guarded(original, cells, rules.broken(name))
                for owner, attribute in _places(name, original):
                    patches.enter_context(_replaced(owner, attribute, guarded))
                for alias in [key for key, value in namespace.items() if value is original]:
                    patches.enter_context(_replaced_in(namespace, alias, guarded))
        yield


def _cells(answers: Iterable[Any], namespace: Mapping[str, Any]) -> frozenset[str]:
    """The files, as Python calls the texts of cells, in which the notebook defines these functions and classes."""
    functions = [inspect.unwrap(part) for answer in answers for part in _parts(answer) if inspect.isfunction(part)]
    return frozenset(one.__code__.co_filename for one in functions if one.__globals__ is namespace)


def _can_be_changed(kind: type) -> bool:
    """Whether a class takes new attributes; those that are written in C do not."""
    return bool(kind.__flags__ & HEAP_TYPE) and not kind.__flags__ & IMMUTABLE_TYPE


def _parts(answer: Any) -> list[Any]:
    if inspect.isclass(answer):
        return [getattr(part, "__func__", getattr(part, "fget", part)) for part in vars(answer).values()]
    return [answer, getattr(answer, "func", None), getattr(answer, "__func__", None)]


def _guarded(original: Callable[..., Any], cells: frozenset[str], sentence: str) -> Callable[..., Any]:
    @functools.wraps(original)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        frame = inspect.currentframe()
        while frame is not None:
            if frame.f_code.co_filename in cells:
                raise NotAllowedError(sentence)
            frame = frame.f_back
        return original(*args, **kwargs)

    return guarded


def _places(name: str, original: Any) -> list[tuple[Any, str]]:
    """Modules and classes in which a function stands, and its name there."""
    home, _, last = name.rpartition(".")
    modules = [sys.modules.get(one) for one in {home, getattr(original, "__module__", None) or home, *HOMES}]
    found = [(module, last) for module in modules if module is not None and vars(module).get(last) is original]
    owner = sys.modules.get(home.rpartition(".")[0])
    kind = getattr(owner, home.rpartition(".")[2], None)
    return [*found, (kind, last)] if inspect.isclass(kind) else found


@contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    own = vars(owner).get(name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        if own is None:
            delattr(owner, name)  # it was inherited
        else:
            setattr(owner, name, own)


@contextmanager
def _replaced_in(namespace: dict[str, Any], name: str, value: Any) -> Iterator[None]:
    own = namespace[name]
    namespace[name] = value
    try:
        yield
    finally:
        if namespace.get(name) is value:  # the check, or the answer, has not given it another
            namespace[name] = own
