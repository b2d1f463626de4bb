"""Plain values to bytes: the sender's half of what may travel between a student's process and ours.

Subclasses are reduced to the plain type below them, so what claims to equal everything arrives as the number that it
is. Loaded on the student's side too: standard library, numpy and torch only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from types import EllipsisType
from typing import Any

import numpy as np
import torch

from course.grading.execution.wire.frames import (
    DTYPES,
    MAX_BITS,
    MAX_BODY,
    MAX_DEPTH,
    MAX_TREE,
    NUMERIC,
    Frame,
    WireError,
)

SHORT = 1024  # characters of a text that may stand in the tree
Keep = Callable[[Any], list[Any]]


def pack(value: Any, keep: Keep) -> Frame:
    """Write a value; what is not plain stays behind, and ``keep`` says what to send in its place.

    Raises
    ------
    WireError
        If the value is nested too deep, too large, or of a kind that neither travels nor stays behind.
    """
    writer = _Writer(keep)
    tree = json.dumps(writer.tree(value), separators=(",", ":")).encode()
    if len(tree) > MAX_TREE:
        raise WireError(
            f"the value takes {len(tree):,} bytes beside its tensors; {MAX_TREE:,} may travel: use a tensor"
        )
    # One large tensor goes as it lies in memory: a copy would take as long as sending it.
    return Frame(tree, writer.body[0] if len(writer.body) == 1 else b"".join(writer.body))


class _Writer:
    """Trees and body of values, one after the other."""

    def __init__(self, keep: Keep) -> None:
        self.keep, self.body, self.size = keep, list[Any](), 0

    def tree(self, value: Any, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"the value is nested more than {MAX_DEPTH} levels deep (does it contain itself?)")
        if value is None or value is True or value is False:
            return value
        for kind, write in _WRITERS:
            if isinstance(value, kind):
                return write(self, value, depth + 1)
        return ["handle", *self.keep(value)]

    def raw(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self.size += size
        if self.size > MAX_BODY:
            raise WireError(f"the value takes more than {MAX_BODY:,} bytes; no more may travel")
        self.body.append(data)
        return size

    def items(self, tag: str, values: Iterable[Any], depth: int) -> list[Any]:
        return [tag, *(self.tree(value, depth) for value in values)]

    def whole(self, value: int, depth: int) -> Any:
        plain = int.__int__(value)
        if plain.bit_length() <= 63:
            return plain
        if plain.bit_length() > MAX_BITS:
            raise WireError(f"the whole number has {plain.bit_length():,} bits; {MAX_BITS:,} may travel")
        return ["int", hex(plain)]

    def text(self, value: str, depth: int) -> Any:
        plain = str.__str__(value)
        return plain if len(plain) <= SHORT else ["text", self.raw(plain.encode("utf-8", "surrogatepass"))]

    def array(self, value: Any, depth: int) -> Any:
        plain = np.array(value, subok=False, order="C")
        if not NUMERIC.fullmatch(plain.dtype.str):
            raise WireError(f"an array of {plain.dtype} cannot travel; expected numbers or truth values")
        tag = "scalar" if isinstance(value, np.generic) else "array"
        return [tag, plain.dtype.str, list(plain.shape), self.raw(plain.tobytes())]

    def scalar(self, value: Any, depth: int) -> Any:
        return self.tree(value.item(), depth) if value.dtype.kind in "SU" else self.array(value, depth)

    def tensor(self, value: torch.Tensor, depth: int) -> Any:
        with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
            plain = value.detach().to_dense().cpu().resolve_conj().resolve_neg()
            flat = plain.reshape(-1)
            flat = flat if flat.stride() == (1,) else flat.clone(memory_format=torch.contiguous_format)
            name = str(plain.dtype).removeprefix("torch.")
            if name not in DTYPES:
                raise WireError(f"a tensor of {plain.dtype} cannot travel; the kinds that can: {', '.join(DTYPES)}")
            raw = self.raw(flat.view(torch.uint8).numpy().data if plain.numel() else b"")
            form = ["tensor", name, list(plain.shape), raw, bool(value.requires_grad)]
            grad = value.grad if value.is_leaf else None
            return form if grad is None else [*form, self.tensor(grad, depth)]

    def generator(self, value: torch.Generator, depth: int) -> Any:
        if value.device.type != "cpu":
            raise WireError(f"a generator on {value.device} cannot travel; expected one on the CPU")
        return ["generator", self.raw(value.get_state().numpy().tobytes())]


_WRITERS: list[tuple[Any, Callable[[_Writer, Any, int], Any]]] = [
    (np.generic, _Writer.scalar),  # before float: numpy's float64 is one
    (int, _Writer.whole),
    (float, lambda _, value, depth: float.__float__(value)),
    (str, _Writer.text),
    (torch.Tensor, _Writer.tensor),
    (list, lambda w, value, depth: w.items("list", list.__iter__(value), depth)),
    (torch.Size, lambda w, value, depth: w.items("size", tuple.__iter__(value), depth)),
    (tuple, lambda w, value, depth: w.items("tuple", tuple.__iter__(value), depth)),
    (dict, lambda w, value, depth: w.items("dict", (part for pair in dict.items(value) for part in pair), depth)),
    (np.ndarray, _Writer.array),
    (torch.Generator, _Writer.generator),
    (torch.dtype, lambda _, value, depth: ["dtype", str(value).removeprefix("torch.")]),
    (torch.device, lambda _, value, depth: ["device", str(value)]),
    (complex, lambda _, value, depth: ["complex", complex.__pos__(value).real, complex.__pos__(value).imag]),
    (bytes | bytearray, lambda w, value, depth: ["bytes", w.raw(bytes(value))]),
    (set, lambda w, value, depth: w.items("set", set.__iter__(value), depth)),
    (frozenset, lambda w, value, depth: w.items("frozenset", frozenset.__iter__(value), depth)),
    (slice, lambda w, value, depth: w.items("slice", (value.start, value.stop, value.step), depth)),
    (range, lambda w, value, depth: w.items("range", (value.start, value.stop, value.step), depth)),
    (EllipsisType, lambda *_: ["ellipsis"]),
]
