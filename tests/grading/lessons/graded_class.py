"""A lesson's class: mixtures of known answers, the solution, the untouched release; graded once for all that look."""

from __future__ import annotations

import functools
import html
import random
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.notebook.cells import grade_id, is_answer, is_graded
from course.notebook.graded_cells import GradedCell, graded_cells
from course.notebook.known_answers import KnownAnswer, fill, mixtures, read_known_answers
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
from tests.randomness import LONG, SEED

LESSONS = sorted(path.parent.name for path in (ROOT / "lessons").glob("*/*.py"))


@dataclass(frozen=True)
class Lesson:
    """A built lesson and the known answers to it."""

    assignment: str
    notebook: str
    source: NotebookNode
    release: NotebookNode
    samples: dict[str, list[KnownAnswer]]

    @functools.cached_property
    def graded(self) -> list[GradedCell]:
        """The cells that earn points, in their order."""
        return graded_cells(self.source)

    @functools.cached_property
    def automatic(self) -> dict[str, float]:
        """The points of each test."""
        return {test.grade_id: test.points for test in self.graded if not test.written}

    @functools.cached_property
    def mixtures(self) -> dict[str, dict[str, KnownAnswer]]:
        """Submissions by student; together they use every variant of every answer."""
        return {f"mixture{number}": answers for number, answers in enumerate(mixtures(self.samples))}

    @functools.cached_property
    def handed_in(self) -> dict[str, dict[str, KnownAnswer]]:
        """The mixtures that take the whole way of a submission: the first two and two more each day, or all of them.

        What each known answer earns is tested every time, by the engine alone (test_verdicts.py).
        """
        later = [*self.mixtures][2:]
        few = later if LONG else random.Random(SEED).sample(later, min(2, len(later)))
        return {student: self.mixtures[student] for student in ("mixture0", "mixture1", *few)}


@dataclass(frozen=True)
class GradedClass:
    """A course folder after release, grading, feedback and export."""

    folder: Path
    lesson: Lesson
    logs: dict[str, str]
    exit_codes: dict[str, int]
    scores: dict[str, dict[str, CellScore]]

    def page(self, student: str) -> str:
        """The feedback page of a student, as HTML."""
        name = Path(self.lesson.notebook).with_suffix(".html")
        return (self.folder / "feedback" / student / self.lesson.assignment / name).read_text(encoding="utf-8")

    def page_text(self, student: str) -> str:
        """What a reader of the page sees, with spaces squeezed."""
        body = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", "", self.page(student), flags=re.S)
        return squeeze(html.unescape(body))

    def autograded(self, student: str) -> NotebookNode:
        """The notebook of a student with the outputs and results of grading."""
        path = self.folder / "autograded" / student / self.lesson.assignment / self.lesson.notebook
        return nbformat.read(path, as_version=4)

    def secrets(self, student: str) -> list[str]:
        """Lines of hidden tests and mark schemes that the student has not seen or written, long enough to be known."""
        inside = re.findall(
            r"BEGIN (?:HIDDEN TESTS|MARK SCHEME)\n(.*?)^[^\n]*END ",
            "\n".join(cell.source for cell in self.lesson.source.cells),
            flags=re.M | re.S,
        )
        cells = self.autograded(student).cells  # what was handed in may have lost nbgrader's names
        answers = [cell for cell in cells if is_answer(cell)]
        known = squeeze(" ".join(cell.source for cell in [*self.lesson.release.cells, *answers]))
        lines = [squeeze(line) for region in inside for line in region.splitlines()]
        return [line for line in lines if len(line) > 12 and line not in known]

    def failures(self, student: str) -> dict[str, str]:
        """What each failed test of a student said, by its name."""
        found = {}
        for cell in self.autograded(student).cells:
            errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
            if is_graded(cell) and errors:
                found[grade_id(cell)] = squeeze(errors[0].evalue)
        return found


def squeeze(text: str) -> str:
    """The text with a single space for each run of them."""
    return " ".join(text.split())


def read_lesson(built: Path, assignment: str) -> Lesson:
    """Read a lesson from a folder with source/ and release/."""
    path = notebook_path(built, "source", assignment)
    source, release = (nbformat.read(built / part / assignment / path.name, 4) for part in ("source", "release"))
    samples = read_known_answers(ROOT / "lessons" / assignment / "answers", source)
    return Lesson(assignment, path.name, source, release, samples)


def deleted(lesson: Lesson) -> tuple[set[str], NotebookNode]:
    """A solved notebook without a test, an answer, a written answer and its question; and the names of these cells."""
    written = next(test for test in lesson.graded if test.written)
    cells = [grade_id(cell) for cell in lesson.source.cells]
    question = next(name for name in reversed(cells[: cells.index(written.grade_id)]) if name)
    names = {lesson.graded[0].grade_id, lesson.graded[1].answer, written.grade_id, question}
    notebook = fill(lesson.release, solutions(lesson.source))
    notebook.cells = [cell for cell, name in zip(notebook.cells, cells, strict=True) if name not in names]
    return names, notebook


def grade_class(built: Path, folder: Path, lesson: Lesson) -> GradedClass:
    """Hand everything in, and run each command of an instructor."""
    copy_course(folder, built=built)
    notebooks = {student: fill(lesson.release, answers) for student, answers in lesson.handed_in.items()}
    notebooks |= {"solution": lesson.source, "untouched": lesson.release, "deleted": deleted(lesson)[1]}
    notebooks["colab"] = solved = fill(lesson.release, solutions(lesson.source))
    for student, notebook in notebooks.items():
        path = submit(folder, student, lesson.assignment, lesson.notebook, notebook)
        if student == "colab":
            path.write_bytes(colab(solved, named=False))
    done = {
        "release": run_nbgrader(folder, "generate_assignment", lesson.assignment),
        "grade": run_command(folder, "course", "grade", lesson.assignment, "--workers", "2"),
        "feedback": run_nbgrader(folder, "generate_feedback", lesson.assignment),
        "export": run_nbgrader(folder, "export"),
    }
    return GradedClass(
        folder,
        lesson,
        {step: process.stdout for step, process in done.items()},
        {step: process.returncode for step, process in done.items()},
        read_scores(folder, lesson.assignment),
    )
