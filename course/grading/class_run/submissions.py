"""From the folders below ``submitted/`` to jobs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4
from traitlets.config import Config

from course.errors import CourseError
from course.grading.class_run.source_notebooks import files_beside, read_sources
from course.grading.files.known_notebooks import Wanted
from course.grading.files.submission_files import SubmittedFiles, read_submitted_files
from course.grading.files.which_notebook import Chosen
from course.grading.gradebook.course_folder import TIMESTAMP, CourseFolder, recorded
from course.grading.results.job import Job
from course.grading.sandbox import Limits
from course.notebook.graded_cells import graded_cells
from course.notebook.known_answers import MISTAKES, read_file

# What makes a released notebook of the instructor's (an untouched answer is known by it), and the cap on outputs.
SETTINGS = ("ClearSolutions", "ClearMarkScheme", "ClearHiddenTests", "LimitOutput")


@dataclass(frozen=True)
class Assignment:
    """An assignment's notebooks as the instructor has them, by name without ending, and how they are released.

    ``wrong`` are answers known to be wrong, by the answer's name: the first of each file of known answers; ``mistakes``
    is the text of the file that names what all of them do. ``wanted`` is what a student's file is known by, whatever it
    is called. ``given`` are the files that lie beside the notebooks; ``key`` is what random numbers are made of, which
    only the gradebook knows.
    """

    name: str
    sources: Mapping[str, NotebookNode]
    config: Mapping[str, Mapping[str, Any]]
    limits: Limits
    wrong: Mapping[str, tuple[str, ...]]
    wanted: Wanted
    mistakes: str = ""
    given: Mapping[str, bytes] = field(default_factory=dict)
    key: str = field(default="", repr=False)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The notebooks as JSON."""
        return {name: v4.writes(notebook) for name, notebook in self.sources.items()}

    @cached_property
    def unguarded(self) -> list[str]:
        """Answers that probes call, and of which none is known to be wrong: nothing tells whether a probe lies."""
        cells = [cell for notebook in self.sources.values() for cell in graded_cells(notebook)]
        return sorted({cell.answer for cell in cells if cell.probes and not self.wrong.get(cell.answer)})


@dataclass(frozen=True)
class Submission:
    """One student's work, ready to be graded: a job for each notebook, and what was said while taking it in.

    ``handed_in`` is None where no collector has noted a time: as nbgrader has it, which would else grade it again.
    """

    student: str
    jobs: tuple[Job, ...]
    said: tuple[str, ...]
    handed_in: datetime | None


def open_assignment(folder: CourseFolder, name: str) -> Assignment:
    """Read the instructor's notebooks.

    Raises
    ------
    CourseError
        If there are none below ``source/``, one cannot be graded, or a limit of the configuration makes no sense.
    """
    sources, limits = read_sources(folder, name), limits_of(folder.config)
    config = {section: dict(folder.config[section]) for section in SETTINGS if section in folder.config}
    samples = folder.root / "lessons" / name / "answers"
    wrong = {path.stem: _first_wrong(path) for path in sorted(samples.glob("*.py"))}
    mistakes = _text(samples / MISTAKES)
    given = files_beside(folder, name, limits.disk)
    return Assignment(name, sources, config, limits, wrong, folder.wanted(name), mistakes, given)


def limits_of(config: Config) -> Limits:
    """What nbgrader_config.py sets as ``c.Limits``, the defaults for the rest.

    Raises
    ------
    CourseError
        If it sets something that does not exist, or to what is no limit.
    """
    known = {field.name for field in fields(Limits)}
    settings = dict(config.get("Limits", {}))
    if unknown := sorted(set(settings) - known):
        raise CourseError(f"nbgrader_config.py sets c.Limits.{unknown[0]}, which is none of {', '.join(sorted(known))}")
    try:
        return Limits(**settings)
    except ValueError as error:
        raise CourseError(f"nbgrader_config.py sets c.Limits: {error}") from error


def _first_wrong(path: Path) -> tuple[str, ...]:
    return tuple(sample.source for sample in read_file(path) if sample.kind == "wrong")[:1]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def students_with_work(folder: CourseFolder, assignment: str) -> list[str]:
    """Students that have handed something in, whatever it is, sorted."""
    if not folder.submitted.is_dir():
        return []
    names = sorted(path.name for path in folder.submitted.iterdir() if not path.name.startswith("."))
    return [name for name in names if os.path.lexists(folder.submission(name, assignment))]


def read_submission(folder: CourseFolder, assignment: Assignment, student: str) -> Submission:
    """Take a student's work in; there is a job for each notebook of the assignment, an empty one if it is missing."""
    place = folder.submission(student, assignment.name)
    submitted = _read_files(place, assignment)
    jobs = tuple(
        Job(
            student,
            assignment.name,
            name,
            text,
            _bytes_of(submitted, f"{name}.ipynb"),
            submitted.files,
            assignment.config,
            assignment.limits,
            wrong=assignment.wrong,
            given=assignment.given,
            key=assignment.key,
            mistakes=assignment.mistakes,
            owner=submitted.chosen.owners.get(f"{name}.ipynb", ""),
            doubt=submitted.chosen.doubts.get(f"{name}.ipynb", ""),
        )
        for name, text in assignment.texts.items()
    )
    return Submission(student, jobs, tuple(messages_to_students(submitted.messages)), recorded(place))


def _read_files(place: Path, assignment: Assignment) -> SubmittedFiles:
    if place.parent.is_symlink():  # to another's folder
        return SubmittedFiles(Chosen(), [f"{place.parent.name}: is a link; only regular files are taken"])
    return read_submitted_files(place, assignment.wanted)


def _bytes_of(submitted: SubmittedFiles, name: str) -> bytes:
    """Of a notebook; none at all means that there is no file, so one that is empty has a line end."""
    return (submitted.notebooks[name] or b"\n") if name in submitted.notebooks else b""


def messages_to_students(sentences: Sequence[str]) -> list[str]:
    """Without what is about a file of ours: the collector's timestamp."""
    return [sentence for sentence in sentences if not sentence.startswith(f"{TIMESTAMP}:")]
