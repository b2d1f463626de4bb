"""What runs on a Dask cluster: its scheduler and workers load this module, and little with it."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Sequence
from typing import Any

from distributed import get_worker
from nbformat import v4

from course.grading.class_run.course_version import course_version
from course.grading.class_run.preload import Preload, preload
from course.grading.class_run.process_pair import Grader
from course.grading.results.job import Job, Outcome
from course.grading.sandbox import SandboxMissing, SpawnError


class UnfitError(Exception):
    """A worker that cannot grade: its address, and why."""

    @property
    def address(self) -> str:
        """Of the worker."""
        return str(self.args[0])

    def __str__(self) -> str:
        return f"the worker {self.address} cannot grade: {self.args[1]}"


def report_deaths(dask_scheduler: Any) -> None:
    """Let the scheduler report a submission whose worker died, instead of giving it to four workers."""
    dask_scheduler.allowed_failures = 0


def grade_here(jobs: Sequence[Job], version: str, *, isolated: bool) -> list[Outcome]:
    """Grade a submission on the worker that this runs on; its warm processes are started by the first one.

    Raises
    ------
    UnfitError
        If it has another course than the coordinator, or no sandbox.
    """
    if version != course_version():
        reason = f"it has course {course_version()}, and this command {version}; install the same on both"
        raise UnfitError(get_worker().address, reason)
    try:
        grader = warm_grader(preload(v4.reads(job.source) for job in jobs), isolated=isolated)
    except (SandboxMissing, SpawnError) as error:
        raise UnfitError(get_worker().address, str(error)) from error
    return [grader.grade(job) for job in jobs]


_warm: dict[tuple[Preload, bool], Grader] = {}
_starting = threading.Lock()


def warm_grader(imports: Preload, *, isolated: bool) -> Grader:
    """The grader of this worker for an assignment's imports, started once, and ended with the worker.

    Raises
    ------
    SandboxMissing, SpawnError
        As `Grader`; the next call tries again.
    """
    with _starting:
        if (imports, isolated) not in _warm:
            grader = Grader(imports, isolated=isolated).__enter__()
            atexit.register(grader.__exit__)
            _warm[imports, isolated] = grader
        return _warm[imports, isolated]
