"""The test side of one submission: forked from a warm process of ours, it reads, rebuilds, runs and scores."""

from __future__ import annotations

import json
import math
import socket
import time
from collections.abc import Sequence

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from course.grading.batch.failed import failure
from course.grading.batch.job import Flag, Job, Outcome
from course.grading.batch.wire import receive_job, send_text
from course.grading.intake.reading import UnreadableError, read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.grading.remote.execute import Executed, execute
from course.grading.remote.here import TestRun
from course.grading.remote.side import StudentSide
from course.grading.samples import GradedCell, graded_cells

# Mends that no editor makes by itself: a person should see them.
TELLING = frozenset({"check-edited", "answers-several", "unrecognised", "cut", "dropped"})
NOTHING = "nothing was handed in for this notebook; hand it in with its own name"


def serve(connection: socket.socket) -> None:
    """Grade the one job that comes, and send its outcome."""
    job, student = receive_job(connection)
    send_text(connection, grade(job, student).to_json())


def grade(job: Job, student: socket.socket) -> Outcome:
    """Grade a submission with the student's process at the other end of a socket.

    Returns
    -------
    Outcome
        Whatever was handed in: nothing that a student can write makes this raise.
    """
    start = time.monotonic()
    source = nbformat.reads(job.source, as_version=4)
    try:
        rebuilt, mended, mends = _rebuilt(job, source)
    except UnreadableError as error:
        return failure(job, "unreadable", str(error))
    side = StudentSide(student, seconds=job.limits.cell_wall)
    done = execute(source, rebuilt, side, seconds=job.limits.cell_wall, wrong=job.wrong)
    scores = {cell.grade_id: _score(cell, done) for cell in graded_cells(source)}
    flags = tuple(_flags(done, mends))
    return Outcome(
        job.student,
        job.assignment,
        job.notebook,
        "flagged" if flags else "graded",
        nbformat.writes(_with_results(done)),
        scores,
        flags,
        tuple(mended),
        seconds=time.monotonic() - start,
    )


def _rebuilt(job: Job, source: NotebookNode) -> tuple[NotebookNode, list[str], frozenset[str]]:
    """The notebook to run, what was mended in sentences, and the same in single words."""
    if job.rebuilt:
        return nbformat.reads(job.submitted.decode(), as_version=4), [], frozenset()
    if not job.submitted:
        raise UnreadableError(NOTHING)
    reading = read_notebook(job.submitted)
    rebuilt = rebuild(Template.from_source(source, Config(job.config)), reading.notebook)
    return rebuilt.notebook, [*reading.mended, *rebuilt.mended], frozenset({*rebuilt.flags, *reading.flags})


def _score(cell: GradedCell, done: Executed) -> float | None:
    """Points by our rules: an error is 0, a plain number in range is partial credit, all else that ran is full."""
    if cell.written:
        return _written(cell, done.notebook)
    test = done.tests.get(cell.grade_id)
    if test is None or not done.passed(cell.grade_id):
        return 0.0
    return cell.points if test.value is None or not _in_range(test, cell) else float(test.value)


def _in_range(test: TestRun, cell: GradedCell) -> bool:
    return test.value is not None and math.isfinite(test.value) and 0 <= test.value <= cell.points


def _written(cell: GradedCell, notebook: NotebookNode) -> float | None:
    """0 for an untouched written answer, else a person decides."""
    from nbgrader.utils import compute_checksum

    (found,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == cell.grade_id)
    untouched = found.metadata.nbgrader.get("checksum") == compute_checksum(found)
    return 0.0 if untouched or not found.source.strip() else None


def _flags(done: Executed, mends: frozenset[str]) -> list[Flag]:
    flags = [Flag("tampered", evidence, cell) for cell, evidence in done.tampered.items()]
    flags += [
        Flag("arguments", f"{', '.join(run.changed)} changed its arguments in place, and the test passed", cell)
        for cell, run in done.tests.items()
        if run.passed and run.changed
    ]
    if done.gone:
        flags.append(Flag("limit", done.gone))
    telling = sorted(mends & TELLING)
    flags += [Flag("repaired", ", ".join(telling))] if telling else []
    return flags


def _with_results(done: Executed) -> NotebookNode:
    """The executed notebook with outputs from which nbgrader reads the same scores."""
    for cell in done.notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in done.tampered:
            cell.outputs = [*_without_errors(cell.outputs), _error("Tampered", done.tampered[name])]
        elif name in done.tests and (value := done.tests[name].value) is not None and done.tests[name].passed:
            data = {"text/plain": json.dumps(value)}
            cell.outputs.append(new_output("execute_result", data, execution_count=cell.execution_count))
    return done.notebook


def _without_errors(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    return [output for output in outputs if output.output_type != "error"]


def _error(name: str, text: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
