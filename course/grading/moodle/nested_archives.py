"""Notebooks that their names do not tell: in archives of the students' own, or to be known by their cells."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from course.grading.files.archives import ArchiveError
from course.grading.files.submission_files import Taken, take_in
from course.grading.files.which_notebook import GRADE_ID
from course.grading.gradebook.course_folder import CourseFolder
from course.grading.moodle.match import File


def look_inside(files: Sequence[File], notebooks: Mapping[str, frozenset[str]]) -> Taken:
    """Look for the assignment's notebooks in everything that an owner handed in.

    Parameters
    ----------
    files
        All files of an owner.
    notebooks
        The assignment's notebooks and the grade_ids of their cells.

    Returns
    -------
    Taken
        The notebooks, if there are any, and what is to be said about the files.
    """
    with tempfile.TemporaryDirectory() as folder:
        for index, file in enumerate(files):
            path = Path(folder, str(index), *file.entry.path.split("/"))
            path.parent.mkdir(parents=True)
            with suppress(ArchiveError):  # a damaged file is one in which nothing is found
                path.write_bytes(file.read())
        return take_in(Path(folder), notebooks)


def notebooks_and_cells(folder: CourseFolder, assignment: str) -> dict[str, frozenset[str]]:
    """The assignment's notebooks and the grade_ids of their cells (none where only the release is there).

    Raises
    ------
    FolderError
        If there is no such assignment.
    """
    paths = {name: folder.source(assignment) / name for name in folder.notebooks(assignment)}
    return {
        name: frozenset(match.decode(errors="replace") for match in GRADE_ID.findall(path.read_bytes()))
        if path.exists()
        else frozenset()
        for name, path in paths.items()
    }
