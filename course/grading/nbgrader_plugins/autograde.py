"""How plain ``nbgrader autograde`` reads a submission: as `read_notebook` does, and nothing else of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import v4
from nbgrader.converters import Autograde

from course.grading.files.safe_open import RefusedFileError, read_regular
from course.grading.gradebook.course_folder import read_records
from course.grading.intake.read_notebook import Reading, ReadingCaps, UnreadableError, read_notebook

READING = "course_reading"  # among nbconvert's resources, where nothing of the student's comes
UNREADABLE = "unreadable"


class SubmissionExporter(NotebookExporter):
    """Reads submissions as `read_notebook` does: damaged and odd ones too, and no links or pipes.

    One that cannot be read is an empty notebook: graded as untouched, with the flag ``unreadable`` and the reason.
    Notebooks that nbgrader itself has written (the second half of autograding) are read as usual.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # nbgrader has no setting for its converter's class. It makes the exporter before it looks at a submission.
        if type(self.parent) is Autograde:
            self.parent.__class__ = WaryAutograde

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a file; see `nbconvert.Exporter.from_filename`."""
        if not getattr(self.parent, "_sanitizing", False):
            converted: tuple[str, dict[str, Any]] = super().from_filename(filename, resources, **kw)
            return converted
        path = Path(filename)
        about = ResourcesDict()
        about.update(resources or {})
        about.update({"metadata": {"name": path.stem, "path": str(path.parent)}, READING: _read(path)})
        converted = self.from_notebook_node(about[READING].notebook, about, **kw)
        return converted


class WaryAutograde(Autograde):
    """Autograde that neither opens nor copies what a student has put beside the notebook.

    nbgrader would follow links, wait for pipes and believe a page to be its own. What submitted code may read of its
    other files, the sandbox takes from ``submitted/`` by itself.
    """

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Look whether there is something to grade."""
        with self._records_only(assignment_id, student_id):
            return bool(super().init_destination(assignment_id, student_id))

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Enter the submission into the gradebook, and copy what belongs to it."""
        with self._records_only(assignment_id, student_id):
            super().init_assignment(assignment_id, student_id)

    @contextmanager
    def _records_only(self, assignment: str, student: str) -> Iterator[None]:
        """Let another folder stand for ``submitted/``: with our records, and the names of the notebooks."""
        place, before = Path(self._format_source(assignment, student)), self.coursedir.submitted_directory
        with TemporaryDirectory() as stage:
            try:
                self.coursedir.submitted_directory = stage
                shown = Path(self._format_source(assignment, student))
                if not shown.is_relative_to(stage):
                    raise ValueError("c.CourseDirectory.directory_structure must begin with {nbgrader_step}")
                shown.mkdir(parents=True)
                for name, data in read_records(place).items():
                    (shown / name).write_bytes(data)
                for notebook in place.glob("*.ipynb"):
                    (shown / notebook.name).touch()
                yield
            finally:
                self.coursedir.submitted_directory = before


def _read(path: Path) -> Reading:
    try:
        for folder in (path.parent, path.parent.parent):
            if folder.is_symlink():
                raise RefusedFileError("lies in a folder that is a link")
        return read_notebook(read_regular(path, ReadingCaps().file))
    except RefusedFileError as error:
        return _unreadable(f"The file {error}.")
    except UnreadableError as error:
        return _unreadable(str(error))


def _unreadable(why: str) -> Reading:
    return Reading(v4.new_notebook(), [why], frozenset({UNREADABLE}))
