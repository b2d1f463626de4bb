"""Rules for what a task forbids: it exists, it has an answer to be kept from, and the solution keeps to it."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, problem
from course.authoring.write_task_rules import declarations
from course.not_allowed.names import forbidden
from course.not_allowed.reading import broken_rule
from course.notebook.cells import is_answer
from course.notebook.code_names import names


def rules_have_an_answer(notebook: NotebookNode) -> Iterator[Problem]:
    """A declaration stands in a task's text, above the answer that it is for."""
    seen = set[str]()
    for text, answer, rules in declarations(notebook):
        if not rules:
            yield problem(text, "'not allowed' names nothing", "name what is meant, or take the line out")
        elif answer is None:
            yield problem(text, "'not allowed' stands below the last answer", "write it into its task's text")
        elif answer.id not in seen:
            seen.add(answer.id)
        else:
            yield problem(text, f"'{answer.id}' has two lists of what is not allowed", "make one of them")


def forbidden_names_exist(notebook: NotebookNode) -> Iterator[Problem]:
    """Each name of a declaration stands for something."""
    for text, _, rules in declarations(notebook):
        for name in rules.not_allowed:
            try:
                forbidden((name,))
            except (AttributeError, ImportError) as error:
                what = f"'not allowed' names {name}, which there is not ({error})"
                yield problem(text, what, "write it with its module, such as torch.cov or torch.nn.functional.conv*")


def solutions_keep_to_the_rules(notebook: NotebookNode) -> Iterator[Problem]:
    """No solution uses what its task forbids."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    solutions = [cell.source for cell in notebook.cells if cell.cell_type == "code" and is_answer(cell)]
    for _, answer, rules in declarations(notebook):
        if answer is not None and (broken := broken_rule(rules, names(answer.source).binds, solutions, texts)):
            yield problem(answer, f"the solution {broken}", "mend the solution, or the list")
