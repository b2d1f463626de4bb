"""Zip archives of strangers: members one by one, with safe names and within caps; nothing is written to the disk."""

from __future__ import annotations

import io
import stat
import struct
import weakref
import zipfile
import zlib
from collections.abc import Callable, Iterator, MutableSequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from course.grading.files.file_names import BadNameError, NamesInUse, collision_key, leftover, printable, safe_name
from course.grading.files.file_types import guess_type, is_zip
from course.grading.files.safe_open import MB, RefusedFileError, megabytes, open_regular

ENTRY = b"PK\x01\x02"  # begins each entry of the directory at the end of a zip archive
HEADER = 30  # bytes of a member's own header, without its name
ENCRYPTED = 0x1
UTF8 = 0x800
# bzip2 and lzma blow up a small block to any size before Python looks at it; deflate is read in bounded steps.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# What Python's zipfile raises on damaged and forged archives (shown by changing bytes at random).
DAMAGE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class ArchiveError(ValueError):
    """An archive, or one of its members, that cannot be read; the message says what it is and what was expected."""


@dataclass(frozen=True)
class Caps:
    """How much of an archive is read. `STUDENT` fits the archive of one student, `CLASS` that of a whole class."""

    archive: int = 1_000 * MB  # bytes of the archive itself, which is read where needed
    files: int = 500  # a course folder has a few dozen
    seen: int = 200_000  # names of files and folders that are looked at: a data set may lie beside the notebook
    each: int = 50 * MB  # bytes of one file; a notebook with all its pictures has about 2 MB
    total: int = 200 * MB  # bytes of all files together
    ratio: int = 200  # of unpacked to packed size, for files above 1 MB; text reaches 100, bombs 1,000
    depth: int = 40  # folders in folders


STUDENT = Caps()
CLASS = Caps(archive=20_000 * MB, files=1_000_000, seen=2_000_000, each=200 * MB, total=100_000 * MB)


@dataclass(frozen=True)
class Ignored:
    """A file that was not taken: its name as it may be printed, and why not."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


@dataclass(frozen=True)
class Member:
    """A file of a zip archive: a safe relative name with ``/``, its unpacked size in bytes, and its bytes on demand."""

    name: str
    size: int
    _info: zipfile.ZipInfo = field(repr=False)
    _archive: zipfile.ZipFile = field(repr=False)

    @property
    def packed_at(self) -> tuple[int, int, int, int, int, int]:
        """Year to second by the clock of the computer that packed it; may be no possible time."""
        return self._info.date_time

    def read(self) -> bytes:
        """Unpacked bytes, never more than `size`.

        Raises
        ------
        ArchiveError
            If the member is damaged; the others may be sound.
        """
        try:
            with self._archive.open(self._info) as file:
                return file.read(self.size)  # without a number it would first unpack all there is, up to a gigabyte
        except DAMAGE_ERRORS as error:
            raise ArchiveError(f"{printable(self.name)} is damaged in the archive ({error})") from error


def safe_members(
    source: Path | bytes | BinaryIO,
    caps: Caps = STUDENT,
    ignored: MutableSequence[Ignored] | None = None,
    first: Callable[[str], int] = lambda name: 0,
) -> Iterator[Member]:
    """The usable files of a zip archive, in its order; a bad one is left out and the rest still comes.

    Left out are folders (silently), links and devices, encrypted, overlapping and over-compressed members, those
    above a cap, names that lead elsewhere or are no names, a second file of the same name (also if only Windows or
    macOS take the two for one), and what an operating system or Jupyter left behind (``__MACOSX``, checkpoints).
    Nothing is unpacked before `Member.read`, which may be called at any time, also after the iteration::

        ignored: list[Ignored] = []
        for member in safe_members(path, CLASS, ignored):
            data = member.read()  # ArchiveError if this one is damaged

    An archive inside an archive is a file like any other: give its bytes to `safe_members` again.

    Parameters
    ----------
    source
        Path of an archive (no link, pipe or device), its bytes, or the open file.
    caps
        How much is read at most.
    ignored
        Filled, while the iteration goes on, with the files that were left out and why.
    first
        Of a name a number; files with smaller ones come first, so that caps are met by the others.

    Raises
    ------
    ArchiveError
        On the first step, if there is no readable zip archive; the message says what there is instead.
    """
    left_out = ignored if ignored is not None else []
    archive = _open(source, caps)
    files = [info for info in archive.infolist() if not _name(info).endswith(("/", "\\"))]
    files.sort(key=lambda info: first(_name(info)))
    usable = _MemberFilter(caps, _overlapping(archive.infolist()))
    for info in files:
        try:
            name = usable.name(info)
        except (RefusedFileError, BadNameError) as reason:
            left_out.append(Ignored(printable(_name(info)), str(reason)))
        else:
            yield Member(name, info.file_size, info, archive)


class _MemberFilter:
    """Lets usable members through; remembers the names and the bytes that it has let through."""

    def __init__(self, caps: Caps, overlapping: set[int]) -> None:
        self.caps, self.overlapping = caps, overlapping
        self.names, self.total, self.count = NamesInUse(collision_key), 0, 0

    def name(self, info: zipfile.ZipInfo) -> str:
        """Safe name of a member; raises NotTakenError or BadNameError if it is left out."""
        _check_entry(info, self.caps)
        if info.header_offset in self.overlapping:
            raise RefusedFileError("shares its bytes with another file of the archive, as in a zip bomb")
        name = safe_name(_name(info), self.caps.depth)
        if why := leftover(name):
            raise RefusedFileError(why)
        if self.count >= self.caps.files:
            raise RefusedFileError(f"the archive holds more than {self.caps.files:,} files")
        if self.total + info.file_size > self.caps.total:
            raise RefusedFileError(f"the archive unpacks to more than {megabytes(self.caps.total)}")
        if not self.names.add(name):
            raise RefusedFileError("another file of the archive has the same name (capitals do not count)")
        self.total += info.file_size
        self.count += 1
        return name


def _open(source: Path | bytes | BinaryIO, caps: Caps) -> zipfile.ZipFile:
    shown = printable(source.name) if isinstance(source, Path) else "the archive"
    try:
        if isinstance(source, Path):
            file: BinaryIO = open_regular(source, caps.archive)
        else:
            file = io.BytesIO(source) if isinstance(source, bytes) else source
    except RefusedFileError as error:
        raise ArchiveError(f"{shown} {error}") from error
    try:
        file.seek(0)
        start = file.read(MB)
        if not is_zip(start):
            raise ArchiveError(f"{shown} is {guess_type(start) or 'no zip archive'}; pack the files as a .zip")
        if _count_at_most(file, caps.seen) > caps.seen:
            raise ArchiveError(f"{shown} holds more than {caps.seen:,} files; none of them is read")
        archive = zipfile.ZipFile(file)
    except (*DAMAGE_ERRORS, MemoryError) as error:
        file.close()
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError(f"{shown} is a damaged zip archive ({error}); ask for a new copy") from error
    # Members keep the archive, and the archive its file, for as long as somebody may read them.
    weakref.finalize(archive, file.close)
    return archive


def _count_at_most(file: BinaryIO, limit: int) -> int:
    """Entries that the directory can have at most: counted before Python makes an object for each of them."""
    file.seek(0)
    count, rest = 0, b""
    while count <= limit and (block := file.read(MB)):
        count += (rest + block).count(ENTRY)
        rest = block[-len(ENTRY) + 1 :]
    return count


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Offsets of members that share bytes with another one: a small archive that unpacks to any size."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    found = set[int]()
    end = last = -1
    for info in ordered:
        if info.header_offset < end:
            found |= {info.header_offset, last}
        own_end = info.header_offset + HEADER + len(info.orig_filename) + info.compress_size
        if own_end > end:
            end, last = own_end, info.header_offset
    return found


def _check_entry(info: zipfile.ZipInfo, caps: Caps) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise RefusedFileError("is a link" if kind == stat.S_IFLNK else "is no regular file (a pipe or a device)")
    if info.flag_bits & ENCRYPTED:
        raise RefusedFileError("is encrypted; hand it in without a password")
    if info.compress_type not in METHODS:
        raise RefusedFileError(f"is packed by method {info.compress_type}; pack it as an ordinary .zip (deflate)")
    if info.file_size > caps.each:
        raise RefusedFileError(f"unpacks to {megabytes(info.file_size)}; at most {megabytes(caps.each)} are read")
    if info.file_size > max(MB, caps.ratio * info.compress_size):
        raise RefusedFileError(
            f"unpacks to {info.file_size // max(info.compress_size, 1):,} times its size, as a zip bomb does"
        )


def _name(info: zipfile.ZipInfo) -> str:
    """The whole name, in UTF-8 where its bytes are: macOS writes UTF-8 and does not say so."""
    if info.flag_bits & UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename
