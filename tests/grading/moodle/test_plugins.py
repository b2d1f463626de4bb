"""The plugins, through nbgrader's own commands and the course's own configuration."""

import shutil
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from nbgrader.utils import parse_utc

from scripts.course_copy import ROOT, run_nbgrader
from tests.grading.moodle.as_moodle import AMINA, CLASS, JONAS, MEI, archive, imported, place, worksheet
from tests.grading.moodle.conftest import ASSIGNMENT

pytestmark = pytest.mark.grading
PLUGINS = """
c.ZipCollectApp.extractor_plugin = "course.grading.moodle.MoodleExtractor"
c.ZipCollectApp.collector_plugin = "course.grading.moodle.MoodleCollector"
"""


@pytest.fixture
def real(course):
    """The course with this repository's configuration, and a release."""
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course.root / "nbgrader_config.py").write_text(config + PLUGINS, encoding="utf-8")
    shutil.copytree(course.root / "source", course.root / "release")
    (course.notes(ASSIGNMENT) / "archive").mkdir(parents=True)
    return course


@pytest.fixture
def zip_collect(real):
    """Runs `nbgrader zip_collect` on archives by name; returns its output."""

    def run(*, sheet=None, **archives):
        for name, members in archives.items():
            path = real.notes(ASSIGNMENT) / "archive" / f"{name}.zip"
            path.write_bytes(members) if isinstance(members, bytes) else archive(path, members)
        if sheet is not None:
            (real.notes(ASSIGNMENT) / "worksheet.csv").write_bytes(sheet)
        done = run_nbgrader(real.root, "zip_collect", ASSIGNMENT)
        assert done.returncode == 0, done.stdout
        return done.stdout

    return run


def contents(course):
    paths = [path for path in course.submitted.rglob("*") if path.is_file()]
    return {path.relative_to(course.submitted).as_posix(): path.read_bytes() for path in paths}


def test_zip_collect_knows_students_by_the_worksheet(zip_collect, real):
    older = place(AMINA.name, 4101, older=True)
    zip_collect(
        sheet=worksheet(CLASS),
        group_a={
            f"{older}/circle.ipynb": b"old",
            f"{older}/circle (1).ipynb": (b"new", (2025, 11, 22, 9, 0, 0)),
            f"{place(JONAS.name, 4102)}_circle.ipynb": b"jonas",
        },
        group_b={f"{place(MEI.name, 4103)}/my work/circle.ipynb": b"mei"},
    )
    found = contents(real)
    assert {name: data for name, data in found.items() if name.endswith(".ipynb")} == {
        f"{AMINA.email}/circles/circle.ipynb": b"new",
        f"{JONAS.email}/circles/circle.ipynb": b"jonas",
        f"{MEI.email}/circles/circle.ipynb": b"mei",
    }
    noted = parse_utc(found[f"{AMINA.email}/circles/timestamp.txt"].decode()).replace(tzinfo=timezone.utc)
    assert noted == datetime(2025, 11, 22, 9).astimezone(), "the archive's time is that of this computer's zone"


def test_zip_collect_without_a_worksheet_takes_moodles_number(zip_collect, real):
    zip_collect(a={f"{place(AMINA.name, 4101)}/circle.ipynb": b"amina"})
    assert contents(real)["4101/circles/circle.ipynb"] == b"amina"


def test_a_bad_archive_and_traversal_names_stop_nobody(zip_collect, real, tmp_path):
    outside = {f"{place(MEI.name, 4103)}/../../../../../gradebook.db": b"mine", "../../../evil.ipynb": b"mine"}
    out = zip_collect(
        a_bad=b"PK\x03\x04 broken",
        b_evil=outside | {f"{place(JONAS.name, 4102)}/4101_assignsubmission_file/circle.ipynb": b"jonas"},
        c_good={f"{place(AMINA.name, 4101)}/circle.ipynb": b"amina"},
    )
    notebooks = {name: data for name, data in contents(real).items() if name.endswith(".ipynb")}
    assert notebooks == {"4101/circles/circle.ipynb": b"amina", "4102/circles/circle.ipynb": b"jonas"}
    assert "Archive not extracted: a_bad.zip" in out
    assert out.count("its name leads out of the folder") == 2
    assert not [path for path in tmp_path.rglob("*") if path.name in ("gradebook.db", "evil.ipynb")]


def test_a_teams_archive_names_the_command_that_can(zip_collect, real):
    data = worksheet([replace(person, group="Red team") for person in (AMINA, JONAS)], groups=True)
    out = zip_collect(sheet=data, a={f"{place('Red team', 77)}/circle.ipynb": b"red"})
    assert "Nobody's: Red team_77 (a team's; use course moodle collect)" in out
    assert contents(real) == {}


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
