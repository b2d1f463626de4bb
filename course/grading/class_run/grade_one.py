"""The test side of one submission: forked from a warm process of ours, it reads, rebuilds, runs and scores."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from nbformat import NotebookNode, from_dict, v4
from nbgrader.preprocessors import LimitOutput
from traitlets.config import Config

from course.grading.class_run.failed_outcome import failure
from course.grading.class_run.job_socket import receive_job, receive_text, send_text
from course.grading.execution.execute import execute
from course.grading.execution.executed import Executed
from course.grading.execution.trusted import hidden
from course.grading.execution.trusted.deadline import Clock
from course.grading.execution.trusted.student_client import CellRun, StudentClient
from course.grading.intake.read_notebook import UnreadableError, read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.grading.results.flag import Flag, repaired
from course.grading.results.job import Job, Outcome
from course.grading.safe.safe_notebook import sanitised
from course.grading.sandbox import cpu_meter
from course.notebook.cells import grade_id
from course.notebook.graded_cells import GradedCell, graded_cells
from course.notebook.predictions import Prediction, questions_in

MISPLACED = (
    "this is the notebook of {owner}, not of {assignment}: it was not graded here. Hand in the one of {assignment}."
)
NOTHING = "nothing was handed in for this notebook; hand it in with its own name"
TRIED = "a cell {what}; no result rests on it, and it costs no point"
ENDING = 60.0  # seconds in which a student's processes can be ended
FULL = "the outputs of the whole notebook take more than {limit:,} bytes; those of this and later cells are left out"


def serve(connection: socket.socket) -> None:
    """Grade the one job that comes, and send its outcome; in the working folder lie the instructor's files alone."""
    sys.path.append(str(Path.cwd()))
    job, student, meter = receive_job(connection)
    orders = 0

    def keep_only(processes: Sequence[int]) -> None:
        nonlocal orders
        send_text(connection, json.dumps([*processes]))
        orders += 1
        if orders == 1:  # what shows outputs must have ended; a copy that has been judged may end meanwhile
            receive_text(connection, ENDING)

    outcome = grade(job, student, keep_only, partial(cpu_meter.ask, meter))
    for _ in range(orders - 1):
        receive_text(connection, ENDING)
    send_text(connection, outcome.to_json())


def grade(
    job: Job,
    student: socket.socket,
    keep_only: Callable[[Sequence[int]], None] = lambda _: None,
    cpu: Callable[[], float] = lambda: 0.0,
) -> Outcome:
    """Grade a submission with the student's process at the other end of a socket.

    Parameters
    ----------
    keep_only
        Ends all of the student's processes but those of these numbers.
    cpu
        Processor seconds that they have used so far.

    Returns
    -------
    Outcome
        Whatever was handed in: nothing that a student can write makes this raise.
    """
    start = time.monotonic()
    if job.owner:
        return failure(job, "misplaced", MISPLACED.format(owner=job.owner, assignment=job.assignment))
    source = v4.reads(job.source)
    try:
        rebuilt, mended, mends, predictions = _rebuilt(job, source)
    except UnreadableError as error:
        return failure(job, "unreadable", str(error))
    seconds = job.limits.cell_cpu
    clock = Clock(cpu, patience=job.limits.cell_wall / seconds)
    client = CountingClient(student, keep_only=keep_only, seconds=seconds, clock=clock, limit=job.limits.output)
    done = execute(
        source,
        rebuilt,
        client,
        seconds=seconds,
        wrong=job.wrong,
        mistakes=job.mistakes,
        key=bytes.fromhex(job.key),
        left_out=job.left_out,
    )
    scores = {cell.grade_id: _score(cell, done) for cell in graded_cells(source)}
    flags = (*_flags(done, mends, client), *([Flag("several", job.doubt)] if job.doubt else []))
    shown, _ = LimitOutput(config=Config(job.config)).preprocess(_with_results(done, scores), {})
    return Outcome(
        job.student,
        job.assignment,
        job.notebook,
        "flagged" if flags else "graded",
        v4.writes(sanitised(shown)),
        scores,
        flags,
        done.failures,
        tuple(mended),
        done.blank,
        ended_in=done.ended_in,
        ended_by=done.gone,
        again=done.waited,
        predictions=predictions,
        seconds=time.monotonic() - start,
    )


@dataclass
class CountingClient(StudentClient):
    """A student's process of whose outputs only so many bytes are kept, over all cells; errors always are."""

    limit: int = 0
    kept: int = 0

    @property
    def full(self) -> bool:
        """Whether outputs were left out."""
        return self.kept > self.limit

    def run_cell(self, source: str, number: int, *, seconds: float) -> CellRun:
        """Run a cell; see `StudentClient.run_cell`."""
        run = super().run_cell(source, number, seconds=seconds)
        if self.woken:
            return run
        self.kept += len(json.dumps(run.outputs)) if run.outputs else 0
        if not self.full or not run.outputs:
            return run
        words = {"output_type": "stream", "name": "stderr", "text": f"[{FULL.format(limit=self.limit)}]\n"}
        return replace(run, outputs=[words, *(one for one in run.outputs if one["output_type"] == "error")])


def _rebuilt(job: Job, source: NotebookNode) -> tuple[NotebookNode, list[str], frozenset[str], tuple[Prediction, ...]]:
    """The notebook to run, what was mended in sentences, the same in single words, and answers to its predictions."""
    if job.rebuilt:
        return v4.reads(job.submitted.decode()), [], frozenset(), ()
    if not job.submitted:
        raise UnreadableError(NOTHING)
    reading = read_notebook(job.submitted)
    rebuilt = rebuild(Template.from_source(source, Config(job.config)), reading.notebook)
    predictions = tuple(reading.predictions[name] for name in questions_in(source.cells) if name in reading.predictions)
    mended, mends = [*reading.messages, *rebuilt.messages], frozenset({*rebuilt.flags, *reading.flags})
    return rebuilt.notebook, mended, mends, predictions


def _score(cell: GradedCell, done: Executed) -> float | None:
    """Points by our rules: an error is 0, a number is partial credit, all else that ran to its end is full.

    A written answer that is untouched gets 0, for others a person decides.
    """
    if cell.written:
        return 0.0 if cell.grade_id in done.blank else None
    if not done.passed(cell.grade_id):
        return 0.0
    value = done.tests[cell.grade_id].value
    return cell.points if value is None else float(value)


def _flags(done: Executed, mends: frozenset[str], client: CountingClient) -> list[Flag]:
    flags = [Flag("tampered", evidence.message, cell, evidence.detail) for cell, evidence in done.tampered.items()]
    flags += [
        Flag("arguments", f"{', '.join(run.changed)} changed its arguments in place, and the test passed", cell)
        for cell, run in done.tests.items()
        if run.passed and run.changed
    ]
    flags += [Flag("suspected", what, cell) for cell, what in done.suspected.items()]
    flags += [Flag("tried", TRIED.format(what=done.tried))] if done.tried else []
    flags += [Flag("limit", what, cell) for cell, what in done.limits.items()]
    flags += [Flag("limit", done.gone)] if done.gone else []
    flags += [Flag("limit", FULL.format(limit=client.limit))] if client.full else []
    return [*flags, *repaired(mends)]


def _with_results(done: Executed, scores: Mapping[str, float | None]) -> NotebookNode:
    """The executed notebook with outputs from which nbgrader reads the same scores."""
    for cell in done.notebook.cells:
        name = grade_id(cell)
        if name in done.tampered:
            evidence = done.tampered[name]
            words = [*hidden.for_instructors(evidence.detail), hidden.error(evidence.message, "Tampered")]
            cell.outputs = [*_without_errors(cell.outputs), *map(from_dict, words)]
        elif done.passed(name) and done.tests[name].value is not None:
            data = {"text/plain": json.dumps(scores[name])}
            cell.outputs.append(v4.new_output("execute_result", data, execution_count=cell.execution_count))
    return done.notebook


def _without_errors(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    return [output for output in outputs if output.output_type != "error"]
