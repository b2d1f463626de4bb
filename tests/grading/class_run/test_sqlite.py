"""A gradebook in SQLite that is locked, damaged, or on a full disk."""

import resource
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from course.grading.gradebook import database
from course.grading.gradebook.database import GradebookError
from tests.grading.class_run.small import ASSIGNMENT, NAME, WRONG, dump, hand_in, run


def test_a_locked_gradebook_is_said_and_nothing_is_half_written(course, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 50)
    hand_in(course, "a")
    hand_in(course, "b")
    run(course, students=("a",))
    before = dump(course)
    hand_in(course, "a", WRONG)
    with closing(sqlite3.connect(course.root / "gradebook.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GradebookError, match=r"database is locked.*another program.*same command again"):
            run(course)
    assert dump(course) == before
    run(course)
    assert dump(course)["a"]["grades"]["test-double"][0] == 0.0
    assert "b" in dump(course)


def test_a_gradebook_that_may_only_be_read_is_said_and_what_to_do(course, monkeypatch):
    begin = database._begin
    monkeypatch.setattr(database, "_begin", lambda *a, **k: [*begin(*a, **k), "PRAGMA query_only = ON"])
    hand_in(course, "a")
    with pytest.raises(GradebookError, match=r"readonly database.*give yourself the right to"):
        run(course)


def test_what_is_refused_outside_of_a_transaction_is_a_sentence_too(course):
    with pytest.raises(GradebookError, match="the gradebook refuses"), course.gradebook() as book:
        book.db.execute(text("INSERT INTO nothing VALUES (1)"))


def test_a_gradebook_that_nobody_may_read_is_said_when_it_is_opened(course):
    hand_in(course, "a")
    (course.root / "gradebook.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(GradebookError, match="file is not a database"):
        run(course)


@pytest.mark.parametrize("room", [0.2, 2, 12, 24])  # kilobytes above the gradebook's size, or in all
def test_on_a_disk_that_fills_up_nothing_is_half_written_and_a_second_run_finishes(course, room):
    students = [f"s{number}" for number in range(40)]
    for student in students:
        hand_in(course, student)
    size = (course.root / "gradebook.db").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    limit = int(room * 1024) + (size if room > 10 else 0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises((OSError, GradebookError), match=r"too large|disk"):
            run(course)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    found = dump(course)
    assert {f"{student}/{ASSIGNMENT}/{NAME}" for student in students if student in found} == set(found["files"])
    assert all(found[student]["grades"]["test-double"][0] == 2.0 for student in students if student in found)
    assert run(course).complete
    assert len(dump(course)["files"]) == len(students)
