"""Mutants that are no mistakes: declared beside the known answers, each with a reason.

`answers/equivalent-mutants.diff` beside a lesson names each by the lines that differ, as ``make mutants`` prints them,
or leaves out all that an operator makes of an answer::

    # %% conv-matrix: every weight is written anyway
    - C = torch.zeros(out * out, size * size)
    + C = torch.ones(out * out, size * size)

    # %% conv-matrix without lost_gradients: nothing is trained through it
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError

FILE = "equivalent-mutants.diff"
MARKER = re.compile(r"^# %% *(?P<answer>[a-z0-9-]+)(?: without (?P<operator>[a-z_]+))?: *(?P<reason>\S.*)$", re.M)


@dataclass(frozen=True)
class Equivalent:
    """One entry: the answer it belongs to, the operator that is left out or else the change, and why."""

    answer: str
    operator: str
    change: str
    reason: str


def read_equivalents(folder: Path) -> list[Equivalent]:
    """All entries of a folder of known answers; none if it has no such file.

    Raises
    ------
    CourseError
        If something else stands in the file.
    """
    path = folder / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    begins = list(MARKER.finditer(text))
    if text.count("# %%") != len(begins) or text[: begins[0].start() if begins else None].strip():
        raise CourseError(f"{path}: begin each entry with '# %% <grade_id>: <why it is no mistake>'")
    ends = [*(entry.start() for entry in begins[1:]), len(text)][: len(begins)]
    return [_entry(path, begin, text[begin.end() : end].strip()) for begin, end in zip(begins, ends, strict=True)]


def _entry(path: Path, begin: re.Match[str], change: str) -> Equivalent:
    if bool(change) == bool(begin["operator"]) or not all(
        line.startswith(("- ", "+ ")) for line in change.split("\n") if change
    ):
        raise CourseError(
            f"{path}: below {begin[0]!r} belong the lines that differ, each behind '- ' or '+ '; "
            "below one that leaves out an operator, nothing"
        )
    return Equivalent(begin["answer"], begin["operator"] or "", change, begin["reason"])
