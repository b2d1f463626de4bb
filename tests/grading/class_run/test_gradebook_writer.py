import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.grading.class_run.reports import Reports
from course.grading.class_run.submissions import open_assignment
from course.grading.gradebook import gradebook_comments
from course.grading.gradebook import gradebook_writer as module
from course.grading.gradebook.gradebook_writer import open_writer
from course.grading.results.flag import Flag
from course.grading.results.notebook_record import NotebookRecord
from course.grading.results.task_counts import TaskCounts
from tests.grading.class_run.small import ASSIGNMENT, ESSAY, NAME, RIGHT, WRONG, StandIn, dump, hand_in, run

ESSAY_2 = "Because two times four is eight."
ODD = "a\0b\ud800c"  # characters that no database takes


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    return request.param


def graded(course, student):
    return nbformat.read(course.autograded(student, ASSIGNMENT) / NAME, as_version=4)


def mark(course, student, *, cell="why", score=None, comment=None, extra=None):
    """What the formgrader writes."""
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        grade = book.find_grade(cell, "tiny", ASSIGNMENT, student)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, False
        if comment:
            book.find_comment("why", "tiny", ASSIGNMENT, student).manual_comment = comment
        book.db.commit()


def test_a_flag_stands_in_the_comment_the_report_and_the_notebook(course):
    hand_in(course, "a", "flag")
    (report,) = run(course).reports
    assert report.why == "tampered test-double: it <b>lied</b>"
    assert dump(course)["a"]["comments"]["double"] == ("Flagged (tampered): it <b>lied</b>.", None)
    record = NotebookRecord(flags=report.flags, failures=report.failures)
    assert NotebookRecord.read(graded(course, "a")) == record


def test_evidence_that_no_database_would_take_is_entered_all_the_same(course):
    class Odd(StandIn):
        def grade(self, submissions):
            for submission, outcomes in super().grade(submissions):
                yield submission, [replace(one, flags=(Flag("tampered", ODD, "test-double"),)) for one in outcomes]

    hand_in(course, "a")
    assert run(course, Odd()).complete
    assert dump(course)["a"]["comments"]["double"] == ("Flagged (tampered): ab?c.", None)


def test_a_failure_stands_in_the_report_and_the_notebook(course):
    hand_in(course, "a", WRONG)
    (report,) = run(course).reports
    assert [(failure.check, failure.kind) for failure in report.failures] == [("test-double", "check")]
    assert NotebookRecord.read(graded(course, "a")).failures == report.failures
    assert Reports(course.root / "reports" / ASSIGNMENT).read("a") == report


def test_the_summary_counts_what_became_of_each_test(course):
    hand_in(course, "a", WRONG)
    hand_in(course, "b")
    assert run(course).tasks == {"test-double": TaskCounts(full=("b",), none=("a",), failed={"check": 1})}


def test_a_mend_stands_in_the_comment_the_report_and_the_notebook(course):
    path = hand_in(course, "a")
    path.rename(path.with_name("renamed.ipynb"))
    (report,) = run(course).reports
    (sentence,) = report.said
    assert "renamed.ipynb" in sentence
    assert graded(course, "a").metadata.course.mended == [sentence]


def test_an_untouched_answer_is_said_to_be_none(course):
    hand_in(course, "a", essay="YOUR ANSWER HERE")
    run(course)
    assert dump(course)["a"]["comments"]["why"][0] == "No response."
    assert dump(course)["a"]["grades"]["why"] == (0.0, None, None, False)


def test_long_evidence_is_cut_in_the_comment_and_whole_in_the_report(course, monkeypatch):
    monkeypatch.setattr(gradebook_comments, "EVIDENCE", 30)
    hand_in(course, "a", "flag")
    (report,) = run(course).reports
    assert report.flags[0].evidence == "it <b>lied</b>"
    assert dump(course)["a"]["comments"]["double"][0] == "Flagged (tampered): it <b>lied."


@pytest.mark.parametrize("code", ["break", WRONG])
def test_a_resubmission_replaces_the_old_result_even_if_it_fails(course, code):
    hand_in(course, "a")
    run(course)
    hand_in(course, "a", code)
    (report,) = run(course).reports
    assert report.points == 0
    assert dump(course)["a"]["grades"]["test-double"] == (0.0, None, None, False)
    assert graded(course, "a").cells[1].source == code


def test_grading_again_changes_nothing_and_marks_by_hand_survive(course):
    hand_in(course, "a")
    run(course)
    mark(course, "a", score=2.5, comment="Well said.", extra=0.5)
    before = dump(course)
    assert before["a"]["grades"]["why"] == (None, 2.5, 0.5, False)
    for _ in range(2):
        run(course, force=True)
        assert dump(course) == before


def test_another_written_answer_asks_for_a_new_mark_and_keeps_the_old_one_in_sight(course):
    for student in "ab":
        hand_in(course, student)
    run(course)
    for student in "ab":
        mark(course, student, score=2.5, comment="Well said.")
    hand_in(course, "a", essay=ESSAY_2)
    hand_in(course, "b", code=WRONG)
    run(course)
    now = dump(course)
    assert now["a"]["grades"]["why"] == (None, 2.5, None, True)
    assert now["a"]["comments"]["why"][1] == "Well said."
    assert now["b"]["grades"]["why"] == (None, 2.5, None, False)


def test_a_mark_by_hand_for_code_asks_for_review_when_the_answer_is_another_one_with_the_same_points(course):
    for student in "ab":
        hand_in(course, student, WRONG)
    run(course)
    for student in "ab":
        mark(course, student, cell="test-double", score=1.0)
    hand_in(course, "a", WRONG + "  # another")
    run(course, force=True)
    assert dump(course)["a"]["grades"]["test-double"] == (0.0, 1.0, None, True)
    assert dump(course)["b"]["grades"]["test-double"] == (0.0, 1.0, None, False)


def test_a_late_submission_pays_what_nbgrader_is_configured_to_take(course):
    course.config.LateSubmissionPlugin.penalty_method = "zero"
    due = datetime.now(timezone.utc).replace(tzinfo=None)
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=due)
    for student, late in (("a", timedelta(hours=1)), ("b", -timedelta(hours=1))):
        place = hand_in(course, student).parent
        (place / "timestamp.txt").write_text(f"{due + late:%Y-%m-%d %H:%M:%S} UTC")
    run(course)
    assert dump(course)["a"]["penalty"] == 2.0
    assert dump(course)["b"]["penalty"] is None


def test_files_that_are_no_results_are_removed_from_autograded(course):
    place = course.autograded("a", ASSIGNMENT)
    (place / "old").mkdir(parents=True)
    (place / "old" / "other.ipynb").write_text("{}")
    (place / ".tiny.ipynb.part").write_text("half")
    (place / "link").symlink_to("/etc")
    hand_in(course, "a")
    run(course)
    assert dump(course)["files"] == [f"a/{ASSIGNMENT}/{NAME}"]


def test_an_error_between_two_cells_leaves_no_entry_of_a_new_student(course, monkeypatch):
    hand_in(course, "a")

    def refuse(*_):
        raise MemoryError

    monkeypatch.setattr(module, "remarks", refuse)
    with pytest.raises(MemoryError):
        run(course)
    assert dump(course) == {"files": []}
    assert not (course.root / "reports" / ASSIGNMENT / "a.json").exists()
    monkeypatch.undo()
    assert run(course).complete


def test_a_full_disk_leaves_the_old_notebook_and_the_old_grade(course, monkeypatch):
    hand_in(course, "a")
    run(course)
    before, notebook = dump(course), graded(course, "a")

    def fill_up(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", fill_up)
    hand_in(course, "a", WRONG)
    with pytest.raises(OSError, match="No space left"):
        run(course)
    assert dump(course) == before
    assert graded(course, "a") == notebook


def test_the_time_of_handing_in_comes_from_our_record(course):
    place = hand_in(course, "a").parent
    (place / "timestamp.txt").write_text("2026-03-01 10:30:00 UTC")
    run(course)
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        assert book.find_submission(ASSIGNMENT, "a").timestamp == datetime(2026, 3, 1, 10, 30)


def test_points_and_roster_are_those_of_the_gradebook(course):
    for student, code in {"a": RIGHT, "b": WRONG}.items():
        hand_in(course, student, code, ESSAY)
    run(course)
    sources = open_assignment(course, ASSIGNMENT).sources
    with open_writer(course, ASSIGNMENT, sources) as writer:
        assert writer.points() == {"a": 2.0, "b": 0.0}
        assert writer.waiting() == {"a": 3.0, "b": 3.0}
        mark(course, "a", score=2.5)
        assert writer.waiting() == {"b": 3.0}
        assert writer.roster() == {"a", "b"}


def test_a_report_is_the_whole_truth_as_json(course):
    hand_in(course, "a", "flag")
    run(course)
    found = json.loads((course.root / "reports" / ASSIGNMENT / "a.json").read_text())
    for name, value in {"student": "a", "status": "flagged", "points": 0.0, "maximum": 5.0, "waiting": 3.0}.items():
        assert found[name] == value, name
    (flag,) = found["flags"]
    assert (flag["kind"], flag["evidence"], flag["cell"]) == ("tampered", "it <b>lied</b>", "test-double")
    assert found["sandbox"]
