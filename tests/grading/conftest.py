"""The known answers of each lesson, graded by nbgrader once and shared by all tests of this folder.

A test that asks for `lesson` or `mixed` runs once for each lesson. Each lesson is graded in a course folder of its own,
two folders at a time (nbgrader locks its database), and only those that the selected tests ask for.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from course.notebook.known_answers import Sample, fill, mixture, read_samples
from scripts.course_copy import (
    ROOT,
    CellScore,
    copy_course,
    notebook_path,
    read_scores,
    run_command,
    run_nbgrader,
    submit,
)
from tests.grading.intake.editors import colab, solutions

LESSONS = sorted(path.parent.name for path in (ROOT / "lessons").glob("*/*.py"))


@dataclass(frozen=True)
class Lesson:
    """A built lesson and the known answers to it."""

    assignment: str
    name: str
    source: NotebookNode
    release: NotebookNode
    samples: dict[str, list[Sample]]

    @functools.cached_property
    def mixtures(self) -> dict[str, dict[str, Sample]]:
        """Submissions by student; together they use every variant of every answer."""
        return {f"mixture{k}": mixture(self.samples, k) for k in range(max(map(len, self.samples.values())))}


@dataclass(frozen=True)
class Graded:
    """A course folder after release, autograding, feedback and export."""

    folder: Path
    lesson: Lesson
    logs: dict[str, str]
    exit_codes: dict[str, int]
    scores: dict[str, dict[str, CellScore]]

    def page(self, student: str) -> Path:
        return self.folder / "feedback" / student / self.lesson.assignment / self.lesson.name.replace(".ipynb", ".html")

    def submitted(self, student: str) -> NotebookNode:
        return self._read("submitted", student)

    def autograded(self, student: str) -> NotebookNode:
        return self._read("autograded", student)

    def _read(self, folder: str, student: str) -> NotebookNode:
        return nbformat.read(self.folder / folder / student / self.lesson.assignment / self.lesson.name, as_version=4)


@pytest.fixture(params=LESSONS)
def assignment(request) -> str:
    return request.param


@pytest.fixture(scope="session")
def lessons(built) -> Callable[[str], Lesson]:
    """The lesson of an assignment, read once."""

    @functools.cache
    def read(assignment: str) -> Lesson:
        path = notebook_path(built, "source", assignment)
        source, release = (nbformat.read(built / part / assignment / path.name, 4) for part in ("source", "release"))
        samples = read_samples(ROOT / "lessons" / assignment / "answers", source)
        return Lesson(assignment, path.name, source, release, samples)

    return read


@pytest.fixture
def lesson(assignment, lessons) -> Lesson:
    return lessons(assignment)


@pytest.fixture(scope="session")
def mixtures(built, lessons, tmp_path_factory) -> Callable[[str], Graded]:
    """The graded mixtures of an assignment, graded once."""
    folder = tmp_path_factory.mktemp("mixed")
    return functools.cache(lambda assignment: grade_mixtures(built, folder / assignment, lessons(assignment)))


@pytest.fixture
def mixed(assignment, mixtures) -> Graded:
    return mixtures(assignment)


def grade_mixtures(built: Path, folder: Path, lesson: Lesson) -> Graded:
    """Grade the mixtures, the solution, as it is and as it comes from Colab, and the untouched release of a lesson."""
    copy_course(folder, built=built)
    handed_in = {student: fill(lesson.release, answers) for student, answers in lesson.mixtures.items()}
    solved = fill(lesson.release, solutions(lesson.source))
    submit(folder, "colab", lesson.assignment, lesson.name, solved).write_bytes(colab(solved, named=False))
    return grade(folder, lesson, handed_in | {"solution": lesson.source, "untouched": lesson.release}, in_batch=True)


def grade(folder: Path, lesson: Lesson, notebooks: dict[str, NotebookNode], *, in_batch: bool) -> Graded:
    """Hand the notebooks in, by student, and run every command of an instructor; ``course grade`` or plain nbgrader."""
    for student, notebook in notebooks.items():
        submit(folder, student, lesson.assignment, lesson.name, notebook)
    logs, codes = {}, {}
    for step in ("generate_assignment", "autograde", "generate_feedback", "export"):
        arguments = [lesson.assignment] if step != "export" else []
        if step == "autograde" and in_batch:
            done = run_command(folder, "course", "grade", *arguments, "--workers", "2")
        else:
            done = run_nbgrader(folder, step, *arguments)
        logs[step], codes[step] = done.stdout, done.returncode
    return Graded(folder, lesson, logs, codes, read_scores(folder, lesson.assignment))
