"""Two warm processes, one inside the sandbox and one outside; a submission is graded between their children."""

from __future__ import annotations

import contextlib
import dataclasses
import time

from course.grading.batch.failed import failure
from course.grading.batch.job import Flag, Job, Outcome
from course.grading.batch.wire import receive_text, send_job
from course.grading.sandbox import Exit, Limits, SpawnError, Zygote
from course.grading.sandbox.zygote import STUDENT_MODULES

STUDENT = "course.grading.remote.student:serve"
RUNNER = "course.grading.batch.runner:serve"
# In the sandbox nothing of `course.grading` is seen but what is named here.
STUDENT_SIDE = (
    *(f"course.grading.remote.{name}" for name in ("wire", "reading", "writing", "outputs", "shell", "student")),
    "matplotlib_inline.backend_inline",
)
RUNNER_MODULES = ("course.grading.batch.runner", "course.checks", "course.data", "course.draw", "course.training")
GRACE = 60.0  # seconds, on top of the submission's own limit, for reading, rebuilding and scoring
# Ends of a student's process that its author should hear of; the others are ours.
ENDS = ("memory", "wall", "cpu", "signal", "lost")


class RunnerError(RuntimeError):
    """The process that runs the tests ended before it was done; the message has its last words."""


class Grader:
    """Grades submissions, as many at a time as threads call it; a context manager.

    Parameters
    ----------
    isolated
        In the sandbox. Without it submitted code runs with our rights.
    limits
        Of the warm processes' children, where a job has no others.

    Raises
    ------
    SandboxMissing
        On entering, if there is no sandbox on this machine.
    """

    def __init__(self, *, isolated: bool = True, limits: Limits | None = None) -> None:
        limits = limits or Limits()
        self._students = Zygote((*STUDENT_SIDE, *STUDENT_MODULES), isolated=isolated, limits=limits)
        own = dataclasses.replace(limits, wall=limits.wall + GRACE, cpu=int(limits.wall + GRACE))
        self._runners = Zygote(RUNNER_MODULES, isolated=False, limits=own)

    def __enter__(self) -> Grader:
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._students)
            stack.enter_context(self._runners)
            self._open = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def grade(self, job: Job) -> Outcome:
        """Grade one submission; whatever it does, there is an outcome."""
        start = time.monotonic()
        try:
            outcome, end = self._grade(job)
        except (SpawnError, RunnerError, TimeoutError, OSError, ValueError) as error:
            reason = f"grading broke off ({error}). Grade it again; if this repeats, look at the notebook by hand."
            return failure(job, "broken", reason)
        seconds = time.monotonic() - start
        flags = outcome.flags
        if end.how in ENDS:
            flags = (*(flag for flag in flags if flag.kind != "limit"), Flag("limit", str(end)))
        status = "flagged" if flags and outcome.status == "graded" else outcome.status
        return dataclasses.replace(
            outcome, flags=flags, status=status, seconds=seconds, cpu=end.cpu, memory=end.peak_memory
        )

    def _grade(self, job: Job) -> tuple[Outcome, Exit]:
        with (
            self._students.spawn(STUDENT, job.files, limits=job.limits) as student,
            self._runners.spawn(RUNNER) as runner,
        ):
            send_job(runner.socket, job, student.socket)
            student.socket.close()  # the runner has it now
            try:
                text = receive_text(runner.socket, job.limits.wall + GRACE)
            except (EOFError, ConnectionError) as error:
                ended = runner.wait(GRACE)
                raise RunnerError(f"{ended}: {ended.tail.strip() or 'no word'}") from error
            student.kill()
            end = student.wait(GRACE)
        return Outcome.from_json(text), end
