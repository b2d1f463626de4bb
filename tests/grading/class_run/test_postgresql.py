"""What only a gradebook in PostgreSQL can do: be away, be waited for, be asked for by a wrong address."""

import threading
import time

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, text

from course.grading.gradebook import database as module
from course.grading.gradebook.database import GradebookError
from scripts.course_copy import run_nbgrader
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, WRONG, StandIn, configure, dump, hand_in, run


@pytest.fixture
def database():
    return "postgresql"


@pytest.fixture
def marker(course):
    """Another program's connection, as the formgrader has one."""
    engine = create_engine(str(course.settings.db_url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


class Stopping(StandIn):
    """A pool that stops the server when the solution and two students have a result."""

    def __init__(self, server):
        super().__init__()
        self.server = server

    def grade(self, submissions):
        for number, result in enumerate(super().grade(submissions)):
            if number == 3:
                self.server.stop()
            yield result


def test_a_server_that_stops_in_the_middle_leaves_no_half_grade_and_a_second_run_finishes(course, server):
    for student in "abcd":
        hand_in(course, student)
    try:
        with pytest.raises(GradebookError, match=r"the gradebook refuses \(.*\)\. .*run the same command again"):
            run(course, Stopping(server))
        with pytest.raises(GradebookError, match=r"the gradebook refuses \(connection .*\.PGSQL"):
            run(course)
    finally:
        server.start()
    before = dump(course)
    assert sorted(before) == ["a", "b", "files"]
    assert before["files"] == [f"{student}/{ASSIGNMENT}/tiny.ipynb" for student in "ab"]
    pool = StandIn()
    assert run(course, pool).complete
    assert pool.graded == ["c", "d"]
    assert {dump(course)[student]["grades"]["test-double"][0] for student in "abcd"} == {2.0}


def test_marks_that_somebody_is_just_writing_are_waited_for(course, marker):
    hand_in(course, "a")
    run(course)
    marker.execute(text("UPDATE grade SET manual_score = 1.5"))
    hand_in(course, "a", WRONG)

    def end_when_somebody_waits():
        end = time.monotonic() + 60
        while time.monotonic() < end and not marker.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            time.sleep(0.02)
        marker.commit()

    marking = threading.Thread(target=end_when_somebody_waits)
    marking.start()
    run(course)
    marking.join()
    assert dump(course)["a"]["grades"]["test-double"] == (0.0, 1.5, None, True)


def test_somebody_who_never_ends_writing_is_said_and_nothing_is_half_written(course, marker, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 100)
    hand_in(course, "a")
    run(course)
    before = dump(course)
    marker.execute(text("UPDATE grade SET manual_score = 1.5"))
    hand_in(course, "a", WRONG)
    with pytest.raises(GradebookError, match=r"lock timeout.*another program has it open for writing"):
        run(course)
    marker.rollback()
    assert dump(course) == before
    assert run(course).complete


def test_an_address_that_is_none_is_refused_with_what_to_do(course):
    hand_in(course, "a")
    missing = str(course.settings.db_url).replace("gradebook_", "nothing_")
    for url, why in {
        missing: r'database "nothing_\w+" does not exist',
        "postgresql+psycopg2:///x": r"needs the Python package psycopg2; .*pip install 'course\[postgresql\]'",
        "postgres:///x": r"Can't load plugin: sqlalchemy\.dialects:postgres",
    }.items():
        with pytest.raises(GradebookError, match=why):
            run(configure(course.root, url))


def test_an_empty_database_is_no_gradebook_yet(course, server):
    hand_in(course, "a")
    with pytest.raises(GradebookError, match="there is no gradebook yet; run: nbgrader generate_assignment tiny"):
        run(configure(course.root, server.url.replace("template1", "postgres")))


def test_a_student_whose_id_is_too_long_for_it_is_a_gap_and_stops_nobody(course):
    for student in ("a", "b" * 129):
        hand_in(course, student)
    summary = run(course)
    assert [report.student for report in summary.reports] == ["a"]
    assert "it has 129 characters; at most 128 are possible" in summary.gaps[repr("b" * 129)]


def test_nbgraders_own_commands_and_the_formgraders_questions_work_with_it(course):
    released = run_nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")
    assert released.returncode == 0, released.stdout
    for student, code in {"a": RIGHT, "b": WRONG}.items():
        hand_in(course, student, code)
    timestamp = course.submission("b", ASSIGNMENT) / "timestamp.txt"
    timestamp.write_text("2026-03-01 10:30:00.123456 UTC")
    run(course)
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.find_grade("why", "tiny", ASSIGNMENT, "a").manual_score = 2.5
        book.db.commit()
    api = NbGraderAPI(CourseDirectory(config=course.config), config=course.config)
    (assignment,) = api.get_assignments()
    assert (assignment["average_score"], assignment["num_submissions"], assignment["max_score"]) == (2.25, 2, 5.0)
    found = {one["student"]: (one["score"], one["needs_manual_grade"]) for one in api.get_submissions(ASSIGNMENT)}
    assert found == {"a": (4.5, True), "b": (0.0, True)}
    assert {one["student"] for one in api.get_notebook_submissions(ASSIGNMENT, "tiny")} == {"a", "b"}
    assert {one["id"]: one["score"] for one in api.get_students()} == {"a": 4.5, "b": 0.0}
    assert api.get_student_submissions("a")[0]["score"] == 4.5
    assert api.get_student_notebook_submissions("b", ASSIGNMENT)[0]["failed_tests"]
    exported = run_nbgrader(course.root, "export")
    assert exported.returncode == 0, exported.stdout
    lines = (course.root / "grades.csv").read_text().splitlines()
    assert sorted(line.split(",")[3] for line in lines[1:]) == ["a", "b"]
