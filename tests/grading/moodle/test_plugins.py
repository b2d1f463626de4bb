"""The plugin, through nbgrader's own commands and the course's own configuration."""

import shutil

import pytest

from scripts.course_copy import ROOT, run_nbgrader
from tests.grading.moodle.as_moodle import AMINA, CLASS, JONAS, imported, worksheet
from tests.grading.moodle.conftest import ASSIGNMENT

pytestmark = pytest.mark.grading


@pytest.fixture
def real(course):
    """The course with this repository's configuration, and a release."""
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course.root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    shutil.copytree(course.root / "source", course.root / "release")
    course.notes(ASSIGNMENT).mkdir(parents=True)
    return course


@pytest.fixture
def export(real):
    def run(*arguments):
        exporter = "--exporter=course.grading.moodle.MoodleWorksheet"
        return run_nbgrader(real.root, "export", exporter, *arguments)

    return run


def test_export_fills_in_the_worksheet(export, real, graded):
    graded("amina", [10, 14, 4], email=AMINA.email)
    graded("jonas", [10, 14, None], email=JONAS.email)
    (real.notes(ASSIGNMENT) / "worksheet.csv").write_bytes(worksheet(CLASS))
    done = export(f"--assignment=['{ASSIGNMENT}']", "--to=filled.csv")
    assert done.returncode == 0, done.stdout
    grades = {number: grade for number, (grade, _) in imported((real.root / "filled.csv").read_bytes()).items()}
    assert grades == {4101: 28, 4102: None, 4103: None}
    assert "left without a grade: Jonas Lindqvist (jonas) waits for a person to grade answer-why" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Name one assignment"),
        ([f"--assignment=['{ASSIGNMENT}']"], "the maximum grade is 100 in Moodle and 28"),
        ([f"--assignment=['{ASSIGNMENT}']", "--MoodleWorksheet.worksheet=nothing.csv"], "No such file"),
    ],
)
def test_export_says_what_is_wrong_without_a_traceback(export, real, graded, arguments, said):
    graded("amina", [10, 14, 4], email=AMINA.email)
    (real.notes(ASSIGNMENT) / "worksheet.csv").write_bytes(worksheet(CLASS, maximum=100))
    done = export(*arguments)
    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stdout


def test_export_scales_if_told_to(export, real, graded):
    graded("amina", [10, 14, 4], email=AMINA.email)
    (real.notes(ASSIGNMENT) / "worksheet.csv").write_bytes(worksheet([AMINA], maximum=100))
    done = export(f"--assignment=['{ASSIGNMENT}']", "--MoodleWorksheet.scale=True")
    assert done.returncode == 0, done.stdout
    assert imported((real.notes(ASSIGNMENT) / "worksheet-graded.csv").read_bytes())[4101][0] == 100
