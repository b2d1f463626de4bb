"""A small course with a gradebook, for tests that must not wait for nbgrader."""

import os
import shutil
import sys
import warnings
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from course.grading.gradebook.course_folder import open_folder
from course.grading.moodle.collect import collect
from course.grading.moodle.identities import Student
from course.grading.moodle.worksheet import read_worksheet
from tests.grading.moodle.as_moodle import CLASS, archive, worksheet

ASSIGNMENT = "circles"
# A task's test, a second one, and a written answer: 28 points as in Exercise 3-1, but fewer cells.
CELLS = {"test-area": (10, "code"), "test-ring": (14, "code"), "answer-why": (4, "markdown")}


def notebook_of(names):
    """A notebook with cells of these names, in this order."""
    return new_notebook(cells=[new_code_cell("", metadata={"nbgrader": {"grade_id": name}}) for name in names])


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory):
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:  # nbgrader starts alembic by its bare name
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        with Gradebook(f"sqlite:///{path}") as gradebook:
            gradebook.add_assignment(ASSIGNMENT)
            gradebook.add_notebook("circle", ASSIGNMENT)
            for name, (points, kind) in CELLS.items():
                gradebook.add_grade_cell(name, "circle", ASSIGNMENT, max_score=points, cell_type=kind)
            gradebook.add_solution_cell("answer-why", "circle", ASSIGNMENT)
    return path


@pytest.fixture
def course(tmp_path):
    """A course folder with the assignment and no gradebook."""
    folder = tmp_path / "course"
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    nbformat.write(notebook_of(CELLS), source / "circle.ipynb")
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    return open_folder(folder)


@pytest.fixture
def graded(course, empty_gradebook):
    """Puts results into the gradebook: graded(student, [10, 14, 4], ...); None waits for a person."""
    database = course.root / "gradebook.db"
    shutil.copy(empty_gradebook, database)

    def put(student, points, *, time="2025-11-21 15:14:00 UTC", **about):
        with warnings.catch_warnings(), Gradebook(f"sqlite:///{database}") as gradebook:
            warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader's own code
            gradebook.update_or_create_student(student, **about)
            if points is None:
                return
            when = datetime.fromisoformat(time.removesuffix(" UTC"))
            submission = gradebook.update_or_create_submission(ASSIGNMENT, student, timestamp=when)
            for name, value in zip(CELLS, points, strict=True):
                grade = gradebook.find_grade(name, "circle", ASSIGNMENT, student)
                grade.auto_score, grade.needs_manual_grade = value, value is None
            gradebook.db.commit()
            assert submission.score == sum(value or 0 for value in points)

    return put


@pytest.fixture
def submit(course):
    """Puts a submission where nbgrader looks for it."""

    def put(student, data=b"{}", time="2025-11-21 15:14:00 UTC"):
        place = course.submission(student, ASSIGNMENT)
        place.mkdir(parents=True, exist_ok=True)
        (place / "circle.ipynb").write_bytes(data)
        (place / "timestamp.txt").write_text(time)
        return place

    return put


ROSTER = [
    Student("amina", "Amina", "Okafor", "amina@uni.example"),
    Student("jonas", "Jonas", "Lindqvist", "jonas@uni.example"),
    Student("mei", "Mei-Ling", "van der Tran", "mei@uni.example"),
]


@pytest.fixture
def collected(course, tmp_path):
    """Collects {name: content} from an archive; returns the report as {file: (student, outcome, why)}."""

    def collected(members, *, people=CLASS, students=ROSTER, sheet_options=(), **options):
        path = archive(tmp_path / "class.zip", members) if isinstance(members, dict) else members
        sheet = None
        if people is not None:
            (tmp_path / "worksheet.csv").write_bytes(worksheet(people, **dict(sheet_options)))
            sheet = read_worksheet(tmp_path / "worksheet.csv")
        lines, collected.told_by = collect(path, ASSIGNMENT, course, sheet=sheet, students=students, **options)
        return {(line.file, line.student): (line.outcome, line.why) for line in lines}

    return collected


@pytest.fixture
def submitted(course):
    """What lies in submitted/: {student: {file: bytes}}, without the timestamps."""

    def read():
        found = {}
        for path in course.submitted.rglob("*"):
            if path.is_file() and path.name != "timestamp.txt":
                student, assignment, name = path.relative_to(course.submitted).parts
                assert assignment == ASSIGNMENT
                found.setdefault(student, {})[name] = path.read_bytes()
        return found

    return read
