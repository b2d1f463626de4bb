"""What a lesson must keep to; each rule yields problems that name the cell and the mend."""

from __future__ import annotations

from nbformat import NotebookNode

from course.authoring.rules import cells, code, texts
from course.authoring.rules.problem import Problem

RULES = (
    cells.graded_cells_have_points,
    cells.grade_ids_are_unique,
    cells.regions_are_closed,
    cells.metadata_is_nbgraders_only,
    code.code_is_python,
    code.imports_succeed,
    code.answers_have_regions,
    code.answers_and_tests_belong_together,
    code.hidden_tests_give_no_score,
    code.tests_ask_for_plain_values,
    texts.tasks_have_three_hints,
    texts.hints_do_not_solve,
    texts.tasks_have_names_of_their_own,
    texts.headings_tell_the_points,
    texts.pictures_have_alt_text,
)


def problems(notebook: NotebookNode) -> list[Problem]:
    """All broken rules of a notebook from `read_lesson`, in the order of its cells."""
    found = [problem for rule in RULES for problem in rule(notebook)]
    return sorted(found, key=lambda problem: problem.line)
