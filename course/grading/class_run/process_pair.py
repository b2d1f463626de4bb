"""Two warm processes, one inside the sandbox and one outside; a submission is graded between their children."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from nbformat import v4

from course.grading.class_run.job_socket import receive_text, send_job, send_text
from course.grading.class_run.preload import Preload
from course.grading.results.flag import Flag
from course.grading.results.job import Job, Outcome
from course.grading.sandbox import Exit, Limits, SpawnError, Zygote
from course.notebook.graded_cells import graded_cells

STUDENT = "course.grading.execution.student.student_server:serve"
RUNNER = "course.grading.class_run.grade_one:serve"
# In the sandbox nothing of `course.grading` is seen but what is named here.
STUDENT_SIDE = (
    *(f"course.grading.execution.wire.{name}" for name in ("frames", "decode", "encode")),
    *(
        f"course.grading.execution.student.{name}"
        for name in ("outside_colab", "captured_outputs", "shell", "student_server")
    ),
    "matplotlib_inline.backend_inline",
    "course.data.torchvision_operators",  # answers may import torchvision
)
RUNNER_SIDE = ("course.grading.class_run.grade_one", "course.data.torchvision_operators")
GRACE = 60.0  # seconds, on top of the submission's own limit, for reading, rebuilding and scoring
# Ends of a student's process that its author should hear of; the others are ours.
ENDS = ("memory", "wall", "cpu", "signal")
TOO_LONG = ("wall", "cpu")
# Of these, such as may be the fault of a machine that is busy, or short of memory.
PERHAPS_OURS = {("wall", ""), ("memory", "SIGKILL"), ("memory", ""), ("signal", "SIGKILL")}
UNCHECKED = "whether this result was faked cannot be told; that is nobody's fault but the course's"
NOT_WRONG = (
    "The instructor's own solution would be flagged here, too: the first wrong answer of {}.py among the lesson's "
    "known answers is not wrong, or does not run. Mend it, and grade again with --force."
)
AGAIN = 3  # times that a submission is run once more, each time without a cell in which its process ended
LEFT_OUT = "{why} That ended the notebook's Python process; all other cells were run again without this one."
TRIES = 2  # when a process of ours ends, it is the machine's fault more often than the submission's


class RunnerError(RuntimeError):
    """A process of ours ended before it was done; the message has its last words."""


class Grader:
    """Grades submissions, as many at a time as threads call it; a context manager.

    Parameters
    ----------
    preload
        What the warm processes import beforehand.
    isolated
        In the sandbox. Without it submitted code runs with our rights.

    Raises
    ------
    SandboxMissing
        On entering, if there is no sandbox on this machine.
    SpawnError
        On entering, if the warm processes cannot be started.
    """

    def __init__(self, preload: Preload = Preload(), *, isolated: bool = True) -> None:  # noqa: B008  # frozen
        self._students = Zygote(STUDENT_SIDE, preload.students, isolated=isolated)
        self._runners = Zygote(RUNNER_SIDE, preload.tests, isolated=False)
        self._closed = False
        self._solution: tuple[tuple[object, ...], Set[str]] = ((), frozenset())  # the last one that was looked at

    def __enter__(self) -> Grader:
        with ExitStack() as stack, ThreadPoolExecutor() as both:
            for zygote in (self._students, self._runners):
                stack.callback(zygote.close)
            for start in [both.submit(zygote.__enter__) for zygote in (self._students, self._runners)]:
                start.result()
            stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self._students.close()
        self._runners.close()

    def grade(self, job: Job) -> Outcome:
        """Grade one submission; whatever it does, there is an outcome.

        Nobody is accused of what the instructor's own solution would be accused of, too: then an answer that is known
        to be wrong is not wrong, and the task is graded without it.
        """
        outcome = self._to_the_end(job)
        if (faked := _faked(outcome)) and (groundless := faked & self._flagged_of_the_solution(job)):
            return self._without(job, groundless)
        return outcome

    def _to_the_end(self, job: Job) -> Outcome:
        """Grade, and again without a cell that ends the student's process: what comes after it must not be lost."""
        outcome = self._outcome(job)
        for _ in range(AGAIN):
            if not outcome.ended_in:
                break
            why = LEFT_OUT.format(why=outcome.ended_by)
            job = dataclasses.replace(job, left_out={**job.left_out, outcome.ended_in: why})
            outcome = self._outcome(job)
        return outcome

    def _flagged_of_the_solution(self, job: Job) -> Set[str]:
        """Tests at which the instructor's own solution would be called a fake."""
        known = (job.source, *sorted(job.wrong.items()))
        last, flagged = self._solution
        if last != known:
            solved = self._outcome(dataclasses.replace(job, submitted=job.source.encode(), files={}, rebuilt=True))
            flagged = _faked(solved)
            self._solution = known, flagged
        return flagged

    def _without(self, job: Job, groundless: Set[str]) -> Outcome:
        """The outcome without the wrong answers that these tests would have to fail."""
        tests = [test for test in graded_cells(v4.reads(job.source)) if test.grade_id in groundless]
        believed = {name: texts for name, texts in job.wrong.items() if name not in {test.answer for test in tests}}
        outcome = self._to_the_end(dataclasses.replace(job, wrong=believed))
        flags = tuple(Flag("unchecked", UNCHECKED, test.grade_id, NOT_WRONG.format(test.answer)) for test in tests)
        status = "flagged" if outcome.status == "graded" else outcome.status
        return dataclasses.replace(outcome, flags=(*outcome.flags, *flags), status=status)

    def _outcome(self, job: Job) -> Outcome:
        start = time.monotonic()
        for left in reversed(range(TRIES)):
            try:
                outcome, end = self._grade(job)
                break
            except Exception as error:  # whatever it is: this submission fails, and the others are graded
                if left and isinstance(error, SpawnError | RunnerError) and not self._closed:
                    continue
                from course.grading.class_run.failed_outcome import (
                    failure,  # with nbgrader, which a worker seldom needs
                )

                reason = "grading broke off. Grade it again; if this repeats, look at the notebook by hand."
                return failure(job, "broken", reason, str(error))
        again = outcome.again or (end.how, end.detail) in PERHAPS_OURS
        ended, seconds = _ended(outcome, end), time.monotonic() - start
        return dataclasses.replace(ended, again=again, seconds=seconds, cpu=end.cpu, memory=end.peak_memory)

    def _grade(self, job: Job) -> tuple[Outcome, Exit]:
        if self._closed:
            raise RunnerError("grading was stopped")
        seconds = 2 * job.limits.wall + GRACE  # what is hidden may take as long as what is seen
        with (
            self._students.spawn(
                STUDENT, {**job.files, **job.given}, limits=job.limits, keep_descendants=True
            ) as student,
            self._runners.spawn(RUNNER, job.given, limits=Limits(wall=seconds, cpu=int(seconds))) as runner,
        ):
            send_job(runner.socket, job, student.socket, student.meter)
            student.socket.close()  # the runner has it now
            try:
                while (text := receive_text(runner.socket, seconds)).startswith("["):
                    student.end_all_but(json.loads(text))
                    send_text(runner.socket, "")
            except (EOFError, ConnectionError) as error:
                ended = runner.wait(GRACE)
                raise RunnerError(f"{ended}: {ended.tail.strip() or 'no word'}") from error
            student.kill()
            end = student.wait(GRACE)
        if end.how == "lost":
            raise RunnerError(str(end))
        return Outcome.from_json(text), end


def _ended(outcome: Outcome, end: Exit) -> Outcome:
    """The outcome with what its author should hear of the end of the process."""
    if end.how not in ENDS:
        return outcome
    ended_in = "" if end.how in TOO_LONG else outcome.ended_in  # of all cells together, no one is at fault
    status = "flagged" if outcome.status == "graded" else outcome.status
    flags = (*outcome.flags, Flag("limit", end.why))
    return dataclasses.replace(outcome, flags=flags, status=status, ended_in=ended_in, ended_by=f"I{end.why[1:]}.")


def _faked(outcome: Outcome) -> Set[str]:
    """Tests whose results were faked."""
    return {flag.cell for flag in outcome.flags if flag.kind == "tampered"}
