"""Notebooks as they are kept for the instructor: whoever opens them, nothing of a student's runs or loads."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from course.grading.safe.safe_markdown import clean_markdown
from course.grading.safe.safe_outputs import PICTURES, base64_of, harmless_output
from course.notebook.cells import is_students

# What the instructor's notebook and grading put there; front ends and authors put more.
NOTEBOOK_METADATA = ("kernelspec", "course", "nbgrader")
CELL_METADATA = ("nbgrader", "course")
NAMES = ("first_name", "last_name", "student", "notebook_path")  # among the formgrader's resources


def sanitised(notebook: NotebookNode) -> NotebookNode:
    """Copy of an executed notebook that can do no harm wherever it is shown: formgrader, JupyterLab, nbconvert.

    Outputs of all cells become text, pictures and harmless HTML (`harmless_output`); what a student wrote as text keeps
    formulas, lists, tables, web links and attached pictures (`clean_markdown`). Code stays as it is: it is escaped
    where it is shown. Doing it twice changes nothing more.

    Parameters
    ----------
    notebook
        Rebuilt from the instructor's own (`course.grading.intake.rebuild`): a cell is the student's if it is an answer,
        or if its metadata say so; the texts of all others are the instructor's.
    """
    safe = copy.deepcopy(notebook)
    safe.cells = [_cell(cell) for cell in safe.cells]
    kept = {name: safe.metadata[name] for name in NOTEBOOK_METADATA if name in safe.metadata}
    language = safe.metadata.get("language_info", {}).get("name")
    safe.metadata = NotebookNode(kept | ({"language_info": NotebookNode(name=language)} if language else {}))
    return safe


class Sanitise(NbGraderPreprocessor):
    """`sanitised`, for what the formgrader shows, and names, which its page does not escape.

    What is stored has been made harmless when it was graded; this holds for any other notebook, too. In the
    configuration::

        c.HTMLExporter.preprocessors = ["course.grading.safe.safe_notebook.Sanitise"]
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Make one notebook, and what the formgrader says about it, harmless."""
        resources |= {name: escape(str(value)) for name in NAMES if (value := resources.get(name))}
        return sanitised(nb), resources


def _cell(cell: NotebookNode) -> NotebookNode:
    if cell.cell_type == "code":
        cell.outputs = [harmless_output(output) for output in cell.outputs]
    if not is_students(cell):
        return cell
    metadata = {name: cell.metadata[name] for name in CELL_METADATA if name in cell.metadata}
    if cell.cell_type == "code":
        cell.metadata = NotebookNode(metadata)
        return cell
    # A raw cell would go into a page as it is.
    pictures = _pictures(cell.get("attachments", {}))
    text = new_markdown_cell(clean_markdown(cell.source, pictures), id=cell.get("id", "text"), metadata=metadata)
    if pictures:
        text.attachments = pictures
    if "id" not in cell:
        del text["id"]  # older notebooks have none
    return text


def _pictures(attachments: Mapping[str, Any]) -> NotebookNode:
    """Attached pictures in the forms that are nothing but pictures."""
    kept = {
        name: {kind: packed for kind, data in forms.items() if kind in PICTURES and (packed := base64_of(data))}
        for name, forms in attachments.items()
        if isinstance(forms, Mapping)
    }
    return NotebookNode({name: NotebookNode(forms) for name, forms in kept.items() if forms})
