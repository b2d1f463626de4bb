import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook

from course.errors import CourseError
from course.grading.class_run import grade_class as module
from course.grading.class_run.command import text
from course.grading.class_run.reports import Reports
from course.grading.class_run.submissions import open_assignment, read_submission, students_with_work
from course.notebook.predictions import PREDICTION
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, WRONG, Notes, StandIn, answered, dump, hand_in, run


def reports(folder):
    return Reports(folder.root / "reports" / ASSIGNMENT)


def states(summary):
    return {report.student: report.status for report in summary.reports}


def test_every_submission_ends_as_graded_flagged_or_failed(course):
    for student, code in {"a": RIGHT, "b": WRONG, "c": "flag", "d": "break"}.items():
        hand_in(course, student, code)
    summary = run(course)
    assert states(summary) == {"a": "graded", "b": "graded", "c": "flagged", "d": "failed"}
    assert not summary.gaps
    assert not summary.complete, "a failure must not end with exit status 0"
    assert {report.student: report.points for report in reports(course).all()} == {"a": 2, "b": 0, "c": 0, "d": 0}
    assert {report.waiting for report in summary.reports} == {3.0}


def test_what_the_class_predicted_stands_on_the_page_as_text_and_earns_nothing(course, monkeypatch):
    monkeypatch.setattr(module, "questions_in", lambda cells: {"rain": "Will it <b>rain</b>?"})
    for student, guess in {"a": "yes", "b": "<script>no"}.items():
        nbformat.write(predicting("rain", guess), hand_in(course, student))
    counts = run(course).predictions["rain"]
    assert (counts.made, counts.right, counts.guesses) == (2, 2, {"yes": 1, "<script>no": 1})
    assert {report.points for report in reports(course).all()} == {2.0}
    page = (reports(course).folder / "index.html").read_text(encoding="utf-8")
    assert "Will it &lt;b&gt;rain&lt;/b&gt;?" in page
    assert "1 × <i>&lt;script&gt;no</i>" in page


def predicting(name, guess):
    """The released notebook, answered, in which somebody says to have predicted rightly."""
    notebook, content = answered(), {"name": name, "guess": guess, "sure": "certain", "right": True}
    notebook.cells.append(new_code_cell("", outputs=[new_output("display_data", {PREDICTION: content})]))
    return notebook


def test_what_has_not_changed_is_not_graded_again(course):
    for student in "abc":
        hand_in(course, student)
    run(course)
    hand_in(course, "b", WRONG)
    pool = StandIn()
    summary = run(course, pool)
    assert pool.graded == ["b"]
    assert [report.student for report in summary.unchanged] == ["a", "c"]
    assert summary.complete


def test_nothing_is_started_when_nothing_is_due(course):
    hand_in(course, "a")
    run(course)
    pool = StandIn()
    run(course, pool)
    assert pool.opened == 0


def test_force_grades_everybody_again_and_student_only_that_one(course):
    for student in "abc":
        hand_in(course, student)
    run(course)
    pool = StandIn()
    summary = run(course, pool, force=True, students=("b",))
    assert pool.graded == ["b"]
    assert not summary.gaps
    run(course, pool, force=True)
    assert pool.graded == ["b", "a", "b", "c"]


@pytest.mark.parametrize("change", ["limits", "source", "sandbox"])
def test_another_limit_or_test_or_sandbox_grades_again(course, change):
    hand_in(course, "a")
    run(course)
    if change == "limits":
        course.config.Limits.cell_cpu = 20.0
    if change == "source":
        path = course.source(ASSIGNMENT) / "tiny.ipynb"
        path.write_text(path.read_text().replace("double(4) == 8", "double(5) == 10"))
    pool = StandIn()
    run(course, pool, isolated=change != "sandbox")
    assert pool.graded == ["a"]


def test_what_broke_off_is_graded_again(course):
    hand_in(course, "a", "break")
    run(course)
    pool = StandIn()
    run(course, pool)
    assert pool.graded == ["a"]


@pytest.mark.parametrize("gone", ["entry", "notebook", "report"])
def test_a_result_that_has_been_lost_is_made_again(course, gone):
    hand_in(course, "a")
    run(course)
    if gone == "entry":
        with Gradebook(str(course.settings.db_url), "tiny") as book:
            book.remove_submission(ASSIGNMENT, "a")
    if gone == "notebook":
        shutil.rmtree(course.autograded("a", ASSIGNMENT))
    if gone == "report":
        (course.root / "reports" / ASSIGNMENT / "a.json").write_text("{")
    before = StandIn()
    assert run(course, before).complete
    assert before.graded == ["a"]
    assert dump(course)["files"] == [f"a/{ASSIGNMENT}/tiny.ipynb"]


def test_a_student_who_handed_nothing_in_cannot_be_chosen(course):
    hand_in(course, "a")
    with pytest.raises(CourseError, match="nothing was handed in for tiny by zoe"):
        run(course, students=("zoe", "a"))


def test_a_submission_that_the_pool_loses_is_a_gap(course):
    for student in "ab":
        hand_in(course, student)
    summary = run(course, StandIn(lost={"b"}))
    assert list(summary.gaps) == ["b"]
    assert not summary.complete


def test_a_result_without_a_submission_is_a_gap_and_a_student_without_either_is_absent(course):
    for student in "ab":
        hand_in(course, student)
    run(course)
    shutil.rmtree(course.submission("b", ASSIGNMENT))
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.add_student("c")
    summary = run(course)
    assert list(summary.gaps) == ["b"]
    assert summary.absent == ["c"]


def test_points_that_somebody_else_has_written_are_put_right(course):
    hand_in(course, "a")
    run(course)
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.find_grade("test-double", "tiny", ASSIGNMENT, "a").auto_score = 1.0
        book.db.commit()
    assert states(run(course)) == {"a": "graded"}
    assert dump(course)["a"]["grades"]["test-double"][0] == 2.0


def test_a_folder_whose_name_is_no_text_is_a_gap_and_stops_nobody(course):
    hand_in(course, "a")
    (course.submitted / os.fsdecode(b"\xff\xfe") / ASSIGNMENT).mkdir(parents=True)
    summary = run(course)
    assert states(summary) == {"a": "graded"}
    assert "rename it" in summary.gaps["'\\udcff\\udcfe'"]


def test_a_link_that_leads_nowhere_is_a_submission(course):
    place = course.submission("a", ASSIGNMENT)
    place.parent.mkdir(parents=True)
    place.symlink_to("/nowhere")
    assert students_with_work(course, ASSIGNMENT) == ["a"]
    submission = read_submission(course, open_assignment(course, ASSIGNMENT), "a")
    assert [job.submitted for job in submission.jobs] == [b""]


def test_a_pipe_as_timestamp_does_not_hold_the_class_up(course):
    place = hand_in(course, "a").parent
    os.mkfifo(place / "timestamp.txt")
    (place / "dangling").symlink_to("nowhere")
    assert run(course).complete


def test_a_student_called_summary_has_a_report(course):
    for student in ("summary", "summary_"):
        hand_in(course, student)
    run(course)
    pool = StandIn()
    assert len(run(course, pool).unchanged) == 2
    assert not pool.graded


def test_each_submission_is_read_once_and_only_when_there_is_room(course, monkeypatch):
    for number in range(5):
        hand_in(course, f"s{number}")
    log = []

    def read(*about):
        log.append("read")
        return read_submission(*about)

    class Pool(StandIn):
        def grade(self, submissions):
            for submission, outcomes in super().grade(submissions):
                log.extend([] if submission.jobs[0].rebuilt else ["graded"])  # the instructor's own is beside it
                yield submission, outcomes

    monkeypatch.setattr(module, "read_submission", read)
    run(course, Pool())
    assert log == ["read", "graded"] * 5


def test_a_run_that_ends_early_leaves_no_summary_of_an_earlier_one(course):
    hand_in(course, "a")
    run(course)
    summary = course.root / "reports" / ASSIGNMENT / "summary.json"
    summary.write_text("{}")

    @contextmanager
    def refuse():
        raise CourseError("no room")
        yield

    hand_in(course, "a", WRONG)
    with pytest.raises(CourseError, match="no room"):
        run(course, open_pool=refuse)
    assert not summary.exists()


def test_progress_counts_only_what_is_due(course):
    for student in "abcd":
        hand_in(course, student)
    run(course)
    hand_in(course, "b", WRONG)
    notes = Notes()
    module.grade_class(course, open_assignment(course, ASSIGNMENT), module.Choices(), notes, StandIn().open)
    assert (notes.most, notes.skipped, [report.student for report in notes.told]) == (3, 3, ["b"])


def test_nothing_heavy_is_imported_while_nothing_is_due(course):
    hand_in(course, "a")
    run(course)
    code = (
        "import sys; from course.cli import main; status = main(sys.argv[1:]);"
        "heavy = {'torch', 'distributed', 'dask', 'tqdm', 'IPython.core.interactiveshell'} & set(sys.modules);"
        "sys.exit(f'{status} {heavy}' if status or heavy else 0)"
    )
    command = [sys.executable, "-c", code, "grade", ASSIGNMENT, "--course", str(course.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 unchanged" in done.stdout
    assert not done.stderr


def take_out(folder, student):
    with Gradebook(str(folder.settings.db_url)) as book:
        book.remove_student(student)


def test_who_was_taken_out_of_the_class_stays_out_and_keeps_the_work(course):
    for student in "ab":
        hand_in(course, student)
    run(course)
    take_out(course, "a")
    hand_in(course, "a", WRONG)
    for _ in range(2):
        summary = run(course, force=True)
        assert (states(summary), summary.removed, summary.gaps) == ({"b": "graded"}, ["a"], {})
    assert (course.submission("a", ASSIGNMENT) / "tiny.ipynb").exists()
    assert "a" not in dump(course)
    with Gradebook(str(course.settings.db_url)) as book:
        book.add_student("a")
    assert states(run(course))["a"] == "graded", "and comes back if entered again"


def test_a_new_gradebook_has_taken_nobody_out(course):
    for student in "ab":
        hand_in(course, student)
    run(course)
    take_out(course, "a")
    take_out(course, "b")
    summary = run(course, StandIn(lost={"b"}))
    assert (states(summary), summary.removed) == ({"a": "graded"}, [])
    assert states(run(course)) == {"b": "graded"}, "b was never in the new one"


def test_who_could_not_be_graded_is_named_with_the_address(course):
    with Gradebook(str(course.settings.db_url)) as book:
        book.add_student("d", first_name="Dee", last_name="Adu", email="d@uni.example")
    hand_in(course, "d", "break")
    assert "failed   d (Dee Adu <d@uni.example>): the machine stopped" in text(run(course))


@pytest.mark.parametrize(
    ("handed_in", "states", "status"),
    [
        ("ab", ("graded", "graded"), "graded"),
        ("a", ("graded", "failed"), "flagged"),
        ("a", ("failed", "failed"), "failed"),
        ("", ("failed", "failed"), "failed"),
    ],
)
def test_of_several_notebooks_one_that_is_missing_has_its_zero_points_and_the_others_count(handed_in, states, status):
    jobs = [SimpleNamespace(notebook=name, submitted=b"{}" if name in handed_in else b"") for name in "ab"]
    outcomes = [SimpleNamespace(notebook=name, status=state) for name, state in zip("ab", states, strict=True)]
    assert module._status(SimpleNamespace(jobs=jobs), outcomes) == status
