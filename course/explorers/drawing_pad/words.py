"""What the drawing pad says in words."""

from __future__ import annotations

from course.explorers.drawing_pad.numbers import extent

KEYS = "Draw with a mouse, a pen or a finger; or move with the arrow keys, and lower and lift the pen with space."


def describe(source: str, digit: bytes | None) -> str:
    """Say what the pad holds, where it is from, and how large it is."""
    if digit is None:
        return "The pad is empty."
    rows, columns, ink = extent(digit)
    return f"{source}: {rows} pixels high, {columns} wide, {ink:.0f} pixels of ink."
