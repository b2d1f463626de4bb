import os
import signal
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace

import psutil
import pytest

from course.grading.class_run import pool as module
from course.grading.class_run.pool import open_pool
from course.grading.class_run.process_pair import Grader
from course.grading.class_run.second_try import AGAIN
from course.grading.class_run.submissions import open_assignment, read_submission
from course.grading.sandbox import SandboxMissing
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, hand_in, pretend
from tests.grading.waiting import eventually


class Pretending:
    """Takes the place of a grader: each waits until as many as ``together`` are at work."""

    def __init__(self, together=1):
        self.together, self.running, self.most, self.lock = threading.Barrier(together), 0, 0, threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def grade(self, job):
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.together.wait(30)
        with self.lock:
            self.running -= 1
        return pretend(job)


@pytest.fixture
def submissions(course):
    def make(count):
        students = [f"s{number}" for number in range(count)]
        for student in students:
            hand_in(course, student, RIGHT)
        assignment = open_assignment(course, ASSIGNMENT)
        return [read_submission(course, assignment, student) for student in students]

    return make


def test_as_many_as_asked_for_are_graded_at_a_time(submissions):
    grader, handed_in = Pretending(together=3), submissions(12)
    with open_pool(grader, workers=3) as pool:
        found = {submission.student: outcome.scores["test-double"] for submission, (outcome,) in pool.grade(handed_in)}
    assert found == dict.fromkeys((submission.student for submission in handed_in), 2.0)
    assert grader.most == 3


class Busy(Pretending):
    """A grader that some submissions meet as if the machine had been busy; it notes who was graded beside whom."""

    def __init__(self, *limited):
        super().__init__()
        self.limited, self.tries, self.beside = limited, [], []

    def grade(self, job):
        self.tries.append(job.student)
        if first := self.tries.count(job.student) == 1:
            time.sleep(0.05)
        with self.lock:
            self.beside.append(self.running)
        return replace(super().grade(job), again=first and job.student in self.limited)


def test_what_a_busy_machine_may_have_ended_is_graded_once_more_when_all_others_are_done(submissions):
    grader = Busy("s0", "s2")
    with open_pool(grader, workers=3) as pool:
        found = [(submission.student, outcome) for submission, (outcome,) in pool.grade(submissions(6))]
    assert grader.tries[6:] == [student for student, _ in found[4:]]
    assert {student for student, _ in found[4:]} == {"s0", "s2"}
    assert grader.beside[6:] == [0, 0]
    flagged = {student: [flag.evidence for flag in outcome.flags] for student, outcome in found if outcome.flags}
    assert flagged == {"s0": [AGAIN], "s2": [AGAIN]}
    assert {outcome.status for _, outcome in found[4:]} == {"flagged"}


def test_few_submissions_are_read_ahead(submissions):
    taken, ahead = 0, []

    def counted(found):
        nonlocal taken
        for submission in found:
            taken += 1
            yield submission

    with open_pool(Pretending(), workers=2) as pool:
        for done, _ in enumerate(pool.grade(counted(submissions(20)))):
            ahead.append(taken - done)
    assert max(ahead) <= module.AHEAD * 2


def test_a_machine_without_a_sandbox_is_refused_with_the_reason(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SandboxMissing, match=r"no sandbox: bubblewrap .* is not installed\. Ways out"):
        open_pool(Grader(), workers=2).__enter__()


def listening():
    """Where this process and those that it has started can be reached."""
    found = set()
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            found |= {one.laddr for one in process.net_connections() if one.status == psutil.CONN_LISTEN}
    return found


def test_nothing_can_be_reached_from_outside_and_no_folder_is_left_behind(submissions, monkeypatch, tmp_path):
    scratch, handed_in = tmp_path / "scratch", submissions(1)
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.chdir(scratch)
    before = listening()
    with open_pool(Grader(isolated=False), workers=1) as pool:
        ((_, (outcome,)),) = pool.grade(handed_in)
        assert listening() <= before
    assert outcome.status == "graded"
    assert not list(scratch.iterdir())


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_ends_at_once(submissions):
    ended, waited = threading.Event(), []

    class Interrupting(Pretending):
        def grade(self, job):
            os.kill(os.getpid(), signal.SIGINT)
            waited.append(ended.wait(30))
            return pretend(job)

        def __exit__(self, *_):
            ended.set()  # ends what is being done

    with pytest.raises(KeyboardInterrupt), open_pool(Interrupting(), workers=1) as pool:
        list(pool.grade(submissions(3)))
    assert eventually(lambda: waited) == [True], "the submission was not ended, or the next one was begun"
