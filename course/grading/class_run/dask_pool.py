"""Grading on a Dask cluster, by the scheduler that one names; it needs the extra ``cluster``."""

from __future__ import annotations

import logging
import queue
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from distributed import Client, Future
from distributed.scheduler import KilledWorker

from course.errors import CourseError
from course.grading.class_run.course_version import course_version
from course.grading.class_run.dask_task import UnfitError, grade_here, report_deaths
from course.grading.class_run.failed_outcome import failure
from course.grading.class_run.second_try import second_try, wants_second_try
from course.grading.class_run.submissions import Submission
from course.grading.results.job import Outcome

AHEAD = 2  # submissions in flight for each thread: enough that none waits, few enough that memory stays flat
TICK = 2.0  # seconds between two looks at the cluster while nothing comes
PATIENCE = 30.0  # seconds without a worker before that is said, and said again
KILLED = "Two workers died while they graded it; it was taken out. Look at it by hand."
WORKER = "dask worker {address}"


class ClusterError(CourseError):
    """There is nowhere to grade; the message says why, and what to do."""


@dataclass
class Pool:
    """A cluster that grades; `grade` yields results as they come."""

    client: Client
    isolated: bool
    say: Callable[[str], None]
    _done: queue.SimpleQueue[Future] = field(default_factory=queue.SimpleQueue)
    _flying: dict[str, Submission] = field(default_factory=dict)
    # A worker died that had them, or they met a limit for which a busy machine may be the cause. It may have been the
    # fault of another one beside them, so they are tried once more, each by itself, when all others are done.
    _suspects: list[Submission] = field(default_factory=list)
    _tried: set[str] = field(default_factory=set)
    _limited: set[str] = field(default_factory=set)  # those of them that met a limit
    _seen: float = field(default_factory=time.monotonic)  # when there was a worker, or it was said that there is none

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, list[Outcome]]]:
        """Grade submissions; only a few are read ahead. Each comes back, whatever happens to the workers.

        Raises
        ------
        ClusterError
            If the scheduler is lost, or the last worker cannot grade.
        """
        waiting = iter(submissions)
        while True:
            room = AHEAD * max(1, self._threads()) - len(self._flying)
            for submission in islice(waiting, max(0, room)):
                self._launch(submission)
            if not self._flying:
                if not self._suspects:
                    return
                self._launch(self._suspects.pop())
            if (result := self._next()) is not None:
                yield result

    def _threads(self) -> int:
        try:
            threads: int = sum(self.client.nthreads().values())
        except Exception as error:  # whatever the network raises
            raise _lost(self.client, error) from error
        now = time.monotonic()
        if threads:
            self._seen = now
        elif now - self._seen > PATIENCE:
            self._seen = now
            self.say(f"no worker is connected; waiting for one: {WORKER.format(address=self.client.scheduler.address)}")
        return threads

    def _launch(self, submission: Submission) -> None:
        future = self.client.submit(grade_here, submission.jobs, course_version(), isolated=self.isolated, pure=False)
        self._flying[future.key] = submission
        future.add_done_callback(self._done.put)

    def _next(self) -> tuple[Submission, list[Outcome]] | None:
        """A result, or None after a while without one."""
        try:
            future = self._done.get(timeout=TICK)
        except queue.Empty:
            return None
        submission = self._flying.pop(future.key)
        try:
            outcomes: list[Outcome] = future.result()
        except KilledWorker:
            if submission.student not in self._tried:
                self._tried.add(submission.student)
                self._suspects.append(submission)
                return None
            outcomes = [failure(job, "broken", KILLED) for job in submission.jobs]
        except UnfitError as error:
            self._dismiss(error)
            self._launch(submission)
            return None
        except Exception as error:  # nothing that a submission does gets here
            raise _lost(self.client, error) from error
        finally:
            future.release()
        if submission.student in self._limited:
            return submission, second_try(outcomes)
        if wants_second_try(outcomes) and submission.student not in self._tried:
            self._limited.add(submission.student)
            self._tried.add(submission.student)
            self._suspects.append(submission)
            return None
        return submission, outcomes

    def _dismiss(self, error: UnfitError) -> None:
        self.client.retire_workers([error.address], close_workers=True)
        if not self._threads():
            raise ClusterError(str(error)) from error
        self.say(f"{error}. It was sent away; the others go on.")


def _lost(client: Client, error: BaseException) -> ClusterError:
    if isinstance(error, CancelledError | OSError):
        reason = "the connection to the scheduler was lost"
    else:
        reason = f"the cluster failed ({type(error).__name__}: {error}); look whether all machines have the same course"
    return ClusterError(f"{reason}. What was graded stays; run the same command again to go on")


@contextmanager
def open_cluster(address: str, say: Callable[[str], None], *, isolated: bool) -> Iterator[Pool]:
    """Use the workers of a scheduler.

    Parameters
    ----------
    address
        Of the scheduler. An empty one is what a script has failed to find, and refused.
    say
        Called with what should be known while it grades.

    Raises
    ------
    ClusterError
        If the scheduler cannot be reached.
    """
    for name in ("distributed", "distributed.client", "distributed.gc"):  # Dask gives the last two levels of their own
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in our own words
    warnings.filterwarnings("ignore", "Sending large graph")  # submissions are what they are
    with _connected(address) as client:
        client.run_on_scheduler(report_deaths)
        yield Pool(client, isolated, say)


def _connected(address: str) -> Client:
    try:
        return Client(address)
    except (OSError, ValueError, TypeError) as error:  # the last one for TLS without its files
        where = address or "an empty address"
        raise ClusterError(f"no scheduler answers at {where} ({error}); start one with: dask scheduler") from error
