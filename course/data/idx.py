"""The file format that MNIST comes in: a header with the sizes, then one byte a value."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray


class DataError(RuntimeError):
    """Data that cannot be had or trusted: damaged, not the expected files, or not to be downloaded."""


def parse_idx(raw: bytes, *, name: str) -> NDArray[np.uint8]:
    """Return the array that an unpacked idx file of bytes holds, read-only; `name` is what errors call the file.

    Raises
    ------
    DataError
        If the header is not that of such a file, or the length does not fit its header.

    Notes
    -----
    Two zero bytes, the type (8: unsigned byte), the number of axes, each axis's size as a big-endian 32-bit number,
    and the values, last axis fastest (http://yann.lecun.com/exdb/mnist/).
    """
    axes = raw[3] if len(raw) >= 4 else 0
    header_size = 4 + 4 * axes
    if raw[:3] != b"\x00\x00\x08" or axes == 0 or len(raw) < header_size:
        raise DataError(f"{name} is not an idx file of bytes: it begins with {raw[:4].hex(' ') or 'nothing'}")
    shape = struct.unpack(f">{axes}I", raw[4:header_size])
    values = np.frombuffer(raw, dtype=np.uint8, offset=header_size)
    if values.size != np.prod(shape, dtype=np.int64):
        raise DataError(f"{name} has {values.size} values after its header, which announces the shape {shape}")
    return values.reshape(shape)
