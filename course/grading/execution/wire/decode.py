"""Bytes to plain values: the receiver's half. Exact forms only; nothing is executed, imported or looked up by name.

Loaded on the student's side too: standard library, numpy and torch only.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from course.grading.execution.wire.frames import DTYPES, MAX_BITS, MAX_DEPTH, MAX_KEYS, NUMERIC, Frame, WireError

Handle = Callable[[list[Any]], Any]


def unpack(frame: Frame, handle: Handle) -> Any:
    """Read a value; ``handle`` gives what stands for an object that stayed on the other side.

    Raises
    ------
    WireError
        If the bytes are no plain value.
    """
    return _Reader(frame.body, handle).whole(read_tree(frame))


def read_tree(frame: Frame) -> Any:
    """The form alone, as JSON's lists, numbers and texts."""
    try:
        return json.loads(frame.tree)
    except (ValueError, RecursionError) as error:
        raise WireError(f"the bytes that came are no value: {error}") from None


class _Reader:
    """Values of a tree; the body is used up from its start, so that no two values share bytes."""

    def __init__(self, body: bytes | bytearray | memoryview, handle: Handle) -> None:
        self.body, self.handle, self.place = memoryview(body), handle, 0

    def whole(self, tree: Any) -> Any:
        try:
            value = self.value(tree, 0)
        except Exception as error:  # hostile bytes can break any constructor; all of it means: no value
            raise WireError(f"what came is no plain value: {error}") from None
        if self.place != len(self.body):
            raise WireError(f"{len(self.body) - self.place} bytes belong to no value")
        return value

    def value(self, tree: Any, depth: int) -> Any:
        if type(tree) is not list:
            return self._small(tree)
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} levels deep")
        tag, *parts = tree
        if tag in _GROUPS:
            return _GROUPS[tag]([self.value(part, depth + 1) for part in parts])
        if tag == "handle":
            return self.handle(parts)
        return _READERS[tag](self, *parts)

    def _small(self, value: Any) -> Any:
        if type(value) is dict or (type(value) is int and value.bit_length() > 63):
            raise WireError("a form that is never written")
        return value

    def take(self, size: int) -> bytearray:
        if type(size) is not int or not 0 <= size <= len(self.body) - self.place:
            raise WireError(f"{size} bytes are wanted of {len(self.body) - self.place}")
        self.place += size
        return bytearray(self.body[self.place - size : self.place])

    def array(self, dtype: str, shape: list[int], size: int) -> Any:
        if not NUMERIC.fullmatch(dtype):
            raise WireError(f"no kind of numbers: {dtype}")
        raw, kind = self.take(size), np.dtype(dtype)
        # A truth value is a byte; one that is neither 0 nor 1 would be equal to nothing.
        plain = np.frombuffer(raw, np.uint8) != 0 if kind.kind == "b" else np.frombuffer(raw, kind)
        return plain.reshape(_shape(shape))

    def tensor(self, dtype: str, shape: list[int], size: int, grad_wanted: bool, grad: Any = None) -> torch.Tensor:
        kind, raw = DTYPES[dtype], self.take(size)
        if math.prod(_shape(shape)) * kind.itemsize != size:
            raise WireError(f"{size} bytes for a {dtype} tensor of shape {shape}")
        if not size:
            plain = torch.empty(shape, dtype=kind)
        elif kind is torch.bool:
            plain = (torch.frombuffer(raw, dtype=torch.uint8) != 0).reshape(shape)
        else:
            plain = torch.frombuffer(raw, dtype=kind).reshape(shape)
        plain.requires_grad_(grad_wanted is True)
        plain.grad = None if grad is None else self.tensor(*grad[1:])
        return plain

    def generator(self, size: int) -> torch.Generator:
        made = torch.Generator()
        made.set_state(torch.frombuffer(self.take(size), dtype=torch.uint8))
        return made


def _shape(shape: list[int]) -> list[int]:
    if type(shape) is not list or len(shape) > 32 or not all(type(n) is int and 0 <= n < 2**40 for n in shape):
        raise WireError(f"no shape: {shape!r:.100}")
    return shape


def _device(name: str) -> torch.device:
    if not re.fullmatch(r"(cpu|cuda|mps|meta)(:\d{1,3})?", name):
        raise WireError(f"no device: {name!r:.40}")
    return torch.device(name)


def _keys(parts: list[Any], kind: Callable[[list[Any]], Any]) -> Any:
    if len(parts) > MAX_KEYS:
        raise WireError(f"{len(parts):,} keys; {MAX_KEYS:,} may travel")
    return kind(parts)


_GROUPS: dict[str, Callable[[list[Any]], Any]] = {
    "list": lambda parts: parts,
    "tuple": tuple,
    "size": torch.Size,
    "set": lambda parts: _keys(parts, set),
    "frozenset": lambda parts: _keys(parts, frozenset),
    "slice": lambda parts: slice(*parts),
    "range": lambda parts: range(*parts),
    "dict": lambda parts: dict(zip(_keys(parts[::2], list), parts[1::2], strict=True)),
}
_READERS: dict[str, Callable[..., Any]] = {
    "int": lambda _, text: int(text[: MAX_BITS // 4 + 4], 16),
    "text": lambda self, size: self.take(size).decode("utf-8", "surrogatepass"),
    "bytes": lambda self, size: bytes(self.take(size)),
    "complex": lambda _, real, imaginary: complex(float(real), float(imaginary)),
    "array": _Reader.array,
    "scalar": lambda self, *parts: self.array(*parts)[()],
    "tensor": _Reader.tensor,
    "generator": _Reader.generator,
    "dtype": lambda _, name: DTYPES[name],
    "device": lambda _, name: _device(name),
    "ellipsis": lambda _: ...,
}
