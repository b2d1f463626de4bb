"""The course folder as nbgrader's configuration describes it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import find_all_notebooks, parse_utc
from traitlets.config import Config, PyFileConfigLoader

from course.errors import CourseError
from course.grading.files.known_notebooks import KnownNotebook, Wanted, read_cells
from course.grading.files.safe_open import RefusedFileError, read_regular
from course.grading.gradebook.database import connect
from course.notebook.cells import Cell, text_of

CONFIG = "nbgrader_config.py"
SQLITE = "sqlite:///"
TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"  # of nbgrader's exchange: the name of the feedback page is made of it


class FolderError(CourseError):
    """A course folder in which something is missing; the message says what."""


@dataclass(frozen=True)
class CourseFolder:
    """Paths and gradebook of a course, by nbgrader's own settings."""

    settings: CourseDirectory
    config: Config

    @property
    def root(self) -> Path:
        """The course folder itself."""
        return Path(self.settings.root)

    @property
    def submitted(self) -> Path:
        """Where submissions lie, of all students."""
        return self.root / str(self.settings.submitted_directory)

    def submission(self, student: str, assignment: str) -> Path:
        """Where a student's submission lies."""
        return self._path(self.settings.submitted_directory, student, assignment)

    def source(self, assignment: str) -> Path:
        """Where the instructor's notebooks of an assignment lie."""
        return self._path(self.settings.source_directory, ".", assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        """Where a student's graded notebooks lie."""
        return self._path(self.settings.autograded_directory, student, assignment)

    def feedback(self, student: str, assignment: str) -> Path:
        """Where a student's feedback pages lie."""
        return self._path(self.settings.feedback_directory, student, assignment)

    def pages(self, student: str, assignment: str) -> list[Path]:
        """A student's feedback pages: of the assignment's notebooks, whatever else lies beside them.

        Raises
        ------
        FolderError
            If there is no such assignment.
        """
        folder = self.feedback(student, assignment)
        paths = [folder / f"{name.removesuffix('.ipynb')}.html" for name in self.notebooks(assignment)]
        return [path for path in paths if path.is_file() and not path.is_symlink()]

    def students_with_feedback(self, assignment: str) -> list[str]:
        """Students that have a feedback page, sorted."""
        folder = self.root / str(self.settings.feedback_directory)
        students = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
        return [student for student in students if self.pages(student, assignment)]

    def notes(self, assignment: str) -> Path:
        """Folder for what we note about an assignment beside its downloads."""
        return self.root / "downloaded" / assignment

    def notebooks(self, assignment: str) -> list[str]:
        """Names of the assignment's notebooks, such as ``convolution.ipynb``.

        Raises
        ------
        FolderError
            If there is no such assignment.
        """
        settings = self.settings
        for step in (settings.source_directory, settings.release_directory):
            if found := find_all_notebooks(str(self._path(step, ".", assignment))):
                return sorted(found)
        raise FolderError(
            f"{self.root} has no notebook of an assignment {assignment!r}, neither in {settings.source_directory}/ nor "
            f"in {settings.release_directory}/; check the name"
        )

    def wanted(self, assignment: str) -> Wanted:
        """The assignment's notebooks, by which a student's files are known, and those of all others of the course.

        Raises
        ------
        FolderError
            If there is no such assignment.
        """
        others = (name for name in self._assignments() if name != assignment)
        return Wanted(
            {name: self._known(assignment, name) for name in self.notebooks(assignment)},
            [self._known(other, name) for other in others for name in self.notebooks(other)],
        )

    def _assignments(self) -> list[str]:
        """Names of the folders that hold an assignment's notebooks."""
        names = set[str]()
        for step in (self.settings.source_directory, self.settings.release_directory):
            names |= {path.parent.name for path in self._path(step, ".", "*").parent.glob("*/*.ipynb")}
        return sorted(names)

    def _known(self, assignment: str, name: str) -> KnownNotebook:
        """A notebook as the instructor has it, and as it was released if that is there; else as nbgrader would."""
        steps = (self.settings.source_directory, self.settings.release_directory)
        source, release = (_cells(self._path(step, ".", assignment) / name) for step in steps)
        return KnownNotebook.of(assignment, name, source or release, release or self._cleared(source))

    def _cleared(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells with stubs for solutions; none if a solution has no end, which building and releasing say."""
        try:
            plain = [{**cell, "source": text_of(cell)} for cell in cells]
            notebook = from_dict({"cells": plain, "metadata": {}})
            return list(ClearSolutions(config=self.config).preprocess(notebook, {})[0].cells)
        except (RuntimeError, ValueError):
            return []

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook | None]:
        """The open gradebook; None if there is none yet (nbgrader would make an empty one).

        Raises
        ------
        GradebookError
            If it cannot be opened.
        """
        url = str(self.settings.db_url)
        if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
            yield None
        else:
            with connect(url, self.settings.course_id) as gradebook:
                yield gradebook

    def _path(self, step: Any, student: str, assignment: str) -> Path:
        return Path(self.settings.format_path(str(step), student, assignment))


def open_folder(path: Path) -> CourseFolder:
    """Read nbgrader's settings of a course folder.

    Raises
    ------
    FolderError
        If it is none.
    """
    if not (path / CONFIG).is_file():
        raise FolderError(f"{path.resolve()} has no {CONFIG}; run this in the course folder, or name it by --course")
    config = PyFileConfigLoader(CONFIG, path=str(path)).load_config()
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(path.resolve())
    return CourseFolder(CourseDirectory(config=config), config)


def _cells(path: Path) -> list[Cell]:
    return read_cells(path.read_bytes()) if path.is_file() else []


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that at any moment the old one or the whole new one is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def recorded(folder: Path) -> datetime | None:
    """When a submission was handed in, by its `timestamp.txt`; None if that does not say.

    The folder may hold anything: links and pipes are not opened, and it may be a link or a file itself.
    """
    try:
        time: datetime = parse_utc(read_regular(folder / TIMESTAMP, 100).decode().strip())
        return time.replace(tzinfo=timezone.utc)
    except (RefusedFileError, ValueError, OverflowError):
        return None


def read_records(folder: Path) -> dict[str, bytes]:
    """The small files that a collector puts into a submission, as far as they are sound.

    They are copied with the graded notebook: ``nbgrader release_feedback`` finds the way back by them.
    """
    found: dict[str, bytes] = {}
    if folder.is_symlink() or folder.parent.is_symlink():
        return found
    with suppress(RefusedFileError):
        if recorded(folder):
            found[TIMESTAMP] = read_regular(folder / TIMESTAMP, 100)
    with suppress(RefusedFileError):
        secret = read_regular(folder / SECRET, 1000)
        if secret.isalnum():
            found[SECRET] = secret
    return found


def handed_in(folder: Path) -> datetime | None:
    """When a submission was handed in, by its `timestamp.txt`, else the time of its files; None without one."""
    if not os.path.lexists(folder):
        return None
    if (time := recorded(folder)) is None:
        entries = list(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
        newest = max(path.lstat().st_mtime for path in entries or [folder])
        time = datetime.fromtimestamp(newest, timezone.utc)
    return time
