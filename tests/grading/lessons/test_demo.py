"""The demo runs from one command, and its table says what the sample answers deserve."""

import os
import subprocess
import sys

import pytest

from scripts.course_copy import ROOT, CellScore
from scripts.demo import ASSIGNMENT, CLASS, DemoError, grade_table, run, submissions


@pytest.mark.grading
def test_demo_grades_the_class_from_the_archive_to_the_feedback_pages(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "scripts.demo", "--into", tmp_path / "demo"],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    expected = {
        "4101": "28 of 28  8 points      ✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓",
        "4103": "13 of 28  4 points      ✓✓✓✓✓✓✓✗✗✗✗✗✗✗✗",
        "4104": "0 of 28  0 points      ✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗",
        "4105": "27 of 28  8 points      ✓✓✓✓✓✓✗✓✓✓✓✓✓✓✓",
    }
    for student, line in expected.items():
        assert line in next(row for row in done.stdout.splitlines() if f" {student} " in row)
    mixed = next(row for row in done.stdout.splitlines() if " 4102 " in row)
    assert "✓" in mixed
    assert "✗" in mixed
    pages = (tmp_path / "demo" / "feedback").glob("*/3-1-convolution/convolution.html")
    assert {page.parts[-3] for page in pages} == {student.id for student in CLASS}
    assert "Okafor,Amina" in (tmp_path / "demo" / "grades.csv").read_text(encoding="utf-8")


def test_failed_step_is_named_with_the_last_lines_of_the_log(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 3, stdout="first\n" + "more\n" * 20 + "no such thing")
    monkeypatch.setattr("scripts.demo.run_command", lambda *_: failed)
    with pytest.raises(DemoError, match=r"generate_assignment failed \(exit 3\);[\s\S]*no such thing"):
        run(tmp_path / "demo")


def test_folder_that_the_demo_did_not_make_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(DemoError, match="was not made by this demo"):
        run(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


@pytest.fixture(scope="module")
def lesson(lessons):
    return lessons(ASSIGNMENT)


def test_class_has_every_kind_of_submission(lesson):
    release, notebooks = lesson.release, submissions(lesson.release, lesson.samples)
    assert notebooks["4104"] == release
    untouched = {s.id: sum(a == b for a, b in zip(notebooks[s.id].cells, release.cells, strict=True)) for s in CLASS}
    assert untouched["4101"] < untouched["4103"] < untouched["4104"]


def test_points_that_wait_for_a_person_stand_apart(lesson):
    cells = lesson.graded
    scores = {c.grade_id: CellScore(None if c.written else c.points, c.points) for c in cells}
    line = grade_table(cells, {student.id: scores for student in CLASS}).splitlines()[1]
    assert "28 of 28  8 points" in line
