"""A failed check in a notebook says which known mistake it is."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from functools import partial
from importlib import resources
from typing import Any

from course.checks.recording import Sight, observe
from course.checks.sealed_mistakes import SealedMistakes, read_sealed
from course.draw.random_state import LOOKS, RandomState, same_random_numbers

FOLDER = resources.files("course") / "assets" / "mistakes"


def sealed_mistakes(assignment: str) -> dict[str, SealedMistakes]:
    """Those of an assignment's checks, by the `text_hash` of the check; none if there is no file."""
    file = FOLDER / f"{assignment}.json"
    return read_sealed(file.read_text(encoding="utf-8")) if file.is_file() else {}


def seen_by_check(check: str, names: Mapping[str, Any]) -> tuple[Sight, ...]:
    """What a check sees of the answer among these names, which stay as they are; so do all random numbers."""
    code, before = compile(check, "<check>", "exec", dont_inherit=True), RandomState()
    sights = list[Sight]()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for look in LOOKS:
                same_random_numbers(look)
                sights += observe(partial(exec, code, dict(names)))
    finally:
        before.restore()
    return tuple(sights)
