"""What a person should read beside each answer: comments in the gradebook that grading itself has written."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode

from course.grading.results.job import Outcome
from course.notebook.cells import grade_id, is_added, is_answer, is_task
from course.notebook.graded_cells import GradedCell

NO_RESPONSE = "No response."  # nbgrader's own words
EVIDENCE = 500  # characters of it in a comment; the report has all


def remarks(outcome: Outcome, notebook: NotebookNode, cells: Sequence[GradedCell]) -> dict[str, str]:
    """Comments by the answer's name; what is about the whole submission stands beside the first answer.

    Parameters
    ----------
    notebook
        The graded notebook.
    cells
        The graded cells of the instructor's.
    """
    found: dict[str, list[str]] = {name: [] for name in answers(notebook)}
    first = next(iter(found), "")
    judged = {cell.grade_id: cell.answer for cell in cells}
    for flag in outcome.flags:
        words = f"Flagged ({flag.kind}): {flag.evidence}"
        found.setdefault(judged.get(flag.cell, first), []).append(f"{words.rstrip('.')[:EVIDENCE]}.")
    found.setdefault(first, []).extend(outcome.mended)
    for name in outcome.blank:
        found[name].append(NO_RESPONSE)
    return {name: " ".join(sentences) for name, sentences in found.items() if sentences}


def answers(notebook: NotebookNode) -> dict[str, str]:
    """Texts of the answers by their cells' names; all that a student has added answers each of nbgrader's tasks."""
    added = "\n".join(cell.source.strip() for cell in notebook.cells if is_added(cell))
    answered = [cell for cell in notebook.cells if is_answer(cell) or is_task(cell)]
    return {grade_id(cell): cell.source.strip() if is_answer(cell) else added for cell in answered}
