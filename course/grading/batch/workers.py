"""Grading on a Dask cluster: one on this machine by default, or the scheduler that one names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import dask
from distributed import Client, Future, LocalCluster, Worker, WorkerPlugin, as_completed, get_worker
from distributed.scheduler import KilledWorker

from course.grading.batch.failed import failure
from course.grading.batch.grader import Grader
from course.grading.batch.job import Job, Outcome
from course.grading.batch.submissions import Submission

NAME = "course-grader"
DEATHS = 1  # a submission whose worker dies is tried once more, then failed
AHEAD = 2  # submissions in flight for each thread: enough that none waits, few enough that memory stays flat


class GraderPlugin(WorkerPlugin):
    """Keeps a worker's warm processes."""

    name = NAME

    def __init__(self, *, isolated: bool) -> None:
        self.isolated = isolated

    def setup(self, worker: Worker) -> None:
        """Start the warm processes."""
        self.grader = Grader(isolated=self.isolated).__enter__()

    def teardown(self, worker: Worker) -> None:
        """End them and all that they started."""
        self.grader.__exit__()


def grade_here(jobs: Sequence[Job]) -> list[Outcome]:
    """Grade a submission on the worker that this runs on."""
    grader: Grader = get_worker().plugins[NAME].grader
    return [grader.grade(job) for job in jobs]


@dataclass(frozen=True)
class Pool:
    """A cluster that grades; `grade` yields results as they come."""

    client: Client
    ahead: int

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, list[Outcome]]]:
        """Grade submissions; only a few are read ahead. Each comes back, whatever happens to the workers."""
        waiting = iter(submissions)
        flying: dict[str, Submission] = {}
        done = as_completed()
        self._launch(waiting, done, flying, self.ahead)
        for future in done:
            submission = flying.pop(future.key)
            outcomes = _result(future, submission)
            future.release()
            self._launch(waiting, done, flying, 1)
            yield submission, outcomes

    def _launch(self, waiting: Iterator[Submission], done: Any, flying: dict[str, Submission], count: int) -> None:
        for _, submission in zip(range(count), waiting, strict=False):
            future = self.client.submit(grade_here, submission.jobs, pure=False)
            flying[future.key] = submission
            done.add(future)


def _result(future: Future, submission: Submission) -> list[Outcome]:
    try:
        outcomes: list[Outcome] = future.result()
    except KilledWorker:
        reason = f"{DEATHS + 1} workers died while they graded it; it was taken out. Look at it by hand."
    except Exception as error:
        reason = f"the worker failed ({type(error).__name__}: {error}). Grade it again."
    else:
        return outcomes
    return [failure(job, "broken", reason) for job in submission.jobs]


@contextmanager
def open_pool(*, workers: int, scheduler: str | None, isolated: bool) -> Iterator[Pool]:
    """Open a cluster for grading.

    Parameters
    ----------
    workers
        Submissions at a time on this machine.
    scheduler
        Address of a running Dask scheduler, whose workers are used instead.

    Raises
    ------
    SandboxMissing
        If a worker of this machine has no sandbox.
    OSError
        If the scheduler cannot be reached.
    """
    # In one process no message leaves it: threads wait for the processes that work, and no port is opened.
    local = {"processes": False, "n_workers": 1, "threads_per_worker": workers, "dashboard_address": None}
    with dask.config.set({"distributed.scheduler.allowed-failures": DEATHS}), ExitStack() as stack:
        cluster = None if scheduler else stack.enter_context(LocalCluster(protocol="inproc://", **local))
        client = stack.enter_context(Client(scheduler or cluster))
        client.register_plugin(GraderPlugin(isolated=isolated))
        threads = sum(client.nthreads().values()) or workers
        yield Pool(client, AHEAD * threads)
