"""Submissions are put in place whole, and newer ones stay."""

from datetime import datetime, timedelta, timezone

import pytest
from nbgrader.utils import parse_utc

from course.grading.gradebook.course_folder import handed_in
from course.grading.moodle.store import open_store
from tests.grading.moodle.conftest import ASSIGNMENT

EARLY, LATE = (datetime(2025, 11, day, 12, tzinfo=timezone.utc) for day in (20, 21))


@pytest.fixture
def put(course):
    def put(data, time):
        with open_store(course, ASSIGNMENT) as store:
            return store.put("amina", {"circle.ipynb": data}, time)

    return put


@pytest.fixture
def place(course):
    return course.submission("amina", ASSIGNMENT)


def contents(place):
    return {path.name: path.read_bytes() for path in place.iterdir()}


def test_a_submission_has_its_notebook_and_our_time(put, place):
    assert put(b"1", EARLY) == (True, "")
    assert contents(place) == {"circle.ipynb": b"1", "timestamp.txt": b"2025-11-20 12:00:00 UTC"}
    assert parse_utc((place / "timestamp.txt").read_text()) == EARLY.replace(tzinfo=None)
    assert handed_in(place) == EARLY


def test_a_newer_one_replaces_an_older_one_completely(put, place):
    put(b"1", EARLY)
    (place / "old.ipynb").write_bytes(b"left over")
    assert put(b"2", LATE) == (True, "replaces the one of 2025-11-20 12:00:00 UTC")
    assert contents(place) == {"circle.ipynb": b"2", "timestamp.txt": b"2025-11-21 12:00:00 UTC"}


def test_an_older_one_never_replaces_a_newer_one(put, place):
    put(b"2", LATE)
    before = contents(place)
    assert put(b"1", EARLY) == (False, "a newer submission is there, of 2025-11-21 12:00:00 UTC")
    assert contents(place) == before


def test_the_same_work_stays_untouched_so_that_it_is_not_graded_again(put, place):
    put(b"1", EARLY)
    before = (place / "timestamp.txt").stat().st_mtime_ns
    assert put(b"1", LATE) == (True, "already there")
    assert (place / "timestamp.txt").stat().st_mtime_ns == before
    assert handed_in(place) == EARLY


def test_without_a_timestamp_the_files_time_counts(put, place):
    put(b"1", EARLY)
    (place / "timestamp.txt").write_text("yesterday")
    assert abs(datetime.now(timezone.utc) - handed_in(place)) < timedelta(minutes=5)  # the file is new
    assert put(b"0", EARLY)[0] is False


@pytest.mark.parametrize("interrupted_after", ["write", "first rename"])
def test_an_interrupted_run_leaves_no_half_submission_and_heals(put, place, course, monkeypatch, interrupted_after):
    put(b"1", EARLY)
    calls = []

    def rename(self, target):
        calls.append(self)
        if len(calls) > (interrupted_after == "first rename"):
            raise KeyboardInterrupt
        return original(self, target)

    original = type(place).rename
    with monkeypatch.context() as patch:
        patch.setattr(type(place), "rename", rename)
        patch.setattr("course.grading.moodle.store.shutil.rmtree", lambda *_, **__: None)  # killed: no tidying up
        with pytest.raises(KeyboardInterrupt):
            put(b"2", LATE)
    assert not place.exists() or contents(place)["circle.ipynb"] == b"1"
    with open_store(course, ASSIGNMENT):
        assert contents(place)["circle.ipynb"] == b"1"
    assert put(b"2", LATE)[0] is True
    assert contents(place)["circle.ipynb"] == b"2"
    assert [path.name for path in course.submitted.iterdir()] == ["amina"]
