"""A test's functions on their way to an answer: their code and what they look up go over, and they are made there.

Code of ours goes to the student's side, never code of the student's to ours. What such a function changes, such as a
list of its calls, it changes in a copy.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterator
from itertools import product
from types import CodeType, FunctionType, ModuleType
from typing import Any

from course.grading.execution.trusted.proxies import StudentObject, StudentRequests
from course.grading.execution.wire.encode import pack
from course.grading.execution.wire.frames import WireError

# What has no module of its own to be found in is found in one of these.
HOMES = ("math", "numpy", "torch", "torch.nn.functional")
Made = tuple[FunctionType, ...]


def sent(value: Any, client: StudentRequests, making: Made = ()) -> StudentObject | None:
    """A function, class or module of ours as it is on the student's side; None if it is none of these.

    Raises
    ------
    WireError
        If a function keeps something that does not travel.
    """
    if isinstance(value, ModuleType):
        return _object(client.ask("found", value.__name__, ""))
    if not callable(value) or type(getattr(value, "__name__", None)) is not str:
        return None
    if place := _place(value):
        return _object(client.ask("found", *place))
    return _object(client.ask("function", *_parts(value, client, making))) if isinstance(value, FunctionType) else None


def _object(value: Any) -> StudentObject | None:
    return value if isinstance(value, StudentObject) else None


def _place(value: Any) -> tuple[str, str] | None:
    """Module and name by which both sides find it; None if it is a test's own."""
    homes = (getattr(value, "__module__", None), *HOMES)
    for home, name in product(homes, {getattr(value, "__qualname__", value.__name__), value.__name__}):
        found = sys.modules.get(home) if home and home != "__main__" else None
        for part in name.split("."):
            found = getattr(found, part, None)
        if home and found is value:
            return home, name
    return None


def _parts(function: FunctionType, client: StudentRequests, making: Made) -> tuple[Any, ...]:
    """Code, name, defaults, and the values that a function looks up, as far as they travel."""

    def portable(value: Any) -> Any:
        if isinstance(value, StudentObject):
            return value
        over = sent(value, client, (*making, function))
        if over is None:
            pack(value, _refuse)
        return value if over is None else over

    code = function.__code__
    closure = tuple(portable(cell.cell_contents) for cell in function.__closure__ or ())
    values = _looked_up(function, portable, making)
    return marshal.dumps(code), function.__name__, function.__defaults__, function.__kwdefaults__, closure, values


def _looked_up(function: FunctionType, portable: Callable[[Any], Any], making: Made) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in {*_names(function.__code__)} & function.__globals__.keys():
        value = function.__globals__[name]
        if value is function or value in making:  # it finds itself there
            continue
        try:
            values[name] = portable(value)
        except WireError:  # it may never be looked up: an attribute can have the same name
            continue
    return values


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _refuse(value: Any) -> list[Any]:
    raise WireError(f"a {type(value).__name__} does not travel")
