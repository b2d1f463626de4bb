"""Small PNG files from grey levels, written with Python's standard library alone."""

from __future__ import annotations

import struct
import zlib

_GREY, _PALETTE = 0, 3  # colour types of PNG (second edition, W3C 2003, section 11.2.2)
_HIGH = bytes((grey * 15 + 127) // 255 << 4 for grey in range(256))
_LOW = bytes(level >> 4 for level in _HIGH)


def grey_png(pixels: bytes, width: int) -> bytes:
    """Write grey levels, 0 black to 255 white, row by row."""
    return _png(pixels, width, width, 8, _GREY)


def coarse_png(pixels: bytes, width: int) -> bytes:
    """Write 16 greys in place of 256: for many small digits, half as large and written faster."""
    if width % 2:
        rows = (pixels[start : start + width] for start in range(0, len(pixels), width))
        pixels = b"".join(row + b"\0" for row in rows)
    # Two pixels share a byte; as two long numbers all of them are joined at once, without a loop in Python.
    left, right = pixels[::2].translate(_HIGH), pixels[1::2].translate(_LOW)
    pairs = int.from_bytes(left, "big") | int.from_bytes(right, "big")
    return _png(pairs.to_bytes(len(left), "big"), width, (width + 1) // 2, 4, _GREY, level=1)


def palette_png(indices: bytes, width: int, palette: bytes) -> bytes:
    """Write a picture in colours: for each pixel the number of its colour in a palette of red, green and blue bytes."""
    return _png(indices, width, width, 8, _PALETTE, _chunk(b"PLTE", palette))


def _png(rows: bytes, width: int, pitch: int, depth: int, colours: int, palette: bytes = b"", level: int = 6) -> bytes:
    """Put rows of ``pitch`` bytes, ``depth`` bits for each pixel, into a file."""
    header = struct.pack(">IIBBBBB", width, len(rows) // pitch, depth, colours, 0, 0, 0)
    lines = b"".join(b"\0" + rows[start : start + pitch] for start in range(0, len(rows), pitch))  # 0: no filter
    chunks = [_chunk(b"IHDR", header), palette, _chunk(b"IDAT", zlib.compress(lines, level)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
