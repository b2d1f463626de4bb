"""The one writer: outcomes into nbgrader's gradebook and its folder ``autograded/``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import compute_checksum

from course.errors import CourseError
from course.grading.batch.job import Outcome
from course.grading.batch.reports import Report, text_fingerprint
from course.grading.folder import CourseFolder
from course.grading.samples import GradedCell, graded_cells

NO_RESPONSE = "No response."  # nbgrader's own words


class GradebookError(CourseError):
    """The gradebook cannot take results; the message says why, and what to do."""


@dataclass(frozen=True)
class Writer:
    """Writes results of an assignment; only one at a time may be open."""

    folder: CourseFolder
    assignment: str
    gradebook: Gradebook
    cells: Mapping[str, Sequence[GradedCell]]

    def write(
        self, student: str, outcomes: Sequence[Outcome], handed_in: datetime | None, before: Report | None
    ) -> None:
        """Enter a student's notebooks, and put them where nbgrader looks for them.

        An interruption at any moment leaves something that a second call sets right.

        Parameters
        ----------
        handed_in
            When, by our own records.
        before
            The report of an earlier grading: marks for answers that have not changed stay as they are.
        """
        notebooks = {outcome.notebook: nbformat.reads(outcome.executed, as_version=4) for outcome in outcomes}
        self._put(student, notebooks)
        book = self.gradebook
        book.update_or_create_student(student)
        known = {} if handed_in is None else {"timestamp": handed_in.replace(tzinfo=None)}
        book.update_or_create_submission(self.assignment, student, **known)
        answers = (before.answers if before else None) or {}
        for outcome in outcomes:
            entry = book.find_submission_notebook(outcome.notebook, self.assignment, student)
            self._enter(entry, outcome, notebooks[outcome.notebook], answers)
        book.db.commit()

    def points(self) -> dict[str, float]:
        """Points by tests in the gradebook, by student."""
        submissions = self.gradebook.assignment_submissions(self.assignment)
        return {
            entry.student.id: sum(grade.auto_score or 0.0 for notebook in entry.notebooks for grade in notebook.grades)
            for entry in submissions
        }

    def roster(self) -> set[str]:
        """Students that the gradebook knows."""
        return {student.id for student in self.gradebook.students}

    def _put(self, student: str, notebooks: Mapping[str, NotebookNode]) -> None:
        place = self.folder.autograded(student, self.assignment)
        new = place.parent / f".{self.assignment}.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for name, notebook in notebooks.items():
            nbformat.write(notebook, new / f"{name}.ipynb")
        shutil.rmtree(place, ignore_errors=True)
        new.rename(place)

    def _enter(self, entry: Any, outcome: Outcome, notebook: NotebookNode, answers: Mapping[str, str]) -> None:
        texts = written_texts(notebook)
        for grade in entry.grades:
            score = outcome.scores.get(grade.name, 0.0)
            same = grade.auto_score == score and answers.get(grade.name) == texts.get(grade.name)
            if grade.manual_score is None or not same:
                grade.needs_manual_grade = score is None or grade.manual_score is not None
            grade.auto_score = score
        remarks = self._remarks(outcome, notebook)
        for comment in entry.comments:
            comment.auto_comment = remarks.get(comment.name)

    def _remarks(self, outcome: Outcome, notebook: NotebookNode) -> dict[str, str]:
        """What a person should read beside each answer; about the whole submission beside the first one."""
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
        solutions = [name for name, cell in cells.items() if cell.metadata.nbgrader.get("solution")]
        remarks: dict[str, list[str]] = {name: [] for name in solutions}
        tests = {cell.grade_id: cell.answer for cell in self.cells[outcome.notebook]}
        for flag in outcome.flags:
            remarks[tests.get(flag.cell, solutions[0])].append(f"Flagged ({flag.kind}): {flag.evidence}.")
        remarks[solutions[0]] += outcome.mended
        for name in solutions:
            if cells[name].metadata.nbgrader.get("checksum") == compute_checksum(cells[name]):
                remarks[name].append(NO_RESPONSE)
        return {name: " ".join(sentences) for name, sentences in remarks.items() if sentences}


def written_texts(notebook: NotebookNode) -> dict[str, str]:
    """Fingerprints of the written answers by their cells' names."""
    cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return {
        cell.metadata.nbgrader.grade_id: text_fingerprint(cell.source)
        for cell in cells
        if cell.metadata.nbgrader.get("grade")
    }


@contextmanager
def open_writer(folder: CourseFolder, assignment: str, sources: Mapping[str, NotebookNode]) -> Iterator[Writer]:
    """Open the gradebook for an assignment.

    Raises
    ------
    GradebookError
        If it has no such assignment, or another one than ``source/``.
    """
    cells = {name: graded_cells(notebook) for name, notebook in sources.items()}
    with folder.gradebook() as book:
        if book is None:
            raise GradebookError(f"there is no gradebook yet; run: nbgrader generate_assignment {assignment}")
        try:
            entered = {notebook.name: notebook for notebook in book.find_assignment(assignment).notebooks}
        except MissingEntry:
            raise GradebookError(
                f"the gradebook has no assignment {assignment!r}; run: nbgrader generate_assignment {assignment}"
            ) from None
        for name, graded in cells.items():
            there = {grade.name: grade.max_score for grade in entered[name].grade_cells} if name in entered else {}
            if there != {cell.grade_id: cell.points for cell in graded}:
                raise GradebookError(
                    f"the gradebook's tasks of {name} are not those of source/{assignment}/{name}.ipynb; run: nbgrader "
                    f"generate_assignment {assignment}"
                )
        yield Writer(folder, assignment, book, cells)
