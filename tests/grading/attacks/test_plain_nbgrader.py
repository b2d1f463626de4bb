"""The same cheats, and some faults, graded by plain ``nbgrader autograde`` with the course's configuration."""

from pathlib import Path

import nbformat
import pytest

from course.grading.results.notebook_record import NotebookRecord
from scripts.course_copy import run_nbgrader
from tests.grading.attacks.attack import HONEST
from tests.grading.attacks.entries import Desk
from tests.grading.attacks.everybody import CHEATS, FAULTS
from tests.grading.attacks.small import ASSIGNMENT, NOTEBOOK, POINTS, Marks, earned, make_course, submission_folder

SOME_CHEATS = {
    title: CHEATS[title]
    for title in (
        "compare functions of torch",
        "a function mode",
        "an object equal to everything",
        "syntax tree transformers",
        "a patched run_cell",
        "frames",
        "NaN for a credit",
        "the probe is replaced once it has run",
        "reads the course's files",
        "writes or keeps grades into the gradebook",
        "writes or keeps processes that stay",
        "ships torch.py",
        "skip-execution",
        "more points",
        "an easy copy before",
    )
}
SOME_FAULTS = {
    title: FAULTS[title]
    for title in ("os._exit", "a loop that ignores signals", "duplicated cells", "no tests", "a link to the gradebook")
}
HONESTY = {f"honest{number}": (answers, POINTS | lost) for number, (answers, lost) in enumerate(HONEST)}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Marks, str]:
    folder, marks = tmp_path_factory.mktemp("plain") / "course", Marks()
    release = make_course(folder, marks)
    for number, entry in enumerate((SOME_CHEATS | SOME_FAULTS).values()):
        entry.make(Desk(submission_folder(folder, f"s{number:02}"), release))
    for student, (answers, _) in HONESTY.items():
        desk = Desk(submission_folder(folder, student), release)
        desk.write(desk.answered(**answers, why=marks.neighbour))
    done = run_nbgrader(folder, "autograde", ASSIGNMENT)
    return folder, marks, done.stdout


def test_cheats_gain_nothing(course):
    points = earned(course[0])
    won = {title: points[f"s{number:02}"] for number, title in enumerate(SOME_CHEATS)}
    assert {title: points for title, points in won.items() if sum(points.values())} == {}


def test_faults_cost_what_they_must(course):
    points = earned(course[0])
    earned_by = {title: points[f"s{number:02}"] for number, title in enumerate(SOME_FAULTS, start=len(SOME_CHEATS))}
    assert earned_by == {title: entry.points for title, entry in SOME_FAULTS.items()}, course[2][-3000:]


def test_honest_ones_are_graded_right(course):
    points = earned(course[0])
    assert {student: points[student] for student in HONESTY} == {student: due for student, (_, due) in HONESTY.items()}


def test_what_was_tampered_with_is_flagged(course):
    number = list(SOME_CHEATS).index("the probe is replaced once it has run")
    path = course[0] / "autograded" / f"s{number:02}" / ASSIGNMENT / NOTEBOOK
    assert "tampered" in {flag.kind for flag in NotebookRecord.read(nbformat.read(path, as_version=4)).flags}
