"""A tiny assignment, its course folder, and stand-ins for what grades: nothing is executed, and all is quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from traitlets.config import Config

from course.grading.class_run.grade_class import Choices, OpenPool, grade_class
from course.grading.class_run.reports import Report, Summary
from course.grading.class_run.submissions import Submission, open_assignment
from course.grading.gradebook.course_folder import CourseFolder, open_folder
from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.grading.results.failure import Failure
from course.grading.results.flag import Flag
from course.grading.results.job import Job, Outcome
from tests.small_cells import nbgrader_cell

ASSIGNMENT, NAME = "tiny", "tiny.ipynb"
STUB = "# YOUR CODE HERE\nraise NotImplementedError('write your answer here')"
RIGHT, WRONG = "def double(x):\n    return 2 * x", "def double(x):\n    return x"
TEST = "assert double(4) == 8\n### BEGIN HIDDEN TESTS\nassert double(-1) == -2\n### END HIDDEN TESTS"
ESSAY = "Because twice is twice."
CONFIG = f"""c = get_config()
c.CourseDirectory.course_id = "tiny"
c.ClearSolutions.code_stub = {{"python": {STUB!r}}}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
"""


def source() -> NotebookNode:
    """The instructor's notebook: 2 points by a test, 3 by a person."""
    solved = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
    return new_notebook(
        cells=[
            new_code_cell("import math", id="imports"),
            nbgrader_cell("double", solved, solution=True),
            nbgrader_cell("test-double", TEST, points=2),
            nbgrader_cell("why", solution=True, points=3, markdown=True),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def make_course(root: Path, url: str = "", config: str = "") -> CourseFolder:
    """A course folder with the assignment in its gradebook, as ``nbgrader generate_assignment`` enters it.

    nbgrader starts alembic by its bare name: the folder of this Python must be searched.

    Parameters
    ----------
    url
        Of the database; SQLite in the folder itself if empty.
    config
        Text of the configuration; a short one if empty.
    """
    place = root / "source" / ASSIGNMENT
    place.mkdir(parents=True)
    nbformat.write(source(), place / NAME)
    configure(root, url, config)
    with Gradebook(url or f"sqlite:///{root / 'gradebook.db'}", "tiny") as book:
        book.add_assignment(ASSIGNMENT)
        book.add_notebook("tiny", ASSIGNMENT)
        about = ("tiny", ASSIGNMENT)
        book.add_grade_cell("test-double", *about, max_score=2, cell_type="code")
        book.add_grade_cell("why", *about, max_score=3, cell_type="markdown")
        book.add_solution_cell("double", *about)
        book.add_solution_cell("why", *about)
        for cell in source().cells[1:]:
            text, kind, locked = cell.source, cell.cell_type, cell.metadata.nbgrader.locked
            book.add_source_cell(cell.id, *about, cell_type=kind, source=text, checksum="", locked=locked)
    return open_folder(root)


def configure(root: Path, url: str = "", config: str = "") -> CourseFolder:
    """Write the configuration; with the one line that says where the gradebook is, if it is not in the folder."""
    (root / "nbgrader_config.py").write_text(
        (config or CONFIG) + (f"c.CourseDirectory.db_url = {url!r}\n" if url else "")
    )
    return open_folder(root)


def answered(code: str = RIGHT, essay: str = ESSAY) -> NotebookNode:
    """The released notebook with these answers."""
    notebook = source()
    notebook.cells[1].source, notebook.cells[3].source = code, essay
    notebook.cells[2].source = TEST.split("\n###")[0]
    return notebook


def hand_in(folder: CourseFolder, student: str, code: str = RIGHT, essay: str = ESSAY) -> Path:
    """Put a notebook where students' work lies."""
    path = folder.submission(student, ASSIGNMENT) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(answered(code, essay), path)
    return path


def pretend(job: Job) -> Outcome:
    """An outcome by the looks of the answer: right if it is the right one; ``flag`` and ``break`` do as they say."""
    reading = read_notebook(job.submitted)
    template = Template.from_source(nbformat.reads(job.source, as_version=4), Config(job.config))
    notebook = rebuild(template, reading.notebook).notebook
    code = next(cell.source for cell in notebook.cells if cell.id == "double")
    essay = next(cell.source for cell in notebook.cells if cell.id == "why")
    test = next(cell for cell in notebook.cells if cell.id == "test-double")
    passed = code == RIGHT or job.rebuilt  # the instructor's own
    if not passed:
        test.outputs = [new_output("error", ename="AssertionError", evalue="", traceback=["AssertionError"])]
    flags = (Flag("tampered", "it <b>lied</b>", "test-double"),) if "flag" in code else ()
    if "break" in code:
        flags = (Flag("broken", "the machine stopped"),)
    blank = essay == "YOUR ANSWER HERE"
    return Outcome(
        job.student,
        job.assignment,
        job.notebook,
        "failed" if "break" in code else "flagged" if flags else "graded",
        nbformat.v4.writes(notebook),
        {"test-double": 2.0 if passed else 0.0, "why": 0.0 if blank else None},
        flags,
        () if passed else (Failure("double", "test-double", "check"),),
        blank=("why",) if blank else (),
        reason="the machine stopped" if "break" in code else "",
        predictions=tuple(reading.predictions.values()),
    )


@dataclass
class StandIn:
    """A pool that pretends; it notes whom it has graded, and loses whom it is told to."""

    graded: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    opened: int = 0

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, list[Outcome]]]:
        for submission in submissions:
            if submission.student not in self.lost:
                self.graded += [] if submission.jobs[0].rebuilt else [submission.student]
                yield submission, [pretend(job) for job in submission.jobs]

    @contextmanager
    def open(self) -> Iterator[StandIn]:
        self.opened += 1
        yield self


@dataclass
class Notes:
    """A screen that keeps what it is told."""

    most: int | None = None
    skipped: int = 0
    told: list[Report] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    hear: Callable[[str], None] = lambda text: None

    def begin(self, most: int) -> None:
        self.most = most

    def skip(self) -> None:
        self.skipped += 1

    def tell(self, report: Report) -> None:
        self.told.append(report)

    def say(self, text: str) -> None:
        self.said.append(text)
        self.hear(text)


def run(
    folder: CourseFolder, pool: StandIn | None = None, *, open_pool: OpenPool | None = None, **choices: Any
) -> Summary:
    """Grade the class, by pretending unless told otherwise."""
    opener = open_pool or (pool or StandIn()).open
    return grade_class(folder, open_assignment(folder, ASSIGNMENT), Choices(**choices), Notes(), opener)


def dump(folder: CourseFolder) -> dict[str, Any]:
    """All that the gradebook says about each student, and what lies in ``autograded/``."""
    found: dict[str, Any] = {}
    with Gradebook(str(folder.settings.db_url), "tiny") as book:
        for entry in book.assignment_submissions(ASSIGNMENT):
            (notebook,) = entry.notebooks
            found[entry.student.id] = {
                "grades": {
                    grade.name: (grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                    for grade in notebook.grades
                },
                "comments": {c.name: (c.auto_comment, c.manual_comment) for c in notebook.comments},
                "penalty": notebook.late_submission_penalty,
            }
    place = folder.root / "autograded"
    files = (
        sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()) if place.exists() else []
    )
    return found | {"files": files}
