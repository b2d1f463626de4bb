"""What plain ``nbgrader autograde`` runs in place of its own Execute and SaveAutoGrades: our processes, our scoring."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nbformat import NotebookNode, v4
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool

from course.grading.class_run.process_pair import warm_grader
from course.grading.class_run.submissions import Assignment, open_assignment, read_submission
from course.grading.gradebook.course_folder import CourseFolder
from course.grading.gradebook.gradebook_comments import remarks
from course.grading.nbgrader_plugins.autograde import UNREADABLE
from course.grading.results.flag import Flag, repaired
from course.grading.results.job import Outcome
from course.grading.results.notebook_record import NotebookRecord
from course.notebook.cells import grade_id
from course.notebook.graded_cells import graded_cells

REMARKS = "course_remarks"  # among nbconvert's resources
_opened: dict[object, Assignment] = {}


class ExecuteSafely(NbGraderPreprocessor):
    """Runs a rebuilt notebook: student's cells in the sandbox, test cells in a process of ours.

    Outputs are such that nbgrader gives the points that we give. Flags join those of the rebuilding in
    ``metadata.course``.
    """

    sandbox = Bool(True, help="Run submitted code in the sandbox; without it, it runs with your rights.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run and score one notebook.

        Raises
        ------
        SandboxMissing
            If there is none on this machine.
        """
        about = resources["nbgrader"]
        folder = CourseFolder(CourseDirectory(config=self.config), self.config)
        assignment = _open(folder, about["assignment"])
        submission = read_submission(folder, assignment, about["student"])
        (job,) = (job for job in submission.jobs if job.notebook == about["notebook"])
        rebuilt = replace(job, submitted=v4.writes(nb).encode(), rebuilt=True)
        outcome = _with_mends(warm_grader(isolated=self.sandbox).grade(rebuilt), nb.metadata.get("course", {}))
        nb.cells = v4.reads(outcome.executed).cells
        for flag in outcome.flags:
            self.log.warning("%s %s: %s", about["student"], about["notebook"], flag)
        NotebookRecord.of(outcome, sandbox=self.sandbox).write(nb)
        resources[REMARKS] = remarks(outcome, nb, graded_cells(assignment.sources[about["notebook"]]))
        return nb, resources


class SaveGradesAndRemarks(SaveAutoGrades):
    """Saves grades as nbgrader does, and as comments what `course grade` would write there: flags and mends."""

    def _add_comment(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._add_comment(cell, resources)
        name = grade_id(cell)
        if REMARKS in resources:
            comment = self.gradebook.find_comment(name, self.notebook_id, self.assignment_id, self.student_id)
            comment.auto_comment = resources[REMARKS].get(name)
            self.gradebook.db.commit()


def _open(folder: CourseFolder, name: str) -> Assignment:
    """The assignment, read once for as long as its notebooks and the configuration stay the same."""
    stamps = tuple((str(path), path.stat().st_mtime_ns) for path in sorted(folder.source(name).glob("*.ipynb")))
    key = (stamps, repr(folder.config))
    if key not in _opened:
        _opened.clear()
        _opened[key] = open_assignment(folder, name)
    return _opened[key]


def _with_mends(outcome: Outcome, known: dict[str, Any]) -> Outcome:
    """The outcome with what the rebuilding has found."""
    words, mended = known.get("flags", []), tuple(known.get("mended", []))
    if UNREADABLE in words:
        return replace(outcome, flags=(Flag("unreadable", " ".join(mended)), *outcome.flags))
    return replace(outcome, mended=mended, flags=(*outcome.flags, *repaired(words)))
