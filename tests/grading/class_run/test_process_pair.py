import json
import os
import signal
import threading
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from course.grading.class_run import process_pair as module
from course.grading.class_run.process_pair import Grader
from course.grading.class_run.submissions import open_assignment, read_submission
from course.grading.results.job import Job
from course.grading.sandbox import Limits, SandboxMissing
from course.notebook.predictions import PREDICTION, Prediction
from tests import small_cells
from tests.grading.class_run.small import ASSIGNMENT, NAME, RIGHT, STUB, WRONG, answered, hand_in, source

CONFIG = {
    "ClearSolutions": {"code_stub": {"python": STUB}, "text_stub": "YOUR ANSWER HERE"},
    "LimitOutput": {"max_lines": 20},
}
LIMITS = Limits(wall=60.0, memory=300 * 2**20, output=200_000)
SOON = replace(LIMITS, cpu=20, cell_cpu=1.0, cell_wall=5.0)  # for what never ends by itself


def job(code=RIGHT, essay="Twice.", *, notebook=None, test=None, **more):
    instructors, filled = source(), notebook or answered(code, essay)
    if test:
        instructors.cells[2].source = filled.cells[2].source = test
    handed_in = nbformat.writes(filled).encode()
    about = {"config": CONFIG, "limits": LIMITS} | more
    return Job("ada", ASSIGNMENT, "tiny", nbformat.writes(instructors), handed_in, **about)


def cell(outcome, name):
    return next(c for c in nbformat.reads(outcome.executed, as_version=4).cells if c.id == name)


def kinds(outcome):
    return [flag.kind for flag in outcome.flags]


def test_a_right_answer_earns_its_points_and_a_written_one_waits(grader):
    outcome = grader.grade(job())
    assert (outcome.status, outcome.scores, outcome.blank) == ("graded", {"test-double": 2.0, "why": None}, ())
    assert outcome.seconds > 0
    assert outcome.cpu > 0
    assert 0 < outcome.memory < 200 * 2**20


def test_of_predictions_only_those_that_the_lesson_asks_for_are_taken(grader):
    asking, filled = source(), answered()
    asking.cells.append(new_code_cell('predict("rain", "Will it rain?", ["yes", "no"])', id="ask"))
    for name in ("rain", "made-up"):
        content = {PREDICTION: {"name": name, "guess": "no", "sure": "certain", "right": True}}
        filled.cells.append(new_code_cell("", outputs=[new_output("display_data", content)]))
    taken = grader.grade(replace(job(notebook=filled), source=nbformat.writes(asking))).predictions
    assert taken == (Prediction("rain", "no", "certain", right=True),)


def test_wrong_and_untouched_answers_earn_nothing(grader):
    assert grader.grade(job(WRONG)).scores == {"test-double": 0.0, "why": None}
    outcome = grader.grade(job(STUB, "YOUR ANSWER HERE"))
    assert outcome.scores == {"test-double": 0.0, "why": 0.0}
    assert outcome.blank == ("double", "why")


def test_another_exercises_notebook_is_not_run_and_nothing_of_it_counts_as_an_answer(grader):
    outcome = grader.grade(job("import time\ntime.sleep(1000)", "The lesson's own text.", owner="2-squares"))
    assert (outcome.status, outcome.scores) == ("failed", {"test-double": 0.0, "why": 0.0})
    assert outcome.reason.startswith("this is the notebook of 2-squares, not of tiny")
    assert kinds(outcome) == ["misplaced"]
    assert "own text" not in outcome.executed


def test_where_several_files_could_have_been_the_notebook_a_person_should_look(grader):
    outcome = grader.grade(job(doubt="There is more than one file."))
    assert (outcome.status, kinds(outcome), outcome.scores["test-double"]) == ("flagged", ["several"], 2.0)


@pytest.mark.parametrize(
    ("value", "points"), [("0.5", 0.5), ("2", 2.0), ("-3.0", 0.0), ("5.0", 0.0), ("float('nan')", 0.0), ("'full'", 2.0)]
)
def test_partial_credit_is_a_number_within_range_and_nbgrader_reads_the_same(grader, value, points):
    outcome = grader.grade(job(test=f"double(1)\n{value}"))
    assert outcome.scores["test-double"] == points
    assert determine_grade(cell(outcome, "test-double"))[0] == points


def test_the_notebook_that_is_kept_runs_nothing_in_a_browser(grader):
    code = RIGHT + "\nfrom IPython.display import HTML\nHTML('<script>alert(1)</script><b>bold</b>')"
    (output,) = cell(grader.grade(job(code)), "double").outputs
    assert output.data["text/html"] == "<b>bold</b>"


def test_what_a_cell_showed_when_it_was_handed_in_stands_there_labelled_and_earns_nothing(grader):
    instructors, filled = source(), answered(WRONG, "Twice.")
    for notebook in (instructors, filled):
        notebook.cells.append(nbformat.v4.new_code_cell("show()", id="demo"))
    shown = nbformat.v4.new_output("execute_result", {"text/html": "<b>2.0</b><script>1</script>", "text/plain": "2.0"})
    for handed_in in filled.cells[1:]:
        if handed_in.cell_type == "code":
            handed_in.outputs = [shown]
    outcome = grader.grade(replace(job(notebook=filled), source=nbformat.writes(instructors)))
    label, kept = cell(outcome, "demo").outputs
    assert label.text == "From the submitted notebook, not run again:\n"
    assert (kept.output_type, kept.data["text/html"]) == ("display_data", "<b>2.0</b>")
    assert (outcome.scores["test-double"], cell(outcome, "double").outputs) == (0.0, [])


def test_an_endless_loop_costs_what_the_configuration_allows_for_a_cell(grader):
    outcome = grader.grade(job(RIGHT + "\nwhile True:\n    pass", limits=SOON))
    assert 1 < outcome.seconds < 15
    assert [o.ename for o in cell(outcome, "double").outputs] == ["KeyboardInterrupt", "CellTimeoutError"]
    assert outcome.scores["test-double"] == 2.0, "the answer was there before the loop began"


@pytest.mark.parametrize(
    ("code", "limits", "evidence"),
    [
        ("import os\nos._exit(0)", LIMITS, "it ended"),
        ("import ctypes\nctypes.string_at(0)", LIMITS, "crash"),
        (
            "import signal, time\nsignal.pthread_sigmask(2, range(1, 65))\nwhile True:\n    time.sleep(1)",
            *(SOON, "did not stop"),
        ),
    ],
)
def test_a_process_that_ends_or_hangs_is_flagged_with_what_happened(grader, code, limits, evidence):
    outcome = grader.grade(job(code, limits=limits))
    assert outcome.status == "flagged"
    assert set(kinds(outcome)) == {"limit"}
    assert evidence in " ".join(flag.evidence for flag in outcome.flags)
    assert outcome.scores["test-double"] == 0.0


def test_outputs_are_kept_up_to_the_limit_of_the_notebook_and_errors_beyond(grader):
    notebook = answered()
    for number in range(4):
        noisy = nbformat.v4.new_code_cell(f"print('{number}' * 90_000)\n1 / 0", id=f"noisy-{number}")
        notebook.cells.insert(1 + number, noisy)
    outcome = grader.grade(job(notebook=notebook))
    assert len(outcome.executed) < 250_000
    assert kinds(outcome) == ["limit"]
    assert "more than 200,000 bytes" in outcome.flags[0].evidence
    cells = nbformat.reads(outcome.executed, as_version=4).cells
    noisy = [cell.outputs for cell in cells if cell.source.startswith("print(")]
    assert [len(outputs[0].text) > 80_000 for outputs in noisy] == [True, True, False, False]
    assert {outputs[-1].ename for outputs in noisy} == {"ZeroDivisionError"}
    assert outcome.scores["test-double"] == 2.0


def test_the_lines_of_an_output_are_capped_as_nbgrader_is_configured(grader):
    (output,) = cell(grader.grade(job(RIGHT + "\nfor i in range(100):\n    print(i)")), "double").outputs
    assert len(output.text.splitlines()) == 20


def test_the_limits_of_the_configuration_go_with_every_job(course):
    course.config.Limits.cell_cpu, course.config.Limits.output = 1.5, 100_000
    hand_in(course, "a")
    (submitted,) = read_submission(course, open_assignment(course, ASSIGNMENT), "a").jobs
    assert (submitted.limits.cell_cpu, submitted.limits.output) == (1.5, 100_000)


def test_a_students_own_files_are_beside_the_notebook(grader):
    code = "from pathlib import Path\ndef double(x):\n    return int(Path('data/two.txt').read_text()) * x"
    assert grader.grade(job(code, files={"data/two.txt": b"2"})).scores["test-double"] == 2.0
    assert grader.grade(job(code)).scores["test-double"] == 0.0


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 essay", b"[1, 2]"])
def test_what_is_no_notebook_fails_with_the_reason_and_what_to_do(grader, data):
    outcome = grader.grade(replace(job(), submitted=data))
    assert (outcome.status, kinds(outcome)) == ("failed", ["unreadable"])
    assert "hand" in outcome.reason.casefold()
    assert outcome.scores == {"test-double": 0.0, "why": 0.0}
    (output,) = cell(outcome, "test-double").outputs
    assert (output.ename, output.evalue) == ("NotGraded", outcome.reason)
    assert outcome.blank == ("double", "why")


FAKED = "float = lambda x: 8.0"


def probed(code, wrong):
    """A job whose test looks at what a probe has put into a name."""
    probe = small_cells.nbgrader_cell("probe", "came = float(double(4))")
    instructors, filled = source(), answered(code, "Twice.")
    for notebook in (instructors, filled):
        notebook.cells.insert(2, probe)
        notebook.cells[3].source = "assert came == 8"
    return replace(job(notebook=filled), source=nbformat.writes(instructors), wrong={"double": (wrong,)})


def test_nobody_is_accused_because_a_wrong_answer_of_ours_is_right(grader):
    outcome = grader.grade(probed(RIGHT, wrong="def double(x):\n    return x + x"))
    assert (outcome.status, outcome.scores["test-double"]) == ("flagged", 2.0)
    (flag,) = outcome.flags
    assert (flag.kind, flag.cell) == ("unchecked", "test-double")
    assert "double.py" in flag.detail
    assert grader.grade(probed(WRONG, wrong="def double(x):\n    return x + x")).scores["test-double"] == 0.0


def test_whoever_makes_the_probe_lie_is_accused(grader):
    outcome = grader.grade(probed(f"{FAKED}\n{WRONG}", wrong="def double(x):\n    return -x"))
    assert (outcome.scores["test-double"], kinds(outcome)) == (0.0, ["tampered"])


def test_a_warm_process_that_dies_in_the_middle_costs_its_submission_nothing(grader):
    outcomes = []
    slow = job("import time\ntime.sleep(0.9)\n" + RIGHT)
    thread = threading.Thread(target=lambda: outcomes.append(grader.grade(slow)))
    thread.start()
    threading.Event().wait(0.6)  # it sleeps by now, or is about to begin
    os.kill(grader._students.pid, signal.SIGKILL)
    thread.join()
    assert (outcomes[0].status, outcomes[0].scores["test-double"]) == ("graded", 2.0)


def test_a_test_side_that_ends_too_early_twice_is_a_failure_with_its_last_words(grader, monkeypatch):
    monkeypatch.setattr(module, "RUNNER", "course.grading.sandbox.exec_entry:nothing_of_that_name")
    outcome = grader.grade(job())
    assert (outcome.status, kinds(outcome)) == ("failed", ["broken"])
    assert "nothing_of_that_name" in outcome.flags[0].detail
    assert "nothing_of_that_name" not in outcome.reason
    monkeypatch.setattr(module, "RUNNER", "os:_exit")
    assert "grading broke off" in grader.grade(job()).reason


def test_as_many_as_threads_call_are_graded_at_a_time(grader):
    results = {}

    def work(student):
        code = f"import time\ntime.sleep(0.5)\ndef double(x):\n    return 2 * x + {student % 2}"
        results[student] = grader.grade(job(code)).scores["test-double"]

    threads = [threading.Thread(target=work, args=(student,)) for student in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {0: 2.0, 1: 0.0, 2: 2.0, 3: 0.0}


class Slow:
    """Stands for a warm process: it has started when both have begun to."""

    def __init__(self, both, error=None):
        self.both, self.error, self.closed = both, error, False

    def __enter__(self):
        self.both.wait(5)
        if self.error:
            raise self.error

    def close(self):
        self.closed = True


@pytest.mark.parametrize("error", [None, SandboxMissing("there is no bwrap")])
def test_both_warm_processes_start_at_once_and_end_together(error):
    both = threading.Barrier(2)
    grader = Grader()
    grader._students, grader._runners = Slow(both, error), Slow(both)
    if error:
        with pytest.raises(SandboxMissing):
            grader.__enter__()
    else:
        with grader:
            assert not grader._students.closed
    assert grader._students.closed
    assert grader._runners.closed


def test_what_was_stopped_starts_nothing_again():
    grader = Grader()
    grader.__exit__()
    outcome = grader.grade(job())
    assert "grading was stopped" in outcome.flags[0].detail
    assert grader._students.pid is None


def test_limits_of_our_own_side_follow_those_of_the_submission(grader, monkeypatch):
    asked = {}
    spawn = grader._runners.spawn

    def watch(entry, files, *, limits):
        asked["limits"] = limits
        return spawn(entry, files, limits=limits)

    monkeypatch.setattr(grader._runners, "spawn", watch)
    grader.grade(job(limits=Limits(wall=5_000.0, memory=64 * 2**20)))
    assert asked["limits"].wall == 2 * 5_000 + module.GRACE
    assert asked["limits"].cpu == 2 * 5_000 + module.GRACE
    assert asked["limits"].memory == Limits().memory


def test_an_outcome_survives_the_way_from_a_worker(grader):
    outcome = grader.grade(job("import os\nos._exit(3)"))
    assert type(outcome).from_json(outcome.to_json()) == outcome
    assert json.loads(outcome.to_json())["student"] == "ada"
    assert outcome.notebook == NAME.removesuffix(".ipynb")
