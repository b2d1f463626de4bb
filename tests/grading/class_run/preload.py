"""Preloaded by a Dask worker (``dask worker --preload``): what grades there pretends, as the answer's comments say.

``# die once`` kills the worker with SIGKILL if the file named by DIED is not there (and makes it), ``# die always``
each time; ``# slow`` takes a second. UNFIT in the environment says that there is no sandbox, VERSION what course it is.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from course.grading.class_run import dask_task
from course.grading.class_run.preload import Preload
from course.grading.results.job import Job, Outcome
from course.grading.sandbox import SandboxMissing


class Pretending:
    """Stands for a grader."""

    def grade(self, job: Job) -> Outcome:
        died = Path(os.environ["DIED"])
        if b"# die once" in job.submitted and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if b"# die always" in job.submitted:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"# slow" in job.submitted:
            time.sleep(1)
        return Outcome(job.student, job.assignment, job.notebook, "graded", "", {"test-double": 2.0})


def pretending(imports: Preload, *, isolated: bool) -> Pretending:
    if "UNFIT" in os.environ:
        raise SandboxMissing("bubblewrap is not installed")
    return Pretending()


dask_task.warm_grader = pretending  # type: ignore[assignment]
dask_task.course_version = lambda: os.environ["VERSION"]  # type: ignore[assignment]
