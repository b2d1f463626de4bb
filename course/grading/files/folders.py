"""The files below a folder that somebody may be changing: what is put in the place of a part of it is not entered."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, MutableSequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from course.grading.files.archives import Caps, Ignored
from course.grading.files.file_names import leftover, printable
from course.grading.files.safe_open import open_folder
from course.grading.files.text_encoding import decode_text


class Found(NamedTuple):
    """A file: its path, the descriptor of the folder in which that begins, and its name as text, from the top.

    The descriptor is open until the next file is asked for.
    """

    path: Path | str
    folder: int | None
    name: str


class _TooManyError(Exception):
    """There are more files and folders than are looked at; its text is the name of the first that is not."""


class FolderWalk:
    """One way through a folder, by descriptors of the folders in it; links are files of their own, and not followed.

    Parameters
    ----------
    caps
        How many files there may be, and how many folders in folders.
    ignored
        Filled, while the walk goes on, with what was not entered and why.
    """

    def __init__(self, caps: Caps, ignored: MutableSequence[Ignored]) -> None:
        self.caps, self.ignored = caps, ignored
        self.left = caps.seen  # entries that are looked at, folders among them

    def files(self, path: Path) -> Iterator[Found]:
        """Everything that is no folder; of a path that is none itself, the path."""
        try:
            is_folder = stat.S_ISDIR(os.lstat(path).st_mode)
        except OSError as error:
            self._leave_out(_text(path.name), _unreadable(error))
            return
        if not is_folder:
            yield Found(path, None, _text(path.name))
            return
        try:
            yield from self._below(path, None, "")
        except _TooManyError as error:
            self._leave_out(str(error), "there are too many files and folders; the rest too")

    def _below(self, path: Path | str, above: int | None, prefix: str) -> Iterator[Found]:
        try:
            with open_folder(path, above) as folder:
                yield from self._inside(path, folder, prefix)
        except OSError as error:
            self._leave_out(prefix.rstrip("/") or _text(Path(path).name), _unreadable(error))

    def _inside(self, path: Path | str, folder: int | None, prefix: str) -> Iterator[Found]:
        with os.scandir(path if folder is None else folder) as entries:
            found = sorted(islice(entries, self.left + 1), key=lambda entry: entry.name)
        kept, rest = found[: self.left], found[self.left :]
        self.left -= len(kept)
        folders = []
        for entry in kept:
            name = prefix + _text(entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, name))
            else:
                yield Found(entry.path, folder, name)
        if rest:
            raise _TooManyError(prefix + _text(rest[0].name))
        for inner, name in folders:
            if (depth := name.count("/") + 1) > self.caps.depth:
                self._leave_out(name, f"it lies {depth} folders deep; at most {self.caps.depth} are read")
            elif why := leftover(name):
                self._leave_out(name, why)
            else:
                yield from self._below(inner, folder, f"{name}/")

    def _leave_out(self, name: str, why: str) -> None:
        self.ignored.append(Ignored(printable(name), why))


def _text(name: str) -> str:
    """A name on the disk as text; bytes that are no UTF-8 are read as old Windows programs wrote them."""
    return decode_text(os.fsencode(name))


def _unreadable(error: OSError) -> str:
    return f"cannot be read ({error.strerror})"
