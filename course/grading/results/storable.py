"""Texts that every file and database takes, whoever wrote them."""

from __future__ import annotations


def storable(text: str) -> str:
    """The text without the character 0, and with a question mark for each half of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
