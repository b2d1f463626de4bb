"""Errors of the test side, and which errors of an answer may be raised in a test."""

from __future__ import annotations

import builtins

# What an answer may raise in a test under its own type. Left out: AssertionError (a verdict is ours alone), what ends
# a process or a loop (SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration), and types that take more than text.
ALLOWED: dict[str, type[Exception]] = {
    name: getattr(builtins, name)
    for name in (
        *("ArithmeticError", "AttributeError", "BufferError", "EOFError", "FileNotFoundError", "FloatingPointError"),
        *("ImportError", "IndentationError", "IndexError", "KeyError", "LookupError", "MemoryError"),
        *("ModuleNotFoundError", "NameError", "NotImplementedError", "OSError", "OverflowError", "PermissionError"),
        *("RecursionError", "RuntimeError", "SyntaxError", "TimeoutError", "TypeError", "UnboundLocalError"),
        *("UserWarning", "RuntimeWarning", "DeprecationWarning", "ValueError", "ZeroDivisionError"),
    )
}


class StudentError(Exception):
    """An error of the answer whose type is not one of `ALLOWED`; the text begins with the type's name."""


class StudentGoneError(BaseException):
    """The student's process has ended, hangs, or sends what is no value. No test can catch it by accident."""


class CopyError(Exception):
    """There is no copy of the student's process: it has too many processes, or prevents copies."""


class TestTimeoutError(BaseException):
    """A cell or a test took longer than it may; the message says what to do. No test can catch it by accident.

    ``by_the_clock`` says that it has not used much processor time: perhaps it had to wait for other programs.
    """

    __test__ = False  # not a test of pytest's

    def __init__(self, message: str, *, by_the_clock: bool = False) -> None:
        super().__init__(message)
        self.by_the_clock = by_the_clock


def as_raised(name: str, kinds: list[str], text: str, trace: str) -> Exception:
    """The error to raise here for one that an answer raised there.

    Parameters
    ----------
    name, kinds
        The name of its type, and of the builtin types below it, the nearest first.
    text, trace
        Its words, and the traceback as the student sees it; the latter becomes the attribute ``student_traceback``.
    """
    builtin = next((ALLOWED[kind] for kind in kinds if kind in ALLOWED), None)
    error = builtin(text) if builtin else StudentError(f"{name}: {text}")
    error.student_traceback = trace  # type: ignore[attr-defined]
    return error
