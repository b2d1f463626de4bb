"""What a submission gets that could not be graded: the instructor's notebook without answers, 0 points, the reason."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_notebook, new_output
from traitlets.config import Config

from course.grading.batch.job import Flag, FlagKind, Job, Outcome
from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.grading.samples import graded_cells


def failure(job: Job, kind: FlagKind, reason: str) -> Outcome:
    """Fail a submission.

    Parameters
    ----------
    kind
        ``"unreadable"``: its author has to hand in again; ``"broken"``: grading broke off, and may be repeated.
    reason
        What happened and what to do, for its author.
    """
    source = nbformat.reads(job.source, as_version=4)
    notebook = rebuild(Template.from_source(source, Config(job.config)), new_notebook()).notebook
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade") and not meta.get("solution"):
            cell.outputs = [new_output("error", ename="NotGraded", evalue=reason, traceback=[f"Not graded: {reason}"])]
    scores = {cell.grade_id: 0.0 for cell in graded_cells(source)}
    names = job.student, job.assignment, job.notebook
    return Outcome(*names, "failed", nbformat.writes(notebook), scores, (Flag(kind, reason),), reason=reason)
