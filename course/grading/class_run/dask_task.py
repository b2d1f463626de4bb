"""What runs on a worker of a Dask cluster. Scheduler and workers load this module, and little with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from distributed import get_worker

import course
from course.grading.class_run.process_pair import warm_grader
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
        grader = warm_grader(isolated=isolated)
    except (SandboxMissing, SpawnError) as error:
        raise UnfitError(get_worker().address, str(error)) from error
    return [grader.grade(job) for job in jobs]


@cache
def course_version() -> str:
    """The installed course: its version, and a fingerprint of its modules."""
    folder = Path(course.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{course.__version__} ({digest.hexdigest()[:8]})"
