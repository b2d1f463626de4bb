"""Frames over a unix socket: what two processes that do not trust each other say, one value after the other.

A frame holds a *tree* of JSON (the form of a value) and a *body* (the raw bytes of its tensors, arrays and long texts);
`writing` and `reading` turn values into frames and back. Sizes are limited before anything is stored, and each frame
has a time by which it must be there.

Loaded on the student's side too: standard library and torch only.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from typing import NamedTuple

import torch

MAX_TREE = 4 * 2**20  # bytes of JSON: a list of some 200,000 numbers; more belongs into a tensor
MAX_BODY = 64 * 2**20  # bytes of tensors and texts: ten times the largest that a lesson sends
MAX_DEPTH = 40
MAX_BITS = 4096  # of a whole number
MAX_KEYS = 10_000  # of a dict or set: keys made to collide cost their number squared
MAX_NAME = 80  # characters of the name of a type
MAX_WORDS = 10_000  # characters of an error's text, and of its traceback
DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64),
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128),
    )
}
NUMERIC = re.compile(r"[<>|=]?[biufc]\d{1,2}")  # numpy's names of numeric kinds
HEAD = struct.Struct("!IQ")


class WireError(ValueError):
    """A value that cannot travel, or bytes that are no value; the message names it and the limit."""


class Frame(NamedTuple):
    """One value on its way: its form, and the raw bytes that the form refers to, in the form's order."""

    tree: bytes
    body: bytes | bytearray | memoryview


class Channel:
    """One end of a connected stream socket."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def send(self, frame: Frame, *, until: float | None = None) -> None:
        """Send one frame.

        Parameters
        ----------
        until
            When it must be sent, in seconds of `time.monotonic`; ``None`` waits for ever.

        Raises
        ------
        TimeoutError
            If the other side does not read it in time.
        OSError
            If the other side has closed.
        """
        self.connection.settimeout(_seconds(until))
        self.connection.sendall(HEAD.pack(len(frame.tree), len(frame.body)) + frame.tree)
        if len(frame.body):
            self.connection.settimeout(_seconds(until))
            self.connection.sendall(frame.body)

    def receive(self, *, until: float | None = None) -> Frame:
        """Wait for one frame; ``until`` is the time by which all of it must be there, however slowly it drips.

        Raises
        ------
        WireError
            If it is larger than may travel.
        TimeoutError
            If it is not there in time.
        EOFError
            If the other side has closed, at its end or in the middle.
        """
        tree, body = HEAD.unpack(self._read(HEAD.size, until))
        if tree > MAX_TREE or body > MAX_BODY:
            raise WireError(f"a frame of {tree:,} + {body:,} bytes; {MAX_TREE:,} + {MAX_BODY:,} may travel")
        return Frame(bytes(self._read(tree, until)), self._read(body, until))

    def _read(self, size: int, until: float | None) -> bytearray:
        data = bytearray(size)
        view, done = memoryview(data), 0
        while done < size:
            self.connection.settimeout(_seconds(until))
            count = self.connection.recv_into(view[done:])
            if not count:
                raise EOFError("the other side has closed the connection")
            done += count
        return data


def _seconds(until: float | None) -> float | None:
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    return left
