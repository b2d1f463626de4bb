"""What plain ``nbgrader autograde`` opens and copies of a submission, before anything of it is run."""

import os
import signal
from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.grading.nbgrader_plugins import execute
from tests.grading.class_run.small import ASSIGNMENT, NAME, dump, hand_in, pretend, run

PLUGINS = "course.grading.nbgrader_plugins"
SECRET = "0123456789abcdef" * 8


@pytest.fixture
def autograde(course):
    """Runs nbgrader's converter with our way of reading; nothing is executed."""
    config = Config(course.config)
    config.CourseDirectory.assignment_id = ASSIGNMENT
    config.Autograde.exporter_class = f"{PLUGINS}.autograde.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = [f"{PLUGINS}.rebuild.RebuildNotebook"]

    def start(steps=("nbgrader.preprocessors.SaveAutoGrades",), force=False):
        config.Autograde.autograde_preprocessors = list(steps)
        config.Autograde.force = force
        signal.alarm(60)  # a pipe that is opened would wait for ever
        try:
            Autograde(coursedir=CourseDirectory(config=config), config=config).start()
        finally:
            signal.alarm(0)

    return start


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


def test_nothing_of_a_student_but_the_notebook_arrives_and_nobody_waits(course, autograde):
    for hostile in HOSTILE:
        hostile(hand_in(course, hostile.__name__).parent)
    for _ in range(2):  # the second time it looks at what is there, and at its time
        autograde()
        assert dump(course)["files"] == sorted(f"{hostile.__name__}/{ASSIGNMENT}/{NAME}" for hostile in HOSTILE)


def test_the_collectors_records_arrive(course, autograde):
    place = hand_in(course, "a").parent
    (place / "timestamp.txt").write_text("2026-03-01 10:30:00 UTC")
    (place / "submission_secret.txt").write_text(SECRET)
    autograde()
    graded = course.autograded("a", ASSIGNMENT)
    assert sorted(path.name for path in graded.iterdir()) == ["submission_secret.txt", "timestamp.txt", NAME]
    assert (graded / "submission_secret.txt").read_text() == SECRET
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        assert book.find_submission(ASSIGNMENT, "a").timestamp == datetime(2026, 3, 1, 10, 30)


def test_a_folder_that_is_a_link_to_anothers_work_is_not_read(course, autograde):
    hand_in(course, "a")
    (course.submitted / "b").symlink_to("a")
    place = course.submission("c", ASSIGNMENT)
    place.parent.mkdir()
    place.symlink_to(course.submission("a", ASSIGNMENT))
    autograde()
    for student in "bc":
        text = (course.autograded(student, ASSIGNMENT) / NAME).read_text()
        assert "lies in a folder that is a link" in text
        assert "return 2 * x" not in text


def test_comments_are_those_of_course_grade_and_say_what_was_mended(course, autograde, monkeypatch):
    class Pretending:
        grade = staticmethod(pretend)

    monkeypatch.setattr(execute, "warm_grader", lambda *, isolated: Pretending())
    hand_in(course, "flagged", "flag")
    hand_in(course, "blank", essay="YOUR ANSWER HERE")
    run(course)
    expected = {student: about["comments"] for student, about in dump(course).items() if student != "files"}
    edited = hand_in(course, "edited")
    edited.write_text(edited.read_text().replace("== 8", "== 9"))
    (hand_in(course, "page")).write_text("<html>")
    steps = ["ExecuteSafely", "SaveGradesAndRemarks"]
    autograde([f"{PLUGINS}.execute.{step}" for step in steps], force=True)
    found = {student: about["comments"] for student, about in dump(course).items() if student != "files"}
    assert {student: found[student] for student in expected} == expected
    assert found["edited"]["double"][0] == (
        "Flagged (repaired): a check had been changed. "
        "The check of test-double had been changed; the original was used."
    )
    assert found["page"]["double"][0].startswith("Flagged (unreadable): The file is a web page (HTML), not a notebook.")


def test_the_assignment_is_read_once_until_it_changes(course, monkeypatch):
    read = []
    monkeypatch.setattr(execute, "open_assignment", lambda *about: read.append(about))
    for _ in range(3):
        execute._open(course, ASSIGNMENT)
    assert len(read) == 1
    os.utime(course.source(ASSIGNMENT) / NAME, (1, 1))
    execute._open(course, ASSIGNMENT)
    assert len(read) == 2
