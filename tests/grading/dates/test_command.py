"""``course dates``: what is set is what nbgrader sees, and penalties follow at once."""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course import cli
from course.grading.gradebook import database
from course.grading.gradebook.course_folder import open_folder, recorded
from course.wording import counted
from tests.grading.class_run.small import ASSIGNMENT, CONFIG, dump, hand_in, make_course, run
from tests.grading.moodle.as_moodle import HEADERS

POLICY = (
    'c.AssignLatePenalties.plugin_class = "course.grading.nbgrader_plugins.late_policy.LatePolicy"\n'
    "c.LatePolicy.per_day, c.LatePolicy.at_most, c.LatePolicy.grace_minutes = 0.25, 0.5, 10\n"
)


@pytest.fixture(scope="module")
def graded_course(tmp_path_factory):
    """Two students with 2 points by tests each, handed in on the second of March at noon, UTC."""
    root = tmp_path_factory.mktemp("dates") / "course"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        folder = make_course(root, config=CONFIG + POLICY)
    for student in ("ada", "ben"):
        path = hand_in(folder, student)
        (path.parent / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    run(folder)
    return root


@pytest.fixture
def course(graded_course, tmp_path, monkeypatch):
    root = tmp_path / "course"
    shutil.copytree(graded_course, root)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.chdir(root)
    return open_folder(root)


def dates(*arguments):
    return cli.main(["dates", *arguments])


def penalties(course):
    return {student: about["penalty"] for student, about in dump(course).items() if student != "files"}


def test_a_due_date_takes_points_off_at_once_and_says_whose(course, capsys):
    assert dates(ASSIGNMENT, "--due", "2026-03-02 10:00 UTC") == 0
    assert penalties(course) == {"ada": 0.5, "ben": 0.5}
    told = capsys.readouterr().out
    assert "penalty changed: ada: 0.5 points taken off tiny (2 hours late), 0 before" in told
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        assert book.find_assignment(ASSIGNMENT).duedate == datetime(2026, 3, 2, 10)
    dates(ASSIGNMENT, "--due", "none")
    assert penalties(course) == {"ada": None, "ben": None}


def test_more_time_is_one_students_and_nbgraders_own(course, capsys):
    dates(ASSIGNMENT, "--due", "2026-03-01 00:00 UTC", "--extend", "ada", "1d 12h")
    assert penalties(course) == {"ada": None, "ben": 1.0}
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        assert book.find_submission(ASSIGNMENT, "ada").extension == timedelta(days=1, hours=12)
    assert "ada: 1 day 12 hours more time, handed in 2026-03-02 12:00" in capsys.readouterr().out
    dates(ASSIGNMENT, "--extend", "ada", "none")
    assert penalties(course) == {"ada": 1.0, "ben": 1.0}


def test_more_time_than_no_due_date_makes_nobody_late(course, capsys):
    dates(ASSIGNMENT, "--due", "2026-03-01 00:00 UTC", "--extend", "ada", "1d")
    assert dates(ASSIGNMENT, "--due", "none") == 0
    assert penalties(course) == {"ada": None, "ben": None}
    assert capsys.readouterr().out.splitlines()[-3].startswith("  ada: 1 day more time")


def test_more_time_can_be_given_before_anything_is_handed_in_and_is_no_grade(course):
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.add_student("eve")
    dates(ASSIGNMENT, "--due", "2026-03-02 10:00 UTC", "--extend", "eve", "3h")
    assert run(course).absent == ["eve"]
    path = hand_in(course, "eve")
    (path.parent / "timestamp.txt").write_text("2026-03-02 12:30:00 UTC")
    summary = run(course)
    assert (summary.complete, summary.absent) == (True, [])
    assert penalties(course)["eve"] is None
    assert dump(course)["eve"]["grades"]["test-double"][0] == 2.0


def test_a_time_of_submission_is_set_by_hand_beside_the_work_and_in_the_gradebook(course):
    dates(ASSIGNMENT, "--due", "2026-03-02 10:00 UTC", "--handed-in", "ada", "2026-03-02 10:05 UTC")
    assert penalties(course) == {"ada": None, "ben": 0.5}  # within the ten minutes of grace
    assert recorded(course.submission("ada", ASSIGNMENT)) == datetime(2026, 3, 2, 10, 5, tzinfo=timezone.utc)
    assert run(course).reports == []  # nothing is graded again for it
    assert penalties(course) == {"ada": None, "ben": 0.5}


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_times_of_submission_come_from_moodles_worksheet_in_any_language(course, capsys, language):
    written = {
        "en": "Monday, 2 March 2026, 9:59 AM",
        "de": "Montag, 2. März 2026, 09:59",
        "ja": "2026年 03月 2日(月曜日) 09:59",
    }[language]
    cells = ["7", "Ada", "ada", "x", "g", "", "5.00", "", "Yes", written, "", "-", ""]
    rows = [HEADERS[language].split("|"), [f"Participant {cells[0]}", *cells[1:]]]
    Path("sheet.csv").write_text("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows))
    assert dates(ASSIGNMENT, "--due", "2026-03-02 10:00", "--worksheet", "sheet.csv") == 0
    assert penalties(course) == {"ada": None, "ben": 0.5}
    assert "times of submission: 1 set" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nothing", "--due", "2026-03-02"], "no assignment 'nothing'"),
        ([ASSIGNMENT, "--due", "11/12/2026"], "could be two days"),
        ([ASSIGNMENT, "--due", "soon"], "is no time"),
        ([ASSIGNMENT, "--due", "45982.634722"], "is no time"),
        ([ASSIGNMENT, "--due", "25-11-13 15:14"], "may begin or end with its year"),
        ([ASSIGNMENT, "--extend", "ada", "a while"], "is no span of time"),
        ([ASSIGNMENT, "--extend", "zoe", "1d"], "no student 'zoe'"),
        ([ASSIGNMENT, "--handed-in", "zoe", "2026-03-02 10:00"], "nothing was collected of zoe"),
        (["--due", "2026-03-02"], "name the assignment"),
    ],
)
def test_what_cannot_be_set_is_a_sentence(course, capsys, arguments, why):
    assert dates(*arguments) == 1
    assert why in capsys.readouterr().err


def test_a_locked_gradebook_is_one_sentence(course, capsys, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 50)
    with closing(sqlite3.connect(course.root / "gradebook.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert dates(ASSIGNMENT, "--due", "2026-03-02 10:00 UTC") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "database is locked" in line
    assert "another program has it open" in line


def test_a_mark_given_later_is_penalised_at_the_next_run_and_export(course):
    dates(ASSIGNMENT, "--due", "2026-03-01 13:00 UTC")
    for mark, expected in ((2.0, 1.0), (3.0, 1.25)):
        with Gradebook(str(course.settings.db_url), "tiny") as book:
            grade = book.find_grade("why", "tiny", ASSIGNMENT, "ada")
            grade.manual_score, grade.needs_manual_grade = mark, False
            book.db.commit()
        (told,) = run(course).penalties
        assert told.startswith(f"ada: {counted(expected, 'point')} taken off tiny (23 hours late)")
        assert penalties(course)["ada"] == expected
