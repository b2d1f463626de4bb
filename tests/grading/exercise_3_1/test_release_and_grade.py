"""Plain nbgrader commands on whole notebooks, up to the feedback pages, with what students really hand in."""

import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from course.notebook.graded_cells import graded_cells
from scripts.course_copy import copy_course, run_nbgrader
from tests.grading.reading import secrets, text_of

pytestmark = pytest.mark.grading
ASSIGNMENT, NAME = "3-1-convolution", "convolution.ipynb"
AUTOMATIC, WRITTEN = 28, 8


@pytest.fixture(scope="module")
def validated(tmp_path_factory, built):
    course = copy_course(tmp_path_factory.mktemp("validated"), built=built)
    folders = ("source", "release")
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda folder: run_nbgrader(course, "validate", f"{folder}/{ASSIGNMENT}/{NAME}"), folders)
        return dict(zip(folders, done, strict=True))


def test_every_step_ends_well_and_names_no_error(special):
    steps = ["generate_assignment", "autograde", "generate_feedback", "export"]
    assert special.exit_codes == dict.fromkeys(steps, 0)
    log = "\n".join(special.logs[step] for step in steps)
    assert not re.findall(r"\| (?:ERROR|CRITICAL)\] (.*)", log)


def test_release_made_by_the_command_is_the_committed_one(special, release):
    made = special.folder / "release" / ASSIGNMENT / NAME
    assert nbformat.read(made, as_version=4) == release


def test_source_validates(validated):
    assert validated["source"].returncode == 0
    assert "Success! Your notebook passes all the tests." in validated["source"].stdout


def test_release_fails_validation_cell_by_cell_without_a_crash(validated, source):
    assert validated["release"].returncode == 0
    assert f"VALIDATION FAILED ON {len(graded_cells(source))} CELL(S)" in validated["release"].stdout
    assert "task 1 is still open: write your answer in the cell above" in validated["release"].stdout


@pytest.mark.parametrize(
    ("student", "lost"),
    [
        ("solution", {}),
        ("warning", {}),  # stderr in a test cell
        ("colab", {}),
        # A right answer whose test was deleted keeps its points; a deleted answer has none.
        ("deleted", {"test-stamps": 1, "test-interleave": 1, "answer-inverse": 4, "answer-design": 4}),
        ("endless", {"test-input-sizes": 2}),
    ],
)
def test_only_wrong_answers_lose_points(special, student, lost):
    scores = special.scores[student]
    assert {name: s.maximum - s.points for name, s in scores.items() if s.points not in (None, s.maximum)} == lost
    assert sum(score.maximum for score in scores.values()) == AUTOMATIC + WRITTEN


def test_every_deleted_cell_is_put_back_where_it_was(special, source):
    names = [cell.metadata.nbgrader.grade_id for cell in source.cells if "nbgrader" in cell.metadata]
    graded = special.autograded("deleted").cells
    assert [cell.metadata.nbgrader.grade_id for cell in graded if "nbgrader" in cell.metadata] == names


def test_skip_execution_tag_earns_nothing(special):
    assert {score.points for score in special.scores["skipping"].values()} == {0.0}


def test_untouched_release_earns_nothing(special):
    assert {score.points for score in special.scores["untouched"].values()} == {0.0}


def test_endless_loop_was_interrupted(special):
    (cell,) = (c for c in special.autograded("endless").cells if c.source == "while True:\n    pass")
    assert [output.ename for output in cell.outputs] == ["KeyboardInterrupt", "CellTimeoutError"]


def test_feedback_shows_no_hidden_test_and_no_mark_scheme(special):
    for student in special.scores:
        lines = secrets(special, student)
        assert len(lines) > 50, "too few lines found: the search is wrong"
        seen = text_of(special.page(student))
        assert " points" in seen
        assert not [line for line in lines if line in seen], student
