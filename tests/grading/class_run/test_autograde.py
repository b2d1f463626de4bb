"""Plain ``nbgrader autograde`` gives what ``course grade`` gives, whatever a student has put beside the notebook."""

import os
import shutil
import signal
from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course import cli
from course.grading.gradebook.course_folder import open_folder
from course.grading.nbgrader_plugins import autograde as module
from tests.grading.class_run.small import ASSIGNMENT, NAME, RIGHT, STUB, WRONG, StandIn, dump, hand_in, run

SECRET = "0123456789abcdef" * 8
READS = "from pathlib import Path\ndef double(x):\n    return int(Path('two.txt').read_text()) * x"
CODES = {"right": RIGHT, "wrong": WRONG, "blank": STUB, "reads": READS, "leaves": "import os\nos._exit(0)"}


@pytest.fixture
def autograde(course):
    """Runs nbgrader's own command on what was handed in."""
    config = Config(course.config)
    config.Autograde.exporter_class = "course.grading.nbgrader_plugins.autograde.CourseGrade"

    def start(**settings):
        config.CourseDirectory.update({"assignment_id": ASSIGNMENT} | settings.pop("course", {}))
        config.Autograde.update(settings)
        signal.alarm(120)  # a pipe that is opened would wait for ever
        try:
            Autograde(coursedir=CourseDirectory(config=config), config=config).start()
        finally:
            signal.alarm(0)

    return start


@pytest.fixture
def pool(monkeypatch):
    """In place of the processes that grade."""
    pool = StandIn()
    monkeypatch.setattr(module, "open_pool", lambda grader, workers: pool.open())
    return pool


def pipe(place):
    os.mkfifo(place / "pipe")


def pipe_for_the_time(place):
    os.mkfifo(place / "timestamp.txt")


def link_to_the_gradebook(place):
    (place / "link").symlink_to("../../../gradebook.db")


def endless_device(place):
    (place / "zero").symlink_to("/dev/zero")


def link_to_a_folder(place):
    (place / "folder").symlink_to("../../../source")


def page_that_looks_like_feedback(place):
    (place / "evil.html").write_text("<script>")


def hidden_in_a_folder(place):
    (place / "deep").mkdir()
    pipe(place / "deep")


def time_that_is_none(place):
    (place / "timestamp.txt").write_text("soon")


HOSTILE = (
    pipe, pipe_for_the_time, link_to_the_gradebook, endless_device, link_to_a_folder, page_that_looks_like_feedback,
    hidden_in_a_folder, time_that_is_none,
)  # fmt: skip


def test_notebooks_points_comments_and_reports_are_those_of_course_grade(course, grader, autograde):
    for student, code in CODES.items():
        hand_in(course, student, code).with_name("two.txt").write_text("2")
    edited = hand_in(course, "edited")
    edited.write_text(edited.read_text().replace("== 8", "== 9"))
    hand_in(course, "page").write_text("<html>")
    twin = open_folder(shutil.copytree(course.root, course.root.with_name("twin")))
    assert cli.main(["grade", ASSIGNMENT, "--course", str(twin.root)]) == 1
    with pytest.raises(NbGraderException, match="not graded: page; the reasons stand above"):
        autograde()
    assert dump(course) == dump(twin)
    for name in dump(twin)["files"]:
        assert (course.root / "autograded" / name).read_bytes() == (twin.root / "autograded" / name).read_bytes()
    ours, theirs = (
        {path.name for path in (root / "reports" / ASSIGNMENT).iterdir()} for root in (course.root, twin.root)
    )
    assert ours == theirs
    assert dump(course)["edited"]["comments"]["double"][0] == (
        "Flagged (repaired): a check had been changed. "
        "The check of test-double had been changed; the original was used."
    )


@pytest.mark.usefixtures("pool")
def test_nothing_of_a_student_but_the_notebook_arrives_and_nobody_waits(course, autograde):
    for hostile in HOSTILE:
        hostile(hand_in(course, hostile.__name__).parent)
    for _ in range(2):  # the second time it looks at what is there, and at its time
        autograde()
        assert dump(course)["files"] == sorted(f"{hostile.__name__}/{ASSIGNMENT}/{NAME}" for hostile in HOSTILE)


@pytest.mark.usefixtures("pool")
def test_the_collectors_records_arrive_and_files_have_the_rights_that_nbgrader_gives(course, autograde):
    place = hand_in(course, "a").parent
    (place / "timestamp.txt").write_text("2026-03-01 10:30:00 UTC")
    (place / "submission_secret.txt").write_text(SECRET)
    for _ in range(2):
        autograde(force=True)
    graded = course.autograded("a", ASSIGNMENT)
    assert sorted(path.name for path in graded.iterdir()) == ["submission_secret.txt", "timestamp.txt", NAME]
    assert (graded / "submission_secret.txt").read_text() == SECRET
    assert {path.stat().st_mode & 0o777 for path in graded.iterdir()} == {0o444}
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        assert book.find_submission(ASSIGNMENT, "a").timestamp == datetime(2026, 3, 1, 10, 30)


def test_a_folder_that_is_a_link_to_anothers_work_is_not_read(course, grader, autograde):
    hand_in(course, "a")
    (course.submitted / "b").symlink_to("a")
    place = course.submission("c", ASSIGNMENT)
    place.parent.mkdir()
    place.symlink_to(course.submission("a", ASSIGNMENT))
    with pytest.raises(NbGraderException, match="not graded: b, c;"):
        autograde()
    for student in "bc":
        assert dump(course)[student]["grades"]["test-double"][0] == 0
        assert "return 2 * x" not in (course.autograded(student, ASSIGNMENT) / NAME).read_text()


def test_it_grades_whom_nbgrader_is_told_to_and_what_has_not_changed_only_by_force(course, autograde, pool):
    for student in ("ada", "amy", "bob"):
        hand_in(course, student)
    autograde(course={"student_id": "a*", "student_id_exclude": "amy"})
    assert pool.graded == ["ada"]
    autograde(course={"student_id": "*", "student_id_exclude": ""})
    assert pool.graded == ["ada", "amy", "bob"]
    autograde(course={"student_id": "bob"}, force=True)
    assert pool.graded == ["ada", "amy", "bob", "bob"]


@pytest.mark.usefixtures("pool")
def test_a_student_who_is_not_in_the_gradebook_is_refused_if_none_may_be_added(course, autograde):
    hand_in(course, "a")
    with pytest.raises(NbGraderException, match="the gradebook knows no student a; add them, or exclude them"):
        autograde(create_student=False)
    run(course)
    autograde(create_student=False, force=True)


@pytest.mark.usefixtures("pool")
def test_the_hooks_of_nbgrader_are_called(course, autograde):
    hand_in(course, "a")
    called = []
    before, after = (lambda *, word=word, **_: called.append(word) for word in ("before", "after"))
    autograde(pre_convert_hook=before, post_convert_hook=after)
    assert called == ["before", "after"]
