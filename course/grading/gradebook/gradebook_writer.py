"""The one writer: outcomes into nbgrader's gradebook and its folder ``autograded/``, whole or not at all."""

from __future__ import annotations

import os
import shutil
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4
from nbgrader.api import (
    Grade,
    Gradebook,
    MissingEntry,
    Student,
)
from sqlalchemy import select
from sqlalchemy.exc import SAWarning

from course.grading.gradebook.course_folder import CourseFolder, read_records
from course.grading.gradebook.course_secret import course_secret
from course.grading.gradebook.database import GradebookError, transaction
from course.grading.gradebook.gradebook_comments import answers, remarks
from course.grading.gradebook.penalties import Penalties, PenaltyChange
from course.grading.gradebook.points import CellPoints, read_points
from course.grading.results.job import Outcome
from course.grading.results.notebook_record import NotebookRecord
from course.notebook.graded_cells import GradedCell, graded_cells


@dataclass(frozen=True)
class Writer:
    """Writes results of an assignment; only one at a time may be open."""

    folder: CourseFolder
    assignment: str
    gradebook: Gradebook
    cells: Mapping[str, Sequence[GradedCell]]
    isolated: bool

    @cached_property
    def penalties(self) -> Penalties:
        """The course's policy for late submissions."""
        return Penalties(self.folder.config)

    def write(
        self, student: str, outcomes: Sequence[Outcome], handed_in: datetime | None, messages: Sequence[str] = ()
    ) -> None:
        """Enter a student's notebooks, and put them where nbgrader looks for them, with our records of the submission.

        An interruption at any moment leaves something that a second call sets right; an error leaves the gradebook as
        it was.

        Parameters
        ----------
        handed_in
            When, by our own records; None if they do not say.
        messages
            What was said about the submission as a whole, for its author.

        Raises
        ------
        GradebookError
            If the gradebook cannot be written.
        OSError
            If the notebooks cannot.
        """
        folder = self.folder.autograded(student, self.assignment)
        notebooks = {outcome.notebook: self._notebook(outcome, messages) for outcome in outcomes}
        files = {f"{name}.ipynb": v4.writes(notebook).encode() for name, notebook in notebooks.items()}
        files |= read_records(self.folder.submission(student, self.assignment))
        parts = {folder / f".{name}.part": folder / name for name in files}
        try:
            # What takes room on the disk comes first, then the gradebook, and what cannot fail last.
            for part, data in zip(parts, files.values(), strict=True):
                _write_through(part, data)
            with transaction(self.gradebook, writing=True):
                self._enter(student, outcomes, notebooks, handed_in)
        except BaseException:
            for part in parts:
                part.unlink(missing_ok=True)
            raise
        for part, file in parts.items():
            part.replace(file)
        _remove_others(folder, set(parts.values()))

    def renew_penalties(self) -> list[PenaltyChange]:
        """Penalties of all submissions as dates, policy and marks now have them; see `Penalties.renew`."""
        return self.penalties.renew(self.gradebook, self.assignment)

    def has_notebooks(self, student: str) -> bool:
        """Whether all graded notebooks of a student are where nbgrader looks for them."""
        folder = self.folder.autograded(student, self.assignment)
        return all((folder / f"{name}.ipynb").is_file() for name in self.cells)

    def points(self) -> dict[str, float]:
        """Points by tests in the gradebook, by student."""
        return self._sums(lambda cell: cell.by_tests)

    def waiting(self) -> dict[str, float]:
        """Points that a person still has to give, of those students of whom there are some."""
        return {student: points for student, points in self._sums(_waiting).items() if points}

    def _sums(self, value: Callable[[CellPoints], float]) -> dict[str, float]:
        """The sum over each student's graded cells."""
        sums: dict[str, float] = defaultdict(float)
        with transaction(self.gradebook):
            for cell in read_points(self.gradebook, self.assignment):
                sums[cell.student] += value(cell)
        return dict(sums)

    def secret(self, *, new: bool, graded: Callable[[], bool]) -> bytes:
        """The course's secret; see `course_secret`."""
        return course_secret(self.gradebook, self.assignment, new=new, graded=graded)

    def roster(self) -> set[str]:
        """Students that the gradebook knows."""
        with transaction(self.gradebook):
            return set(self.gradebook.db.scalars(select(Student.id)))

    def people(self) -> dict[str, str]:
        """Name and address of each student of whom the gradebook has either."""
        with transaction(self.gradebook):
            columns = Student.id, Student.first_name, Student.last_name, Student.email
            rows = self.gradebook.db.execute(select(*columns)).all()
        told = {who: " ".join(filter(None, [*names, mail and f"<{mail}>"])) for who, *names, mail in rows}
        return {who: words for who, words in told.items() if words}

    def _notebook(self, outcome: Outcome, messages: Sequence[str]) -> NotebookNode:
        """The graded notebook, with the record of its grading for those who read it."""
        notebook = v4.reads(outcome.executed)
        NotebookRecord.of(outcome, mended=tuple(messages), sandbox=self.isolated).write(notebook)
        return notebook

    def _enter(
        self, student: str, outcomes: Sequence[Outcome], notebooks: Mapping[str, NotebookNode], at: datetime | None
    ) -> None:
        book = self.gradebook
        book.update_or_create_student(student)
        self._enter_submission(student, at.replace(tzinfo=None) if at else None)
        for outcome in outcomes:
            entry = book.find_submission_notebook(outcome.notebook, self.assignment, student)
            # Nobody marks these until we are done; SQLite, which has no such locks, has locked everything.
            book.db.execute(select(Grade.id).where(Grade.notebook_id == entry.id).with_for_update())
            self._enter_grades(entry, outcome, notebooks[outcome.notebook])
            comments = remarks(outcome, notebooks[outcome.notebook], self.cells[outcome.notebook])
            for comment in entry.comments:
                comment.auto_comment = comments.get(comment.name)
            book.db.commit()  # of the transaction around it only a part: the points so far count for the penalty
            entry.late_submission_penalty = self.penalties.of(entry)

    def _enter_submission(self, student: str, at: datetime | None) -> None:
        """Enter that there is one; more time may have been given before: then it is there, without notebooks."""
        book, extension = self.gradebook, None
        with suppress(MissingEntry):
            known = book.find_submission(self.assignment, student)
            extension = known.extension
            if not known.notebooks:
                book.remove_submission(self.assignment, student)
        book.update_or_create_submission(self.assignment, student, timestamp=at, extension=extension)

    def _enter_grades(self, entry: Any, outcome: Outcome, notebook: NotebookNode) -> None:
        """A mark given by hand stays; if the answer or its points are not those that were marked, it needs review."""
        grades = list(entry.grades)
        marked = any(grade.manual_score is not None for grade in grades)
        before = self._marked_answers(entry.student.id, outcome.notebook) if marked else {}
        now = answers(notebook)
        judged = {cell.grade_id: cell.answer for cell in self.cells[outcome.notebook]}
        for grade in grades:
            score, answer = outcome.scores.get(grade.name, 0.0), judged.get(grade.name, grade.name)
            if grade.manual_score is None:
                grade.needs_manual_grade = score is None
            elif grade.auto_score != score or before.get(answer) != now.get(answer):
                grade.needs_manual_grade = True
            grade.auto_score = score

    def _marked_answers(self, student: str, name: str) -> dict[str, str]:
        """The answers that were there to be marked by hand."""
        path = self.folder.autograded(student, self.assignment) / f"{name}.ipynb"
        try:
            return answers(v4.reads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, AttributeError):
            return {}


def _waiting(cell: CellPoints) -> float:
    return cell.maximum if cell.waiting else 0.0


def _write_through(path: Path, data: bytes) -> None:
    """Write a file down to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _remove_others(folder: Path, ours: set[Path]) -> None:
    for path in set(folder.iterdir()) - ours:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def open_writer(
    folder: CourseFolder, assignment: str, sources: Mapping[str, NotebookNode], *, isolated: bool = True
) -> Iterator[Writer]:
    """Open the gradebook for an assignment.

    Parameters
    ----------
    sources
        The instructor's notebooks by name without ending.
    isolated
        What to say of the submissions: that they ran in the sandbox, or not.

    Raises
    ------
    GradebookError
        If it cannot be opened, or has no such assignment, or another one than ``source/``.
    """
    cells = {name: graded_cells(notebook) for name, notebook in sources.items()}
    with warnings.catch_warnings(), ExitStack() as stack:
        warnings.simplefilter("ignore", SAWarning)  # about how nbgrader itself uses SQLAlchemy
        book = stack.enter_context(folder.gradebook())
        _check(book, assignment, cells)
        yield Writer(folder, assignment, book, cells, isolated)


def _check(book: Gradebook | None, assignment: str, cells: Mapping[str, Sequence[GradedCell]]) -> None:
    fix = f"run: nbgrader generate_assignment {assignment}"
    if book is None:
        raise GradebookError(f"there is no gradebook yet; {fix}")
    with transaction(book):
        try:
            entered = {notebook.name: notebook for notebook in book.find_assignment(assignment).notebooks}
        except MissingEntry:
            raise GradebookError(f"the gradebook has no assignment {assignment!r}; {fix}") from None
        for name, graded in cells.items():
            notebook = entered.get(name)
            tasks = [*notebook.grade_cells, *notebook.task_cells] if notebook else []
            written = {cell.name for cell in [*notebook.solution_cells, *notebook.task_cells]} if notebook else set()
            known = {task.name: (task.max_score, task.name in written) for task in tasks}
            if known != {cell.grade_id: (cell.points, cell.written) for cell in graded}:
                source = f"source/{assignment}/{name}.ipynb"
                if notebook and notebook.submissions:
                    fix = (
                        "submissions have been graded by them, and nbgrader changes none then: put the lesson back as "
                        f"it was released, or, to grade anew without the marks given by hand, run: nbgrader db "
                        f"assignment remove {assignment} --force, and nbgrader generate_assignment {assignment}"
                    )
                raise GradebookError(f"the gradebook's tasks of {name} are not those of {source}; {fix}")
