"""Grading on this machine: threads that wait for the warm processes, in which the work is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from course.grading.class_run.process_pair import Grader
from course.grading.class_run.second_try import second_try, wants_second_try
from course.grading.class_run.submissions import Submission
from course.grading.results.job import Outcome

AHEAD = 2  # submissions in flight for each thread: enough that none waits, few enough that memory stays flat


@dataclass
class ThreadPool:
    """Threads that grade; `grade` yields results as they come."""

    grader: Grader
    executor: Executor
    workers: int

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, list[Outcome]]]:
        """Grade submissions; only a few are read ahead. Each comes back, whatever happens to its processes.

        Those for whose limits a busy machine may be the cause come last, graded once more each by itself.
        """
        waiting, alone = iter(submissions), list[Submission]()
        running: dict[Future[list[Outcome]], Submission] = {}
        while True:
            for submission in islice(waiting, AHEAD * self.workers - len(running)):
                running[self.executor.submit(self._grade, submission)] = submission
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                submission, outcomes = running.pop(future), future.result()
                if wants_second_try(outcomes):
                    alone.append(submission)
                else:
                    yield submission, outcomes
        for submission in alone:
            yield submission, second_try(self.executor.submit(self._grade, submission).result())

    def _grade(self, submission: Submission) -> list[Outcome]:
        return [self.grader.grade(job) for job in submission.jobs]


@contextmanager
def open_pool(grader: Grader, workers: int) -> Iterator[ThreadPool]:
    """Start the warm processes, and end them with the block, whatever they are doing.

    Parameters
    ----------
    workers
        Submissions at a time.

    Raises
    ------
    SandboxMissing, SpawnError
        As `Grader`.
    """
    with ThreadPoolExecutor(workers, "grading") as executor, grader:  # which ends first: no thread waits any more then
        try:
            yield ThreadPool(grader, executor, workers)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
