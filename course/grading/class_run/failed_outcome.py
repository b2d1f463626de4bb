"""What a submission gets that could not be graded: the instructor's notebook without answers, 0 points, the reason."""

from __future__ import annotations

from nbformat import v4
from traitlets.config import Config

from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.grading.results.failure import Failure
from course.grading.results.flag import Flag, FlagKind
from course.grading.results.job import Job, Outcome
from course.notebook.cells import grade_id, is_answer, is_graded
from course.notebook.graded_cells import graded_cells


def failure(job: Job, kind: FlagKind, reason: str, detail: str = "") -> Outcome:
    """Fail a submission.

    Parameters
    ----------
    kind
        ``"unreadable"``: its author has to hand in again; ``"broken"``: grading broke off, and may be repeated.
    reason
        What happened and what to do, for its author.
    detail
        What instructors alone may read of it.
    """
    source = v4.reads(job.source)
    notebook = rebuild(Template.from_source(source, Config(job.config)), v4.new_notebook()).notebook
    blank = []
    for cell in notebook.cells:
        if is_answer(cell):
            blank.append(grade_id(cell))
        elif is_graded(cell):
            trace = [f"Not graded: {reason}"]
            cell.outputs = [v4.new_output("error", ename="NotGraded", evalue=reason, traceback=trace)]
    graded = graded_cells(source)
    return Outcome(
        job.student,
        job.assignment,
        job.notebook,
        "failed",
        v4.writes(notebook),
        {cell.grade_id: 0.0 for cell in graded},
        (Flag(kind, reason, detail=detail),),
        tuple(Failure(cell.answer, cell.grade_id, "not graded", detail=reason) for cell in graded if not cell.written),
        blank=tuple(blank),
        reason=reason,
    )
