"""A rule for written questions: those who mark have a scheme, and its points are the question's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, nbgrader_cells, problem
from course.notebook.regions import MARK_SCHEME, region_lines

ITEM = re.compile(r"- (\d+(?:\.\d+)?):")  # "- 2: both signs are looked at"; a line without a number is a remark
FORM = "'### BEGIN MARK SCHEME', a line like '- 1: what earns it' for each mark, '### END MARK SCHEME'"


def written_answers_have_mark_schemes(notebook: NotebookNode) -> Iterator[Problem]:
    """The locked question above a written answer says what earns its points, and they add up."""
    question: NotebookNode | None = None
    for cell, meta in nbgrader_cells(notebook):
        if cell.cell_type != "markdown":
            continue
        if not meta["solution"]:
            question = cell if region_lines(cell.source, MARK_SCHEME) else question
            continue
        if question is None:
            what = f"written answer '{meta.get('grade_id')}' has no mark scheme"
            yield problem(cell, what, f"write {FORM} in the locked question above it")
        elif (given := _points(question.source)) != meta.get("points"):
            what = f"the mark scheme gives {given:g}, but the answer '{meta.get('grade_id')}' {meta.get('points')}"
            yield problem(question, what, f"let the numbers add up to the points: {FORM}")
        question = None


def _points(source: str) -> float:
    inside = region_lines(source, MARK_SCHEME)
    lines = (line for number, line in enumerate(source.split("\n"), start=1) if number in inside)
    return sum(float(item[1]) for line in lines if (item := ITEM.match(line)))
