import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack

import dask
import pytest

from course.grading.class_run import dask_pool, dask_task
from course.grading.class_run.dask_pool import ClusterError, open_cluster
from course.grading.class_run.submissions import open_assignment, read_submission
from scripts.course_copy import ROOT
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, hand_in
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
    print((tmp_path / "dask.log").read_text(encoding="utf-8", errors="replace"))  # pytest shows it beside a failure


@pytest.fixture
def submissions(course):
    def make(**codes):
        for student, code in codes.items():
            hand_in(course, student, code)
        assignment = open_assignment(course, ASSIGNMENT)
        return [read_submission(course, assignment, student) for student in codes]

    return make


def grade(submissions, address, said=None):
    """Outcomes by student."""
    with open_cluster(address, (said if said is not None else []).append, isolated=True) as pool:
        return {submission.student: outcomes[0] for submission, outcomes in pool.grade(submissions)}


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{}", "nowhere://x", "tls://127.0.0.1:{}"])
def test_no_scheduler_is_said_with_what_to_do(submissions, address):
    soon = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with socket.socket() as silent, soon:
        silent.bind(("127.0.0.1", 0))  # nobody else can have the port, and nobody answers there
        address = address.format(silent.getsockname()[1])
        with pytest.raises(ClusterError, match=rf"no scheduler answers at {address} .*dask scheduler"):
            grade(submissions(a=RIGHT), address)


def test_a_job_of_a_killed_worker_is_done_by_another_and_one_that_kills_two_fails(cluster, submissions):
    for _ in range(4):  # of which three die
        cluster.worker()
    codes = {"a": RIGHT, "once": "# die once", "b": RIGHT, "always": "# die always", "c": RIGHT, "d": RIGHT}
    found = grade(submissions(**codes), cluster.address)
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

    assert grade(submissions(a=RIGHT), cluster.address, Said())["a"].status == "graded"
    assert said[0] == f"no worker is connected; waiting for one: dask worker {cluster.address}"


def test_a_worker_with_another_course_or_no_sandbox_is_sent_away_and_the_others_go_on(cluster, submissions):
    for unfit in ({"VERSION": "0.0.9 (old)"}, {"UNFIT": "1"}, {}):
        cluster.worker(**unfit)
    with dask_pool.Client(cluster.address) as client:
        client.wait_for_workers(3, timeout=60)
    said = []
    slow = {f"s{number}": f"{RIGHT}\n# slow" for number in range(4)}
    assert sorted(grade(submissions(**slow), cluster.address, said)) == sorted(slow)
    told = "\n".join(said)
    assert f"it has course 0.0.9 (old), and this command {dask_task.course_version()}; install the same on both" in told
    assert "bubblewrap is not installed" in told
    assert "the others go on" in told


def test_a_scheduler_that_is_lost_ends_the_run_with_what_to_do(cluster, submissions):
    cluster.worker()
    slow = submissions(**{f"s{number}": f"{RIGHT}\n# slow" for number in range(30)})
    lost = pytest.raises(ClusterError, match=r"connection to the scheduler was lost\. .* run the same command again")
    soon = dask.config.set({"distributed.comm.timeouts.connect": "2s"})
    with soon, lost, open_cluster(cluster.address, print, isolated=True) as pool:
        for _ in pool.grade(slow):
            cluster.scheduler.kill()
