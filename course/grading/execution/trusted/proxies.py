"""The test side's view of an answer: plain values, and proxies of what stays on the student's side.

A proxy never decides anything about a value of ours. It can be called, indexed, iterated and asked for attributes; a
comparison or a calculation with a number of the test would hand the number over and believe what comes back, so these
are refused: ``==`` means "the same object", and arithmetic works between two proxies only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn, Protocol, TypeVar

OWN = ("_client", "_number", "_type")
Plain = TypeVar("Plain")


class StudentRequests(Protocol):
    """What proxies ask of the student's process."""

    def ask(self, request: str, *args: Any) -> Any:
        """Do something with an object there."""

    def ask_for(self, kind: type[Plain], request: str, *args: Any) -> Plain:
        """Do it, and take no result but one of this kind."""

    def call(self, function: StudentFunction, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call something there."""

    def in_a_copy(self, function: StudentFunction) -> StudentFunction:
        """The same function in a copy of the process."""


class StudentObject:
    """Something of the student's that is no plain value: an instance, a module, an iterator."""

    __slots__ = (*OWN, "__weakref__")
    _client: StudentRequests
    _number: int
    _type: str

    def __init__(self, client: StudentRequests, number: int, kind: str) -> None:
        for name, value in zip(OWN, (client, number, kind), strict=True):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        # numpy and torch look for __array_interface__, __cuda_array_interface__ and others, and believe the memory
        # addresses in them: a student's answer must not be asked.
        if name.startswith("__") and name not in ("__name__", "__version__"):
            raise AttributeError(f"{self!r} is asked for {name}, which does not travel from the student's side")
        return self._client.ask("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._client.ask("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._client.ask("delattr", self, name)

    def __repr__(self) -> str:
        return f"<{self._type} of the answer>"

    def __str__(self) -> str:
        return self._client.ask_for(str, "str", self)

    def __dir__(self) -> list[str]:
        return [name for name in self._client.ask_for(list, "dir", self) if type(name) is str]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash((StudentObject, self._number))

    def __len__(self) -> int:
        return self._client.ask_for(int, "len", self)

    def __bool__(self) -> bool:
        return self._client.ask_for(bool, "bool", self)

    def __int__(self) -> int:
        return self._client.ask_for(int, "int", self)

    def __index__(self) -> int:
        return self._client.ask_for(int, "index", self)

    def __float__(self) -> float:
        return self._client.ask_for(float, "float", self)

    def __complex__(self) -> complex:
        return self._client.ask_for(complex, "complex", self)

    def __getitem__(self, key: Any) -> Any:
        return self._client.ask("getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._client.ask("setitem", self, key, value)

    def __delitem__(self, key: Any) -> None:
        self._client.ask("delitem", self, key)

    def __iter__(self) -> Iterator[Any]:
        items = self._client.ask("iter", self)
        if not isinstance(items, StudentObject):
            raise TypeError(f"{self!r} gives no iterator")
        while True:
            try:
                item = self._client.ask("next", items)
            except StudentStopError:
                return
            yield item

    def __neg__(self) -> Any:
        return self._client.ask("neg", self)

    def __pos__(self) -> Any:
        return self._client.ask("pos", self)

    def __abs__(self) -> Any:
        return self._client.ask("abs", self)

    def __invert__(self) -> Any:
        return self._client.ask("invert", self)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, StudentObject) and self._client.ask_for(bool, "isinstance", instance, self)

    def __subclasscheck__(self, other: object) -> bool:
        return isinstance(other, StudentObject) and self._client.ask_for(bool, "issubclass", other, self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self._client.ask("deepcopy", self)

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{self!r} stays on the student's side; it cannot be pickled")


class StudentFunction(StudentObject):
    """Something of the student's that can be called: a function, a method, a class, an ``nn.Module``."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there; what it does to its arguments in place happens to ours, too."""
        return self._client.call(self, args, kwargs)

    def _as_of_now(self) -> StudentFunction:
        """The function in a copy of its process: what is called from here on leaves no trace there."""
        return self._client.in_a_copy(self)


class StudentStopError(Exception):
    """An iterator of the student's is at its end."""


def _between_two(name: str) -> Any:
    def operate(self: StudentObject, other: Any) -> Any:
        if not isinstance(other, StudentObject):
            raise TypeError(
                f"{self!r} was to be calculated with ({name}): expected a number, an array or a tensor from the answer"
            )
        return self._client.ask(name, self, other)

    return operate


for _name in ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"):
    setattr(StudentObject, f"__{_name}__", _between_two(_name))
    setattr(StudentObject, f"__r{_name}__", _between_two(_name))
