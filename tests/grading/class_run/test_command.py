import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from course import cli
from course.grading.class_run import command
from course.grading.class_run.overview_page import page as page_of
from course.grading.class_run.reports import Report, Summary
from course.grading.results.flag import Flag
from course.grading.results.task_counts import TaskCounts
from scripts.course_copy import ROOT
from tests.grading.class_run.small import ASSIGNMENT, NAME, RIGHT, WRONG, StandIn, dump, hand_in
from tests.grading.reading import expect_printed_though_folded
from tests.grading.waiting import eventually

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def pretended(course, monkeypatch):
    """Run ``course grade`` in this process; what it grades with pretends."""
    monkeypatch.setattr(command, "pool_opener", lambda *_: StandIn().open)

    def grade(*arguments):
        return cli.main(["grade", ASSIGNMENT, "--course", str(course.root), *arguments])

    return grade


def test_where_nothing_was_handed_in_the_place_is_named_where_it_belongs(pretended, capsys):
    assert pretended() == 0
    assert "no work lies at submitted/<student>/tiny/" in capsys.readouterr().out.splitlines()


def test_the_summary_says_what_needs_a_look_and_fails_if_somebody_has_no_result(pretended, course, capsys):
    for student, code in {"a": RIGHT, "b": "flag", "c": "break"}.items():
        hand_in(course, student, code)
    assert pretended() == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "tiny: 1 graded, 1 flagged, 1 failed, 0 unchanged since they were graded",
        "  flagged  b: tampered test-double: it <b>lied</b>",
        "  failed   c: the machine stopped",
        "3 with written answers for you to grade: make formgrader",
        "all of it: reports/tiny/index.html",
    ]
    assert printed.err.splitlines() == [
        "b: flagged: tampered test-double: it <b>lied</b>",
        "c: failed: the machine stopped",
    ]
    hand_in(course, "c", WRONG)
    assert pretended() == 0
    assert capsys.readouterr().out.startswith("tiny: 1 graded, 0 flagged, 0 failed, 2 unchanged")


def test_without_known_answers_the_summary_says_which_guard_is_off(pretended, course, capsys):
    path = course.source(ASSIGNMENT) / NAME
    notebook = nbformat.read(path, as_version=4)
    about = {"grade_id": "probe", "schema_version": 3, "grade": False, "solution": False, "locked": True}
    notebook.cells.insert(2, new_code_cell("received = double(4)", metadata={"nbgrader": about}))
    nbformat.write(notebook, path)
    hand_in(course, "a")
    told = "no wrong answer is known of double: whether a probe was made to lie is not checked there"
    assert pretended() == 0
    assert told in capsys.readouterr().out
    answers = course.root / "lessons" / ASSIGNMENT / "answers"
    answers.mkdir(parents=True)
    (answers / "double.py").write_text("# %% right: twice\ndouble = lambda x: 2 * x\n")
    assert pretended() == 0
    assert told in capsys.readouterr().out
    (answers / "double.py").write_text("# %% wrong: once\ndouble = lambda x: x\n")
    assert pretended() == 0
    assert "no wrong answer" not in capsys.readouterr().out


def test_written_answers_that_have_been_marked_wait_no_longer(pretended, course, capsys):
    for student in "ab":
        hand_in(course, student)
    assert pretended() == 0
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        grade = book.find_grade("why", "tiny", ASSIGNMENT, "a")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        book.db.commit()
    capsys.readouterr()
    assert pretended("--student", "a") == 0
    assert "\n1 with written answers for you to grade" in capsys.readouterr().out
    assert json.loads((course.root / "reports" / ASSIGNMENT / "summary.json").read_text())["waiting"] == {"b": 3.0}


def test_submitted_code_cannot_see_the_course_folder_from_wherever_it_is_graded(course, monkeypatch):
    def look(*_):
        assert Path.cwd() == course.root.resolve()
        return StandIn().open

    monkeypatch.setattr(command, "pool_opener", look)
    hand_in(course, "a")
    before = Path.cwd()
    assert cli.main(["grade", ASSIGNMENT, "--course", str(course.root)]) == 0
    assert Path.cwd() == before


def test_the_summary_as_json_is_what_is_kept(pretended, course, capsys):
    hand_in(course, "a", "flag")
    assert pretended("--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((course.root / "reports" / ASSIGNMENT / "summary.json").read_text())
    assert [report["student"] for report in printed["reports"]] == ["a"]


def test_without_a_sandbox_every_page_says_so(pretended, course, capsys):
    hand_in(course, "a")
    assert pretended("--no-sandbox") == 0
    assert "submitted code ran with your rights" in capsys.readouterr().out
    assert "Without a sandbox" in (course.root / "reports" / ASSIGNMENT / "index.html").read_text()


@pytest.mark.parametrize("name", ["reports", "autograded"])
def test_a_folder_that_cannot_be_written_is_one_clear_line(pretended, course, capsys, name):
    hand_in(course, "a")
    (course.root / name).write_text("in the way")
    assert pretended() == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("course grade: [Errno")
    assert name in line
    assert line.endswith("What was graded stays; mend this and run the same command again")
    (course.root / name).unlink()
    assert pretended() == 0


def test_a_second_command_at_once_is_refused(pretended, course, capsys):
    hand_in(course, "a")
    (course.root / "reports").mkdir()
    with FileLock(course.root / "reports" / ".lock"):
        assert pretended() == 1
    sentence = "course grade: another `course grade` is at work in this folder; wait until it has ended\n"
    assert capsys.readouterr() == ("", sentence)
    assert pretended() == 0


def test_ctrl_c_says_how_to_go_on(pretended, course, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "pool_opener", interrupt)
    hand_in(course, "a")
    assert pretended() == command.STOPPED
    assert capsys.readouterr().out == "stopped; what was graded stays. Run the same command again to go on.\n"


def test_without_the_package_for_clusters_a_scheduler_is_refused_with_what_to_install(course, monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "course.grading.class_run.dask_pool", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    hand_in(course, "a")
    assert cli.main(["grade", ASSIGNMENT, "--course", str(course.root), "--scheduler", "tcp://head:8786"]) == 1
    assert "--scheduler needs the package distributed: pip install 'course[cluster]'" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "-1", "two", "²"])
def test_a_number_of_workers_that_is_none_is_refused(pretended, capsys, workers):
    with pytest.raises(SystemExit):
        pretended(f"--workers={workers}")
    assert "is no number of workers; expected 1 or more" in capsys.readouterr().err


def test_the_page_shows_everybody_and_runs_nothing():
    flags = (Flag("tampered", EVIL, "test-double"),)
    reports = [
        Report("ok", "graded", "", 2.0, 5.0, 3.0, seconds=1.25, memory=42_000_000),
        Report(EVIL, "flagged", "", 0.5, 5.0, 0.0, flags, said=(EVIL,)),
        Report("bad", "failed", "", 0.0, 5.0, 0.0, (Flag("unreadable", "no"),), reason=f"is no notebook {EVIL}"),
    ]
    tasks = {
        "test-double": TaskCounts(
            full=tuple(f"s{number}" for number in range(17)),
            failed={"check": 11, "time limit": 2},
            mistakes={"q and p swapped": ("ada", EVIL)},
        )
    }
    summary = Summary(EVIL, reports, waiting={"ok": 3.0}, absent=[EVIL], gaps={EVIL: EVIL}, tasks=tasks)
    shown = page_of(summary, reports)
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 10
    assert "default-src &#39;none&#39;" in shown or "default-src 'none'" in shown
    assert shown.index("is no notebook") < shown.index("test-double") < shown.index("42 MB")
    for words in (
        "1 failed, 1 flagged, 1 graded",
        "1 with written",
        "2 / 5",
        "0.5 / 5",
        ">3<",
        "1.2 s",
        "42 MB",
        ">17<",
    ):
        assert words in shown
    assert "check: 11, time limit: 2" in shown
    assert "2 × <i>q and p swapped</i>: ada, " in shown


def test_of_grading_that_broke_off_the_terminal_shows_the_error_itself():
    flags = (Flag("broken", "it broke off", detail="Traceback:\n  line 1\nOSError: disk full"),)
    broken = Report("a", "failed", "", 0.0, 5.0, 0.0, flags, reason="Grading broke off; run it again.")
    assert broken.why == "Grading broke off; run it again. (OSError: disk full)"


def test_evidence_cannot_control_the_terminal_or_add_lines():
    flags = (Flag("suspected", "calls \x1b[2J\u202e\n  graded   eve", "test-double"),)
    assert Report("a", "flagged", "", 2.0, 5.0, 0.0, flags).why == "suspected test-double: calls  [2J    graded   eve"


def test_evidence_that_is_folded_on_the_page_is_printed(page, tmp_path, screenshot):
    flags = (Flag("tampered", "it lied", "test-double", detail="line 3: torch.allclose = print"),)
    report = Report("a", "flagged", "", 0.0, 5.0, 3.0, flags)
    path = tmp_path / "index.html"
    path.write_text(page_of(Summary("tiny", [report]), [report]), encoding="utf-8")
    expect_printed_though_folded(page, path, "details pre")
    screenshot("grading-printed")


def start(course, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "course", "grade", ASSIGNMENT, "--workers", "2", *arguments],
        cwd=course.root,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def reported(course):
    return len(list((course.root / "reports" / ASSIGNMENT).glob("s*.json")))


def lives(process):
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


@pytest.mark.usefixtures("grader", "interruptible")  # the first of them: where there is a sandbox
def test_the_command_killed_stopped_and_run_again_leaves_no_process_and_loses_nobody(course):
    codes = [f"import time\ntime.sleep(0.5)\n{code}" for code in (RIGHT, WRONG) * 5]
    for number, code in enumerate(codes):
        hand_in(course, f"s{number}", code)
    for signal_number in (signal.SIGKILL, signal.SIGINT):
        before = reported(course)
        running = start(course)
        eventually(lambda before=before: reported(course) > before)
        family = psutil.Process(running.pid).children(recursive=True)
        assert len(family) > 3, "both warm processes, and those of submissions"
        running.send_signal(signal_number)
        said, complaints = running.communicate(timeout=120)
        eventually(lambda family=family: not any(map(lives, family)))
        if signal_number == signal.SIGINT:
            assert (running.returncode, complaints) == (command.STOPPED, "")
            assert said.startswith("stopped; what was graded stays.")
    assert 0 < reported(course) < 10, "all were done before it was stopped: nothing was tried out"
    said, complaints = start(course).communicate(timeout=300)
    assert "0 failed" in said
    assert not complaints
    found = dump(course)
    assert [found[f"s{n}"]["grades"]["test-double"][0] for n in range(10)] == [2.0, 0.0] * 5
    assert len(found["files"]) == 10
