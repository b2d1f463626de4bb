"""What a failed check raises: an error that tells students why in sentences, and holds the same in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

RETURN = "is there a `return`?"


@dataclass(frozen=True)
class FailedCheck:
    """What a failed check found, in its parts; what it does not say is empty.

    Attributes
    ----------
    what
        What was computed, with its inputs, or a whole sentence.
    expected, received
        The two to compare, as texts.
    detail
        What there is to say besides, such as where two arrays differ most.
    see
        Where in the lesson to look: ``section 2``.
    """

    what: str
    expected: str = ""
    received: str = ""
    detail: str = ""
    see: str = ""


class CheckError(AssertionError):
    """A check failed: its text tells students why, and ``found`` has the same in parts."""

    def __init__(self, message: str, found: FailedCheck) -> None:
        super().__init__(message)
        self.found = found


def differ(what: str, expected: str, received: str, see: str, *, detail: str = "") -> NoReturn:
    """Fail for a value that is not the expected one."""
    __tracebackhide__ = True
    message = f"expected {expected}, but came {received}" + (f"; {detail}" if detail else "")
    fail(message, FailedCheck(what, expected, received, detail, see))


def nothing_returned(what: str, expected: str, see: str) -> NoReturn:
    """Fail for an answer that returned None."""
    __tracebackhide__ = True
    message = f"expected {expected}, but nothing was returned: {RETURN}"
    fail(message, FailedCheck(what, expected, "nothing", RETURN, see))


def fail(message: str, found: FailedCheck) -> NoReturn:
    """Fail with these words behind what was computed, and where to look."""
    __tracebackhide__ = True
    raise CheckError(f"{found.what}: {message}" + (f"\nLook again at {found.see}." if found.see else ""), found)
