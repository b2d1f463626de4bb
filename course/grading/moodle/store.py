"""Submissions put in their places: whole or not at all, and never an older one over a newer one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course.grading.gradebook.course_folder import TIMESTAMP, CourseFolder, handed_in


@dataclass(frozen=True)
class Store:
    """Puts submissions of an assignment into the course folder, by way of a folder that nbgrader does not look into."""

    folder: CourseFolder
    assignment: str
    stage: Path

    def put(self, student: str, notebooks: Mapping[str, bytes], time: datetime) -> tuple[bool, str]:
        """Put a student's notebooks in their place.

        Parameters
        ----------
        student
            The student's id.
        notebooks
            Contents by name.
        time
            When they were handed in, as far as we know.

        Returns
        -------
        taken, why
            False if a newer submission is there, which then stays; and what to say about it.
        """
        folder = self.folder.submission(student, self.assignment)
        stored = handed_in(folder)
        if stored is not None and _holds(folder, notebooks):
            return True, "already there"
        if stored is not None and stored > time:
            return False, f"a newer submission is there, of {stored:%Y-%m-%d %H:%M:%S} UTC"
        new = self.stage / "new" / student
        new.mkdir(parents=True)
        for name, data in notebooks.items():
            (new / name).write_bytes(data)
        (new / TIMESTAMP).write_text(f"{time:%Y-%m-%d %H:%M:%S} UTC", encoding="utf-8")
        folder.parent.mkdir(parents=True, exist_ok=True)
        if stored is None:
            new.rename(folder)
            return True, ""
        old = self.stage / "old" / student
        old.parent.mkdir(exist_ok=True)
        folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old)
        return True, f"replaces the one of {stored:%Y-%m-%d %H:%M:%S} UTC"


@contextmanager
def open_store(folder: CourseFolder, assignment: str) -> Iterator[Store]:
    """Open a store; what an interrupted run had moved aside is put back first."""
    stage = folder.submitted / f".collecting-{assignment}"
    for old in (stage / "old").glob("*"):
        path = folder.submission(old.name, assignment)
        if not path.exists():
            old.rename(path)
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    try:
        yield Store(folder, assignment, stage)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _holds(folder: Path, notebooks: Mapping[str, bytes]) -> bool:
    names = {path.name for path in folder.iterdir()} - {TIMESTAMP}
    return names == set(notebooks) and all((folder / name).read_bytes() == data for name, data in notebooks.items())
