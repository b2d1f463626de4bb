"""Tracebacks of test cells in the form of IPython's, which the feedback reads."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from course import checks
from course.grading.execution.trusted.errors import StudentGoneError, TestTimeoutError

RULE = "-" * 75
OURS = {Path(__file__).parents[1], Path(checks.__file__).parent}  # whose frames tell students nothing
LONGEST = 10_000  # characters of an error's text: a test may have put a value of the answer's into it
NAMES: dict[type[BaseException], str] = {TestTimeoutError: "CellTimeoutError", StudentGoneError: "DeadKernelError"}


def error_output(error: BaseException, source: str, cell: str) -> dict[str, Any]:
    """The output of a test that failed: where in the cell, what was said, and where in the answer.

    Parameters
    ----------
    source, cell
        The text of the cell, and the name that it was compiled with: ``"Cell In[7]"``.
    """
    name = NAMES.get(type(error), type(error).__name__)
    text = str(error)[:LONGEST]
    frames = [_frame(frame, source, cell) for frame in traceback.extract_tb(error.__traceback__) if _is_shown(frame)]
    lines = [RULE, f"{name:<42}Traceback (most recent call last)", *frames, f"{name}: {text}"]
    if trace := getattr(error, "student_traceback", ""):
        lines += ["", "The error came from the answer:", *trace.split("\n")]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}


def _is_shown(frame: traceback.FrameSummary) -> bool:
    return OURS.isdisjoint(Path(frame.filename).parents)


def _frame(frame: traceback.FrameSummary, source: str, cell: str) -> str:
    line = frame.lineno or 1
    if frame.filename != cell:
        return f"File {Path(frame.filename).name}:{line}, in {frame.name}(...)"
    inside = "" if frame.name == "<module>" else f", in {frame.name}(...)"
    texts = source.split("\n")
    near = range(max(1, line - 2), min(len(texts), line + 2) + 1)
    lines = [f"{'----> ' if n == line else '      '}{n} {texts[n - 1]}" for n in near]
    return "\n".join([f"{cell}, line {line}{inside}", *lines])
