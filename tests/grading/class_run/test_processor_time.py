"""Limits count what a submission computes, with all that it starts; the clock counts only against what waits."""

import os
import subprocess
import sys
import time

import pytest

from course.grading.sandbox import Limits
from tests.grading.class_run.small import RIGHT
from tests.grading.class_run.test_process_pair import cell, job

SPIN = "import time\nend = time.monotonic() + 60\nwhile time.monotonic() < end: pass"
SLOW = """import time
def double(x):
    end = time.process_time() + 0.4
    while time.process_time() < end: pass
    return 2 * x"""  # called three times
CHILD = """import os
def double(x):
    if not os.fork():
        while True: pass
    os.wait()"""
TIGHT = Limits(cpu=20, cell_cpu=2.0, wall=60.0, cell_wall=30.0)


@pytest.fixture
def busy():
    """Other programs want every core, four at a time."""
    command = [sys.executable, "-I", "-S", "-c", SPIN]
    spinning = [subprocess.Popen(command, start_new_session=True) for _ in range(4 * (os.cpu_count() or 1))]
    yield
    for process in spinning:
        process.kill()
        process.wait()


def test_a_slow_right_answer_keeps_its_points_on_a_busy_machine(grader, busy):
    begin = time.monotonic()
    outcome = grader.grade(job(SLOW, limits=TIGHT))
    assert time.monotonic() - begin > TIGHT.cell_cpu, "by the clock it would have been stopped"
    assert (outcome.scores["test-double"], outcome.flags, outcome.again) == (2.0, (), False)


def test_processes_that_an_answer_starts_count(grader):
    outcome = grader.grade(job(CHILD, limits=TIGHT))
    assert outcome.scores["test-double"] == 0.0
    assert outcome.failures[0].kind in ("time limit", "process ended")
    assert not outcome.again


def test_what_only_waits_is_stopped_by_the_clock_and_may_be_graded_again(grader):
    outcome = grader.grade(job(RIGHT + "\nimport time\ntime.sleep(1000)", limits=Limits(cell_cpu=1.0, cell_wall=2.0)))
    assert cell(outcome, "double").outputs[-1].evalue.startswith("It had not ended after 2 s, most of which it only")
    assert outcome.again


def test_an_endless_loop_is_told_what_to_do_and_is_not_graded_again(grader):
    outcome = grader.grade(job("def double(x):\n    while True: pass", limits=TIGHT))
    assert outcome.failures[0].kind == "time limit"
    assert "more than 2 s of processor time" in outcome.failures[0].detail
    assert not outcome.again
