"""Files as they lie on the disk: regular ones only, opened without following links, with a cap on their size."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

MB = 2**20
# A pipe would block for ever and a link leads elsewhere (to the gradebook, to another student's work). Windows has
# neither flag, but needs to be told not to touch line ends.
FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
FOLDER = FLAGS | getattr(os, "O_DIRECTORY", 0)
KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class RefusedFileError(ValueError):
    """A file that is not opened; the message says what it is, and what was expected."""


@contextmanager
def open_folder(path: Path | str, above: int | None = None) -> Iterator[int | None]:
    """A folder's descriptor, for `open_regular`: it stays this folder, whatever its path comes to lead to.

    Parameters
    ----------
    above
        Descriptor of the folder that ``path`` begins in; the working folder if None.

    Yields
    ------
    int
        None where files cannot be opened by descriptors of folders (Windows): there, paths have to do.

    Raises
    ------
    OSError
        If it is a link or no folder, or cannot be opened.
    """
    if os.open not in os.supports_dir_fd:
        yield None
        return
    descriptor = os.open(path, FOLDER, dir_fd=above)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def open_regular(path: Path | str, limit: int, folder: int | None = None) -> BinaryIO:
    """Open a file for reading, if it is a regular one of at most ``limit`` bytes.

    Only the last part of ``path`` may not be a link: below a folder that somebody else can change, go by descriptors.

    Parameters
    ----------
    folder
        Descriptor of the folder that ``path`` begins in; the working folder if None.

    Raises
    ------
    RefusedFileError
        If it is a link, pipe, socket, device or folder, is larger, or cannot be opened.
    """
    try:
        # Looked at first because opening a device can have effects, and again below because it may have changed.
        _expect_regular(os.stat(path, dir_fd=folder, follow_symlinks=False))
        descriptor = os.open(path, FLAGS, dir_fd=folder)
    except (OSError, ValueError) as error:
        if isinstance(error, RefusedFileError):
            raise
        raise RefusedFileError(f"cannot be opened ({getattr(error, 'strerror', None) or error})") from error
    try:
        found = os.fstat(descriptor)
        _expect_regular(found)
        if found.st_size > limit:
            raise RefusedFileError(f"has {megabytes(found.st_size)}; at most {megabytes(limit)} are read")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        with suppress(OSError):
            os.close(descriptor)
        raise


def read_regular(path: Path, limit: int) -> bytes:
    """Bytes of a regular file; see `open_regular`.

    Raises
    ------
    RefusedFileError
        As `open_regular`, also if the file grows beyond ``limit`` while it is read, or the disk fails.
    """
    with open_regular(path, limit) as file:
        return read_all(file, limit)


def read_all(file: BinaryIO, limit: int) -> bytes:
    """Bytes of an open file.

    Raises
    ------
    RefusedFileError
        If there are more than ``limit``, or the disk fails.
    """
    try:
        data = file.read(limit + 1)
    except OSError as error:
        raise RefusedFileError(f"cannot be read ({error.strerror})") from error
    if len(data) > limit:
        raise RefusedFileError(f"has more than {megabytes(limit)}, which is the most that is read")
    return data


def megabytes(size: int) -> str:
    """A size for a sentence, such as ``1.5 MB``; a size below 0.1 MB in bytes."""
    return f"{size / MB:,.1f} MB" if size >= MB / 10 else f"{size} bytes"


def _expect_regular(found: os.stat_result) -> None:
    for is_kind, name in KINDS:
        if is_kind(found.st_mode):
            raise RefusedFileError(f"is {name}; only regular files are taken")
