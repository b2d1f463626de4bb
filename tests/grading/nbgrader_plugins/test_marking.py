"""A mark given in the formgrader changes the penalty with it."""

import os
import sys
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event
from sqlalchemy.orm import Session
from traitlets.config import Config

from course.grading.nbgrader_plugins import marking
from tests.grading.class_run.small import ASSIGNMENT, dump, hand_in, make_course, run


@pytest.fixture
def late(tmp_path, monkeypatch):
    """A course in which one student with 2 points by tests is a day late, and a tenth is taken off for it."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    course = make_course(tmp_path / "course")
    path = hand_in(course, "ada")
    (path.parent / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2026, 3, 1, 12))
    policy = "course.grading.nbgrader_plugins.late_policy.LatePolicy"
    course.config.merge({"AssignLatePenalties": {"plugin_class": policy}})
    run(course)
    marking.follow_marks(Config(course.config))
    yield course
    event.remove(Session, "before_flush", marking.note_marks)
    event.remove(Session, "before_commit", marking.renew_penalties)


def test_the_penalty_follows_each_mark(late):
    assert dump(late)["ada"]["penalty"] == pytest.approx(0.2)
    with Gradebook(str(late.settings.db_url), "tiny") as book:
        for mark, extra in ((3.0, None), (1.0, None), (1.0, 2.0)):
            grade = book.find_grade("why", "tiny", ASSIGNMENT, "ada")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = mark, extra, False
            book.db.commit()
            assert dump(late)["ada"]["penalty"] == pytest.approx(0.1 * (2 + mark + (extra or 0)))


def test_a_configuration_that_is_read_again_is_followed_once(late):
    marking.follow_marks(Config())  # which takes nothing off
    with Gradebook(str(late.settings.db_url), "tiny") as book:
        book.find_grade("why", "tiny", ASSIGNMENT, "ada").manual_score = 2.0
        book.db.commit()
    assert dump(late)["ada"]["penalty"] is None
