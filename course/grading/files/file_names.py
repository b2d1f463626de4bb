"""Names that students and archives give to files: which may be used here, and why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST_PART = 255  # bytes, of every file system in use
LONGEST_NAME = 1000
DRIVE = re.compile(r"[A-Za-z]:")
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.I)  # devices on Windows
# Marks that turn the direction of writing: "gpj.ipynb" can be made to look like another name.
BIDI_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LEFTOVERS = {
    "__macosx": "written by macOS beside the files, no work of the student",
    ".ipynb_checkpoints": "a safety copy by Jupyter of an earlier state",
    ".ds_store": "written by macOS, no work of the student",
    "thumbs.db": "written by Windows, no work of the student",
    "desktop.ini": "written by Windows, no work of the student",
    ".git": "the history of a repository, no work to grade",
}
# What is no work, either, but may have the student's notebook beside it.
INSTALLED = frozenset({"venv", ".venv", "env", "site-packages", "node_modules", "__pycache__"})


class BadNameError(ValueError):
    """A name that is not used; the message says why."""


def safe_name(raw: str, depth: int) -> str:
    """The name as a relative path with ``/`` between its parts, composed (NFC), without ``.`` and empty parts.

    Parameters
    ----------
    raw
        Name as an archive gives it.
    depth
        The most parts it may have.

    Raises
    ------
    BadNameError
        If it leads elsewhere, or is no name on some system that graders use.
    """
    name = unicodedata.normalize("NFC", raw).replace("\\", "/")
    _check_characters(name)
    if name.startswith("/") or DRIVE.match(name):
        raise BadNameError("its name is absolute; expected a name inside the folder")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if not parts:
        raise BadNameError("its name is empty")
    if ".." in parts:
        raise BadNameError("its name leads out of the folder (..)")
    if len(parts) > depth:
        raise BadNameError(f"it lies {len(parts)} folders deep; at most {depth} are read")
    for part in parts:
        _check_part(part)
    return "/".join(parts)


def leftover(name: str) -> str | None:
    """What wrote this file, if no student did; None for everything else."""
    parts = [part.casefold() for part in name.split("/")]
    if parts[-1].startswith("._"):
        return LEFTOVERS["__macosx"]
    return next((LEFTOVERS[part] for part in parts if part in LEFTOVERS), None)


def installed(name: str) -> bool:
    """Whether a file lies among packages that a program has installed."""
    return not INSTALLED.isdisjoint(name.casefold().split("/")[:-1])


def collision_key(name: str) -> str:
    """What two names have in common if some file system (Windows, macOS) takes them for one."""
    parts = unicodedata.normalize("NFC", name.casefold()).split("/")
    return "/".join(part.rstrip(" .") or part for part in parts)


def spelt_out(raw: str) -> str:
    """A text as it may stand in a report: odd characters spelt out."""
    return "".join(c if c.isprintable() and c not in BIDI_MARKS else f"\\u{ord(c):04x}" for c in raw)


def printable(raw: str) -> str:
    """A name as it may stand in a report: odd characters spelt out, the middle of a long one left out."""
    shown = spelt_out(raw)
    return shown if len(shown) <= 120 else f"{shown[:60]}…{shown[-50:]}"


class NamesInUse:
    """Names of files that can lie in one folder together; no file where another one needs a folder.

    Parameters
    ----------
    same
        What two names have in common that count as one: `collision_key` for all systems, nothing for those that tell
        capitals.
    """

    def __init__(self, same: Callable[[str], str] = str) -> None:
        self._same = same
        self._files, self._folders = set[str](), set[str]()

    def add(self, name: str) -> bool:
        """Add a name; False if there is no room for it."""
        own = self._same(name)
        above = {own[:at] for at in range(len(own)) if own[at] == "/"}
        if own in self._files or own in self._folders or above & self._files:
            return False
        self._files.add(own)
        self._folders |= above
        return True


def _check_characters(name: str) -> None:
    for character in name:
        kind = unicodedata.category(character)
        if character in BIDI_MARKS:
            raise BadNameError(f"its name holds a mark that turns the direction of writing (U+{ord(character):04X})")
        if kind in ("Cc", "Cs", "Zl", "Zp"):
            raise BadNameError(f"its name holds a character that is no text (U+{ord(character):04X})")
    if len(name.encode()) > LONGEST_NAME:
        raise BadNameError(f"its name has {len(name.encode())} bytes; at most {LONGEST_NAME} are read")


def _check_part(part: str) -> None:
    if RESERVED.fullmatch(part.split(".")[0].rstrip()):
        raise BadNameError(f"{part!r} names a device on Windows")
    if set(part) <= {".", " "}:
        raise BadNameError(f"{part!r} is no name on Windows")
    if len(part.encode()) > LONGEST_PART:
        raise BadNameError(f"a part of its name has {len(part.encode())} bytes; at most {LONGEST_PART} are possible")
