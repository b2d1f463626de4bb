"""Numbers in sentences."""

from __future__ import annotations


def counted(number: float, noun: str) -> str:
    """Write a number with its noun, regular in the plural: ``1 point``, ``2.5 points``."""
    return f"{number:g} {noun}{'' if number == 1 else 's'}"
