"""Notebooks in archives that students made themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from course.grading.files.archives import ArchiveError
from course.grading.files.known_notebooks import Wanted
from course.grading.files.submission_files import SubmittedFiles, read_submitted_files
from course.grading.moodle.match import File


def look_inside(files: Sequence[File], wanted: Wanted) -> SubmittedFiles:
    """Look for the assignment's notebooks in everything that an owner handed in.

    Parameters
    ----------
    files
        All files of an owner.
    wanted
        The assignment's notebooks, and the course's others.

    Returns
    -------
    SubmittedFiles
        The notebooks, if there are any, and what is to be said about the files.
    """
    with tempfile.TemporaryDirectory() as folder:
        for index, file in enumerate(files):
            path = Path(folder, str(index), *file.entry.path.split("/"))
            path.parent.mkdir(parents=True)
            with suppress(ArchiveError):  # a damaged file is one in which nothing is found
                path.write_bytes(file.read())
        return read_submitted_files(Path(folder), wanted)
