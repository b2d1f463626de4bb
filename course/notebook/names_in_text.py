"""Names in code, told from its text alone: it is not parsed, so it may be unfinished, or hostile to Python's parser."""

from __future__ import annotations

import re

FUNCTION = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.M)
VARIABLE = re.compile(r"^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)", re.M)
BINDING = re.compile(
    r"^(?:[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|[ \t]*(?:import|from)[ \t]+(.+)"
    r"|(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]*(?::[^=\n]+)?=(?!=))",
    re.M,
)
NAME = re.compile(r"[^\W\d]\w*|\*")
READ = 100_000  # characters that are looked at; no cell that a person wrote is longer


def functions(text: str) -> frozenset[str]:
    """Functions and classes that a cell defines, outside of any other."""
    return frozenset(FUNCTION.findall(text))


def definitions(text: str) -> frozenset[str]:
    """Functions, classes and single variables that a cell defines, outside of any other."""
    return functions(text) | frozenset(VARIABLE.findall(text))


def bound(text: str) -> set[str]:
    """All names that a cell may bind: functions at any depth, imports and variables; ``*`` for an import of all."""
    groups = BINDING.findall(text[:READ])
    return {name for group in groups for part in group for name in NAME.findall(part)}


def words(text: str) -> set[str]:
    """All names in a cell's code, and some words that are none."""
    return set(NAME.findall(text[:READ]))
