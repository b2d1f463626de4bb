"""What one student handed in, whatever it is: files that may be used, and sentences about all that may not."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import BinaryIO

from course.grading.files.archives import STUDENT, ArchiveError, Caps, Ignored, safe_members
from course.grading.files.file_names import BadNameError, NamesInUse, installed, leftover, printable, safe_name
from course.grading.files.file_types import guess_type, is_zip
from course.grading.files.folders import FolderWalk, Found
from course.grading.files.known_notebooks import Wanted
from course.grading.files.safe_open import RefusedFileError, megabytes, open_regular, read_all
from course.grading.files.which_notebook import MOST_NAMED, Chosen, choose_notebooks, named

OTHER = 3  # the last walk through a folder: files that are no notebooks by their names
NESTING = 4  # an archive in an archive is what a "download all" of a folder makes; more is a bomb
TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class SubmittedFiles:
    """What is used of a submission.

    ``chosen`` are the assignment's notebooks and all other files, by safe relative names with ``/``. ``messages`` tell
    of files that were left out or renamed, many of one kind in one sentence, and of missing notebooks. ``arrived`` is
    when the newest file came to lie here, by the file system's own record, which its author cannot set; it moves if
    files are copied, so a platform's record of the time of submission comes first.
    """

    chosen: Chosen
    messages: list[str]
    arrived: datetime | None = None

    @property
    def notebooks(self) -> dict[str, bytes]:
        """The assignment's notebooks, by their right names."""
        return self.chosen.notebooks

    @property
    def files(self) -> dict[str, bytes]:
        """All other files."""
        return self.chosen.files


def read_submitted_files(path: Path, wanted: Wanted, caps: Caps = STUDENT) -> SubmittedFiles:
    """Read a submission: a folder, an archive, or a single file.

    Only regular files are opened: no links, pipes, sockets or devices, and nothing that is put in the place of a folder
    meanwhile. Zip archives are unpacked in memory, others are named. Notebooks come first, whatever lies around them:
    caps are met by the other files. Nothing in the files says whose they are or when they were handed in. It never
    raises for what is in the submission; an unusable one has no notebooks, and ``messages`` say why.

    Parameters
    ----------
    path
        Where the submission lies, such as ``submitted/<student>/<assignment>``.
    wanted
        The assignment's notebooks, and the course's others.
    caps
        How much is read at most.
    """
    collector = _Collector(caps, [name.rsplit(".", 1)[0].casefold() for name in wanted.notebooks])
    collector.collect(path)
    chosen = choose_notebooks(collector.files, wanted)
    arrived = datetime.fromtimestamp(collector.newest, timezone.utc) if collector.newest else None
    return SubmittedFiles(chosen, [*_sentences(collector.ignored), *chosen.messages], arrived)


def _sentences(ignored: Sequence[Ignored]) -> Iterator[str]:
    """One sentence for each file that was left out, or for all that were left out for one reason."""
    reasons = defaultdict[str, list[str]](list)
    for one in ignored:
        reasons[one.why].append(one.name)
    for why, names in reasons.items():
        if len(names) > MOST_NAMED:
            yield f"{len(names):,} files were left out ({named(names)}): {why}"
        else:
            yield from (f"{name}: {why}" for name in names)


@dataclass
class _Collector:
    """Files taken so far; keeps to the caps over the folder and all archives in it together."""

    caps: Caps
    stems: Sequence[str]
    files: dict[str, bytes] = field(default_factory=dict)
    ignored: list[Ignored] = field(default_factory=list)
    names: NamesInUse = field(default_factory=NamesInUse)
    size: int = 0
    newest: float = 0.0

    def collect(self, path: Path) -> None:
        """Take what may be used; several walks, each for less likely files: a folder may hold any number of them."""
        for turn in range(OTHER + 1):
            ignored = self.ignored if turn == OTHER else []
            for found in FolderWalk(self.caps, ignored).files(path):
                if self._turn(found.name) == turn:
                    self._take(found)

    def _turn(self, name: str) -> int:
        """When a file is read: notebooks with the right names, other notebooks, archives, all the rest."""
        file = name.rsplit("/", 1)[-1].casefold()
        if ".ipynb" in file:
            return 0 if any(stem in file for stem in self.stems) else 1
        return 2 if file.endswith(".zip") else OTHER

    def _take(self, found: Found) -> None:
        try:
            name = safe_name(found.name, self.caps.depth)
            if why := leftover(name):
                raise RefusedFileError(why)
            self._expect_wanted(name)
            with open_regular(found.path, self.caps.archive, found.folder) as file:
                changed = os.fstat(file.fileno())
                if changed.st_size <= self.caps.each:
                    self._keep(name, read_all(file, self.caps.each), nesting=0)
                elif is_zip(file.read(4)):
                    self._unpack(name, file, nesting=0)
                else:
                    size, most = megabytes(changed.st_size), megabytes(self.caps.each)
                    raise RefusedFileError(f"has {size}; at most {most} are read")
            self.newest = max(self.newest, changed.st_ctime)
        except (RefusedFileError, BadNameError, OSError) as reason:
            self.ignored.append(Ignored(printable(found.name), str(reason)))

    def _expect_wanted(self, name: str) -> None:
        """RefusedFileError for what is one too many, and no notebook with the right name."""
        turn = self._turn(name)
        if turn == OTHER and installed(name):
            raise RefusedFileError("installed packages, no work to grade")
        if turn and len(self.files) >= self.caps.files:
            raise RefusedFileError(f"there are more than {self.caps.files:,} files")

    def _keep(self, name: str, data: bytes, nesting: int) -> None:
        """Keep a file, or what an archive holds; RefusedFileError if it is not kept."""
        kind = guess_type(data) or ""
        if kind == "a zip archive":
            return self._unpack(name, data, nesting)
        if "archive" in kind:
            raise RefusedFileError(f"is {kind}, which is not unpacked; hand in the notebook itself or a .zip")
        if self.size + len(data) > self.caps.total:
            raise RefusedFileError(f"the submission holds more than {megabytes(self.caps.total)}")
        if name.rsplit("/", 1)[-1] == TIMESTAMP:
            raise RefusedFileError("times come from our own records")
        if not self.names.add(name):
            raise RefusedFileError("another file has the same name, or that of its folder")
        self.size += len(data)
        self.files[name] = data

    def _unpack(self, name: str, data: bytes | BinaryIO, nesting: int) -> None:
        if nesting >= NESTING:
            raise RefusedFileError(f"is an archive inside {NESTING} others; hand in the notebook itself")
        left = replace(self.caps, files=self.caps.seen, total=self.caps.total - self.size)
        messages: list[Ignored] = []
        try:
            for member in safe_members(data, left, messages, first=self._turn):
                inner = f"{name.removesuffix('.zip')}/{member.name}"
                try:
                    self._expect_wanted(inner)
                    self._keep(inner, member.read(), nesting + 1)
                except (RefusedFileError, ArchiveError) as reason:
                    messages.append(Ignored(member.name, str(reason)))
        except ArchiveError as error:
            raise RefusedFileError(str(error)) from error
        finally:
            self.ignored += [Ignored(f"{printable(name)}: {one.name}", one.why) for one in messages]
