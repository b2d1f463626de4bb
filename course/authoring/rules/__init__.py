"""What a lesson must keep to; each rule yields problems that name the cell and the mend."""

from __future__ import annotations

from nbformat import NotebookNode

from course.authoring.rules import cells, code, introductions, mark_schemes, predictions, solutions, task_rules, texts
from course.authoring.rules.problem import Problem

RULES = (
    cells.graded_cells_have_points,
    cells.grade_ids_are_unique,
    cells.regions_are_closed,
    cells.metadata_is_nbgraders_only,
    code.code_is_python,
    code.answers_have_regions,
    code.answers_and_tests_belong_together,
    code.hidden_tests_give_no_score,
    mark_schemes.written_answers_have_mark_schemes,
    texts.tasks_have_three_hints,
    texts.hints_do_not_solve,
    texts.tasks_have_names_of_their_own,
    texts.headings_tell_the_points,
    texts.pictures_have_alt_text,
    task_rules.rules_have_an_answer,
    predictions.predictions_have_results,
    predictions.predictions_are_asked,
)
# These ask of a lesson that keeps the rules above: each is tried only if nothing before it is broken.
LATER = (introductions.counts_are_true, solutions.tests_know_their_names, solutions.tests_spoil_no_name)
# The same, and they import and run what the lesson holds, which takes seconds.
RUNNING = (
    code.imports_succeed,
    code.tests_ask_for_plain_values,
    task_rules.forbidden_names_exist,
    task_rules.solutions_keep_to_the_rules,
    solutions.solutions_pass_their_tests,
)


def problems(notebook: NotebookNode, *, run: bool = True) -> list[Problem]:
    """All broken rules of a notebook from `read_lesson`, in the order of its cells; `RUNNING` ones too, unless told."""
    found = [problem for rule in RULES for problem in rule(notebook)]
    for rule in (*LATER, *(RUNNING if run else ())):
        found = found or list(rule(notebook))
    return sorted(found, key=lambda problem: problem.line)
