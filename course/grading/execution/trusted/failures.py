"""From what a test raised, or an answer's cell has shown, to the record of why the test failed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from course.checks import CheckError
from course.grading.execution.trusted.errors import CopyError, StudentGoneError, TestTimeoutError
from course.grading.results.failure import Failure, FailureKind
from course.notebook.code_names import UnreadableError, names, python
from course.notebook.stubs import is_stub_error

STOPPED: Mapping[type[BaseException], FailureKind] = {
    TestTimeoutError: "time limit",
    StudentGoneError: "process ended",
    CopyError: "no copy",
}
UNREADABLE = ("SyntaxError", "IndentationError", "TabError")
CONFLICT = re.compile(r"^(<{7}|>{7})( |$)", re.M)
CONFLICT_WORDS = "a merge conflict of git was left in it, between the lines with <<<<<<< and >>>>>>>"
ASKED = "input() waits for somebody to type something, and nobody does while a notebook is graded"


def failed_test(error: BaseException, task: str = "", check: str = "", *, hidden: bool = False) -> Failure:
    """The record of an error that ended a test, or of a limit that ended a cell."""
    message, name = str(error), type(error).__name__
    if isinstance(error, CheckError):
        found = error.found
        parts = found.what, found.expected, found.received, found.detail, found.see
        return Failure(task, check, "check", hidden, *parts, error_type=name)
    if kind := STOPPED.get(type(error)):
        return Failure(task, check, kind, hidden, detail=message, error_type=name)
    if isinstance(error, AssertionError):
        return Failure(task, check, "check", hidden, what=message, error_type=name)
    trace = getattr(error, "student_traceback", "")
    if isinstance(error, NameError) and error.name and not trace:
        return Failure(task, check, "missing name", hidden, what=error.name, error_type=name)
    kind = "stub" if is_stub_error(name, message) else "error"
    return Failure(task, check, kind, hidden, detail=message, error_type=name, traceback=trace)


def failed_answer(outputs: Sequence[Mapping[str, Any]], source: str) -> Failure:
    """The record of an answer's cell that did not come to its end, from the outputs that came from its process."""
    name, message, trace = _last_error(outputs)
    unreadable = _why_unreadable(source) if name in UNREADABLE else ""
    kind: FailureKind = "syntax" if unreadable else "cell error"
    message = ASKED if name == "EOFError" and "input(" in source else message
    return Failure("", "", kind, detail=unreadable or message, error_type=name, traceback=trace)


def failed_probe(outputs: Sequence[Mapping[str, Any]], source: str) -> Failure:
    """The same of a probe, a cell of the instructor's that calls the answer."""
    name, message, trace = _last_error(outputs)
    for missing in sorted(names(source).needs):
        if (name, message) == ("NameError", f"name '{missing}' is not defined"):
            return Failure("", "", "missing name", what=missing, error_type=name)
    kind: FailureKind = "stub" if is_stub_error(name, message) else "error"
    return Failure("", "", kind, detail=message, error_type=name, traceback=trace)


def _last_error(outputs: Sequence[Mapping[str, Any]]) -> tuple[str, str, str]:
    """Type, message and traceback of the error that ended a cell."""
    errors = [output for output in outputs if output["output_type"] == "error"]
    return (errors[-1]["ename"], errors[-1]["evalue"], "\n".join(errors[-1]["traceback"])) if errors else ("", "", "")


def _why_unreadable(source: str) -> str:
    """What Python finds wrong with a text, and in which line; empty if it can be read, or takes too long to try."""
    if CONFLICT.search(source):
        return CONFLICT_WORDS
    try:
        python(source)
    except UnreadableError:
        return ""
    except SyntaxError as error:
        return f"{error.msg} (line {error.lineno})" if error.lineno else error.msg
    except (RecursionError, MemoryError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""
