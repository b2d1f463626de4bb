"""What plain ``nbgrader autograde`` runs in place of its own Execute: our two processes, and our own scoring."""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from course.grading.batch.grader import Grader
from course.grading.batch.job import Job
from course.grading.batch.submissions import SETTINGS, limits_of


class ExecuteSafely(NbGraderPreprocessor):
    """Runs a rebuilt notebook: student's cells in the sandbox, test cells in a process of ours.

    Outputs are such that nbgrader gives the points that we give. Flags join those of the rebuilding in
    ``metadata.course``.
    """

    sandbox = Bool(True, help="Run submitted code in the sandbox; without it, it runs with your rights.").tag(
        config=True
    )

    _grader: Grader | None = None

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run and score one notebook."""
        about = resources["nbgrader"]
        course = CourseDirectory(config=self.config)
        folder = Path(course.format_path(course.source_directory, ".", about["assignment"]))
        job = Job(
            about["student"],
            about["assignment"],
            about["notebook"],
            (folder / f"{about['notebook']}.ipynb").read_text(encoding="utf-8"),
            nbformat.writes(nb).encode(),
            config={section: dict(self.config[section]) for section in SETTINGS if section in self.config},
            limits=limits_of(self.config),
            rebuilt=True,
        )
        outcome = self._warm().grade(job)
        known = nb.metadata.get("course", {})
        nb.cells = nbformat.reads(outcome.executed, as_version=4).cells
        flags = [f"{flag.kind} {flag.cell}: {flag.evidence}" for flag in outcome.flags]
        for flag in flags:
            self.log.warning("%s %s: %s", about["student"], about["notebook"], flag)
        nb.metadata["course"] = {**known, "flags": [*known.get("flags", []), *flags]}
        return nb, resources

    def _warm(self) -> Grader:
        """The warm processes, started once for all notebooks of this run of nbgrader."""
        cls = type(self)
        if cls._grader is None:
            grader = Grader(isolated=self.sandbox).__enter__()
            atexit.register(grader.__exit__)
            cls._grader = grader
        return cls._grader
