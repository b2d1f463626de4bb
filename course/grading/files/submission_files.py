"""What one student handed in, whatever it is: files that may be used, and sentences about all that may not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path

from course.grading.files.archives import STUDENT, ArchiveError, Caps, Ignored, safe_members
from course.grading.files.file_names import BadNameError, NamesInUse, leftover, printable, safe_name
from course.grading.files.file_types import guess_type
from course.grading.files.folders import FolderWalk
from course.grading.files.safe_open import RefusedFileError, megabytes, open_regular, read_all
from course.grading.files.which_notebook import assign_notebooks

NESTING = 2  # an archive in an archive is what a "download all" of a folder makes; more is a bomb
TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class SubmittedFiles:
    """What is used of a submission.

    ``notebooks`` are the assignment's, by their right names; ``files`` all others, by safe relative names with ``/``.
    ``messages`` tell of each file that was left out or renamed, and of missing notebooks. ``arrived`` is when the
    newest file came to lie here, by the file system's own record, which its author cannot set; it moves if files are
    copied, so a platform's record of the time of submission comes first.
    """

    notebooks: dict[str, bytes]
    files: dict[str, bytes]
    messages: list[str]
    arrived: datetime | None


def read_submitted_files(path: Path, wanted: Mapping[str, frozenset[str]], caps: Caps = STUDENT) -> SubmittedFiles:
    """Read a submission: a folder, an archive, or a single file.

    Only regular files are opened: no links, pipes, sockets or devices, and nothing that is put in the place of a folder
    meanwhile. Zip archives are unpacked in memory, others are named. Nothing in the files says whose they are or when
    they were handed in. It never raises for what is in the submission; an unusable one has no notebooks, and
    ``messages`` say why.

    Parameters
    ----------
    path
        Where the submission lies, such as ``submitted/<student>/<assignment>``.
    wanted
        The assignment's notebooks: file name to the grade_ids of its cells, by which a renamed one is found.
    caps
        How much is read at most.
    """
    collector = _Collector(caps)
    collector.collect(path)
    notebooks, files, messages = assign_notebooks(collector.files, wanted)
    arrived = datetime.fromtimestamp(collector.newest, timezone.utc) if collector.newest else None
    return SubmittedFiles(notebooks, files, [str(one) for one in collector.ignored] + messages, arrived)


@dataclass
class _Collector:
    """Files taken so far; keeps to the caps over the folder and all archives in it together."""

    caps: Caps
    files: dict[str, bytes] = field(default_factory=dict)
    ignored: list[Ignored] = field(default_factory=list)
    names: NamesInUse = field(default_factory=NamesInUse)
    size: int = 0
    newest: float = 0.0

    def collect(self, path: Path) -> None:
        for found in FolderWalk(self.caps, self.ignored).files(path):
            try:
                name = safe_name(found.name, self.caps.depth)
                if why := leftover(name):
                    raise RefusedFileError(why)
                if len(self.files) >= self.caps.files:
                    raise RefusedFileError(f"there are more than {self.caps.files:,} files")
                with open_regular(found.path, self.caps.each, found.folder) as file:
                    data, changed = read_all(file, self.caps.each), os.fstat(file.fileno()).st_ctime
                self._keep(name, data, nesting=0)
                self.newest = max(self.newest, changed)
            except (RefusedFileError, BadNameError) as reason:
                self.ignored.append(Ignored(printable(found.name), str(reason)))

    def _keep(self, name: str, data: bytes, nesting: int) -> None:
        """Keep a file, or what an archive holds; NotTakenError if it is not kept."""
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

    def _unpack(self, name: str, data: bytes, nesting: int) -> None:
        if nesting >= NESTING:
            raise RefusedFileError(f"is an archive inside {NESTING} others; hand in the notebook itself")
        left = replace(self.caps, files=self.caps.files - len(self.files), total=self.caps.total - self.size)
        messages: list[Ignored] = []
        try:
            for member in safe_members(data, left, messages):
                inner = f"{name.removesuffix('.zip')}/{member.name}"
                try:
                    self._keep(inner, member.read(), nesting + 1)
                except (RefusedFileError, ArchiveError) as reason:
                    messages.append(Ignored(member.name, str(reason)))
        except ArchiveError as error:
            raise RefusedFileError(str(error)) from error
        finally:
            self.ignored += [Ignored(f"{printable(name)}: {one.name}", one.why) for one in messages]
