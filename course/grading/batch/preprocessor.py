"""What plain ``nbgrader autograde`` runs in place of its own Execute: our two processes, and our own scoring."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nbformat import NotebookNode, v4
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from course.grading.batch.grader import warm_grader
from course.grading.batch.submissions import open_assignment, read_submission
from course.grading.folder import CourseFolder


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
        submission = read_submission(folder, open_assignment(folder, about["assignment"]), about["student"])
        (job,) = (job for job in submission.jobs if job.notebook == about["notebook"])
        rebuilt = replace(job, submitted=v4.writes(nb).encode(), rebuilt=True)
        outcome = warm_grader(isolated=self.sandbox).grade(rebuilt)
        known = nb.metadata.get("course", {})
        nb.cells = v4.reads(outcome.executed).cells
        flags = [str(flag) for flag in outcome.flags]
        for flag in flags:
            self.log.warning("%s %s: %s", about["student"], about["notebook"], flag)
        nb.metadata["course"] = {**known, "flags": [*known.get("flags", []), *flags], "sandbox": self.sandbox}
        return nb, resources
