"""The regions of a lesson's cells that students must not see: one reading, for the rules and for feedback."""

from __future__ import annotations

import io
import re

HIDDEN_TESTS = "HIDDEN TESTS"
MARK_SCHEME = "MARK SCHEME"
SOLUTION = "SOLUTION"
REGIONS = (SOLUTION, HIDDEN_TESTS, MARK_SCHEME)


def region_lines(source: str, region: str) -> set[int]:
    """Numbers (from 1) of the lines of a region, markers included; an unclosed region lasts to the end."""
    numbers: set[int] = set()
    inside = False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = inside or f"BEGIN {region}" in line
        if inside:
            numbers.add(number)
        if f"END {region}" in line:
            inside = False
    return numbers


def without_region(source: str, region: str) -> str:
    """The source without its ``BEGIN … END`` regions of one kind, markers included."""
    inside = region_lines(source, region)
    lines = io.StringIO(source, newline="\n")
    return "".join(line for number, line in enumerate(lines, start=1) if number not in inside)


def stubbed(source: str) -> str:
    """The source with ``pass`` for each SOLUTION region, where and as deep as nbgrader puts its stub."""
    inside = region_lines(source, SOLUTION)
    kept = []
    for number, line in enumerate(source.split("\n"), start=1):
        if number not in inside:
            kept.append(line)
        elif f"BEGIN {SOLUTION}" in line:
            kept.append(re.sub(r"\S.*", "pass", line))
    return "\n".join(kept)
