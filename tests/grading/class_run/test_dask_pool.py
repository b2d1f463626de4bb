import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack

import psutil
import pytest

from course.grading.class_run import dask_pool, dask_task
from course.grading.class_run.dask_pool import ClusterError, open_pool
from course.grading.class_run.grade_class import Choices
from course.grading.class_run.submissions import open_assignment, read_submission
from course.grading.sandbox import SandboxMissing
from scripts.course_copy import ROOT
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, hand_in, pretend
from tests.grading.waiting import eventually

BOUND = "60"  # seconds; however a test ends, nothing stays longer
QUIET = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")


class Cluster:
    """A real scheduler and workers in processes of their own; nothing of them outlives a test."""

    def __init__(self, stack, folder):
        self.stack, self.folder = stack, folder
        about = folder / "scheduler.json"  # a port that it has found free itself
        where = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(about))
        self.scheduler = self.start("scheduler", *where, *QUIET, "--idle-timeout", BOUND)
        self.address = eventually(lambda: json.loads(about.read_text())["address"], seconds=30)

    def worker(self, **environment):
        preload = "tests.grading.class_run.preload"
        options = ["--nthreads", "1", "--no-nanny", *QUIET, "--preload", preload, "--host", "127.0.0.1"]
        return self.start("worker", self.address, *options, "--death-timeout", BOUND, **environment)

    def start(self, *command, **environment):
        same = {"VERSION": dask_task.course_version(), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        environment = same | {"DIED": str(self.folder / "died")} | environment
        log = self.stack.enter_context((self.folder / "dask.log").open("a"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=self.folder, env=os.environ | environment, stdout=log, stderr=log,
        )  # fmt: skip
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process


@pytest.fixture
def cluster(tmp_path):
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path)


@pytest.fixture
def submissions(course):
    def make(**codes):
        for student, code in codes.items():
            hand_in(course, student, code)
        assignment = open_assignment(course, ASSIGNMENT)
        return [read_submission(course, assignment, student) for student in codes]

    return make


def grade(submissions, said=None, **choices):
    """Outcomes by student."""
    with open_pool(Choices(**choices), (said if said is not None else []).append) as pool:
        return {submission.student: outcomes[0] for submission, outcomes in pool.grade(submissions)}


class Instead:
    """Takes the place of a grader in this process: each waits until as many as ``together`` are at work."""

    def __init__(self):
        self.together, self.running, self.most, self.lock = threading.Barrier(1), 0, 0, threading.Lock()

    def grade(self, job):
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.together.wait(30)
        with self.lock:
            self.running -= 1
        return pretend(job)


@pytest.fixture
def instead(monkeypatch):
    grader = Instead()
    monkeypatch.setattr(dask_task, "warm_grader", lambda *, isolated: grader)
    return grader


def test_on_this_machine_as_many_as_asked_for_are_graded_at_a_time(submissions, instead):
    codes = {f"s{number}": RIGHT for number in range(12)}
    instead.together = threading.Barrier(3)
    found = grade(submissions(**codes), workers=3)
    assert {student: outcome.scores["test-double"] for student, outcome in found.items()} == dict.fromkeys(codes, 2.0)
    assert instead.most == 3


def test_few_submissions_are_read_ahead(submissions, instead):
    taken, ahead = 0, []

    def counted(found):
        nonlocal taken
        for submission in found:
            taken += 1
            yield submission

    everything = submissions(**{f"s{number}": RIGHT for number in range(20)})
    with open_pool(Choices(workers=2), print) as pool:
        for done, _ in enumerate(pool.grade(counted(everything))):
            ahead.append(taken - done)
    assert max(ahead) <= dask_pool.AHEAD * 2


def test_a_machine_without_a_sandbox_is_refused_with_the_reason(submissions, monkeypatch):
    def refuse(*, isolated):
        raise SandboxMissing("there is no bubblewrap here")

    monkeypatch.setattr(dask_task, "warm_grader", refuse)
    with pytest.raises(ClusterError, match=r"cannot grade: no sandbox: there is no bubblewrap here\. Ways out"):
        grade(submissions(a=RIGHT, b=RIGHT), workers=2)


def test_on_this_machine_nothing_can_be_reached_from_outside(submissions, instead, recwarn):
    own = psutil.Process()
    before = set(own.net_connections())
    with open_pool(Choices(workers=2), print) as pool:
        assert [outcomes for _, outcomes in pool.grade(submissions(a=RIGHT))]
        listening = [one.laddr.ip for one in set(own.net_connections()) - before if one.status == psutil.CONN_LISTEN]
    assert set(listening) <= {"127.0.0.1"}
    assert not recwarn.list


def test_on_this_machine_no_folder_is_left_behind(submissions, instead, monkeypatch, tmp_path):
    scratch, work = tmp_path / "scratch", submissions(a=RIGHT)
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.chdir(scratch)
    assert grade(work, workers=1)["a"].status == "graded"
    assert not list(scratch.iterdir())


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_ends_at_once(submissions, instead, monkeypatch):
    ended, waited = threading.Event(), []

    def work(job):
        os.kill(os.getpid(), signal.SIGINT)
        waited.append(ended.wait(30))
        return pretend(job)

    monkeypatch.setattr(instead, "grade", work)
    monkeypatch.setattr(dask_pool, "cool_down", ended.set)  # ends what is being done
    with pytest.raises(KeyboardInterrupt):
        grade(submissions(a=RIGHT), workers=1)
    assert eventually(lambda: waited, seconds=30) == [True], "the submission was not ended"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{}", "nowhere://x", "tls://127.0.0.1:{}"])
def test_no_scheduler_is_said_with_what_to_do(submissions, address):
    soon = dask_pool.dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with socket.socket() as silent, soon:
        silent.bind(("127.0.0.1", 0))  # nobody else can have the port, and nobody answers there
        address = address.format(silent.getsockname()[1])
        with pytest.raises(ClusterError, match=rf"no scheduler answers at {address} .*dask scheduler"):
            grade(submissions(a=RIGHT), scheduler=address)


def test_a_job_of_a_killed_worker_is_done_by_another_and_one_that_kills_two_fails(cluster, submissions):
    for _ in range(4):  # of which three die
        cluster.worker()
    codes = {"a": RIGHT, "once": "# die once", "b": RIGHT, "always": "# die always", "c": RIGHT, "d": RIGHT}
    found = grade(submissions(**codes), scheduler=cluster.address)
    assert sorted(found) == sorted(codes)
    failed = found["always"]
    assert (failed.status, [flag.kind for flag in failed.flags]) == ("failed", ["broken"])
    assert "Two workers died while they graded it" in failed.reason
    assert found["once"].status == "graded"
    assert {found[student].status for student in "abcd"} == {"graded"}


def test_without_a_worker_it_waits_says_so_and_goes_on_when_one_comes(cluster, submissions, monkeypatch):
    monkeypatch.setattr(dask_pool, "PATIENCE", 1.0)
    monkeypatch.setattr(dask_pool, "TICK", 0.2)
    said = []

    class Said(list):
        def append(self, text):
            said.append(text)
            if len(said) == 1:
                cluster.worker()

    assert grade(submissions(a=RIGHT), Said(), scheduler=cluster.address)["a"].status == "graded"
    assert said[0] == f"no worker is connected; waiting for one: dask worker {cluster.address}"


def test_a_worker_with_another_course_or_no_sandbox_is_sent_away_and_the_others_go_on(cluster, submissions):
    for unfit in ({"VERSION": "0.0.9 (old)"}, {"UNFIT": "1"}, {}):
        cluster.worker(**unfit)
    with dask_pool.Client(cluster.address) as client:
        client.wait_for_workers(3, timeout=60)
    said = []
    slow = {f"s{number}": f"{RIGHT}\n# slow" for number in range(4)}
    assert sorted(grade(submissions(**slow), said, scheduler=cluster.address)) == sorted(slow)
    told = "\n".join(said)
    assert f"it has course 0.0.9 (old), and this command {dask_task.course_version()}; install the same on both" in told
    assert "bubblewrap is not installed" in told
    assert "the others go on" in told


def test_a_scheduler_that_is_lost_ends_the_run_with_what_to_do(cluster, submissions):
    cluster.worker()
    slow = submissions(**{f"s{number}": f"{RIGHT}\n# slow" for number in range(30)})
    lost = pytest.raises(ClusterError, match=r"connection to the scheduler was lost\. .* run the same command again")
    soon = dask_pool.dask.config.set({"distributed.comm.timeouts.connect": "2s"})
    with soon, lost, open_pool(Choices(scheduler=cluster.address), print) as pool:
        for _ in pool.grade(slow):
            cluster.scheduler.kill()


def test_the_version_tells_one_course_from_another(monkeypatch, tmp_path):
    first = dask_task.course_version()
    assert first.startswith("0.1.0 (")
    (tmp_path / "other.py").write_text("changed = True")
    monkeypatch.setattr(dask_task.course, "__file__", str(tmp_path / "__init__.py"))
    assert dask_task.course_version.__wrapped__() != first
