"""What plain ``nbgrader autograde`` does first with a notebook: rebuild it from the instructor's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, Notebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.grading.nbgrader_plugins.autograde import READING, UNREADABLE
from course.notebook.cells import marks

Kinds = dict[str, dict[str, Any]]


class SourceChangedError(ValueError):
    """The notebook below source/ has other cells than the gradebook; the message says which, and what to do."""


class RebuildNotebook(NbGraderPreprocessor):
    """Takes the place of nbgrader's DeduplicateIds, OverwriteCells and OverwriteKernelspec among the sanitising steps.

    The instructor's notebook is read from ``source/<assignment>/``. What was mended is logged, and stands in the
    notebook's metadata: ``metadata.course = {"mended": [sentences], "flags": [words]}``.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Rebuild one submitted notebook.

        Raises
        ------
        FileNotFoundError
            If there is no source.
        SourceChangedError
            If the source and the gradebook disagree about the assignment's cells.
        """
        about = resources["nbgrader"]
        reading = resources.get(READING) or read_notebook(json.dumps(nb).encode())
        rebuilt = rebuild(self._template(about), reading.notebook)
        mended, flags = reading.messages, reading.flags
        if UNREADABLE not in flags:
            mended, flags = mended + rebuilt.messages, flags | rebuilt.flags
        for sentence in mended:
            self.log.warning("%s, %s: %s", about.get("student"), about["notebook"], sentence)
        rebuilt.notebook.metadata["course"] = NotebookNode(mended=mended, flags=sorted(flags))
        return rebuilt.notebook, resources

    def _template(self, about: dict[str, Any]) -> Template:
        course = CourseDirectory(config=self.config)
        folder = Path(course.format_path(course.source_directory, ".", about["assignment"]))
        path = folder / f"{about['notebook']}.ipynb"
        with Gradebook(about["db_url"]) as gradebook:
            assigned = gradebook.find_notebook(about["notebook"], about["assignment"])
            if not path.exists():
                raise FileNotFoundError(
                    f"there is no {path}; grading takes tests and questions from there: put back what was released"
                )
            template = Template.from_source(nbformat.read(path, as_version=4), self.config)
            _check_same(template, _kinds(assigned), path)
        return template


def _check_same(template: Template, recorded: Kinds, path: Path) -> None:
    found: Kinds = {}
    for slot in template.slots:
        meta = marks(slot.cell)
        if any(meta.get(kind) for kind in ("grade", "solution", "locked", "task")):
            points = {"points": float(meta["points"])} if "points" in meta else {}
            found[meta["grade_id"]] = {kind: bool(meta.get(kind)) for kind in ("grade", "solution", "task")} | points
    differing = sorted(name for name in found.keys() | recorded.keys() if found.get(name) != recorded.get(name))
    if differing:
        raise SourceChangedError(
            f"{path} and the gradebook differ in the cells {', '.join(differing)} (missing, of another kind, or with "
            "other points). Run 'nbgrader generate_assignment' again, or restore the notebook that was released."
        )


def _kinds(assigned: Notebook) -> Kinds:
    """What the gradebook knows of each cell: whether it is graded, an answer or a task, and its points."""
    points = {cell.name: {"points": float(cell.max_score)} for cell in (*assigned.grade_cells, *assigned.task_cells)}
    members = {"grade": assigned.grade_cells, "solution": assigned.solution_cells, "task": assigned.task_cells}
    sets = {kind: {cell.name for cell in cells} for kind, cells in members.items()}
    return {
        cell.name: {kind: cell.name in names for kind, names in sets.items()} | points.get(cell.name, {})
        for cell in assigned.source_cells
    }
