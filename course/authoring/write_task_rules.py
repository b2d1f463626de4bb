"""What a task forbids: from the lesson's text into a sentence for students, and into metadata for its checks."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode, from_dict

from course.notebook.cells import is_answer
from course.notebook.task_rules import TaskRules, declared, with_sentences


def declarations(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, NotebookNode | None, TaskRules]]:
    """Each text that declares rules, the answer that they are for (None if there is none below), and the rules."""
    waiting: list[tuple[NotebookNode, TaskRules]] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            waiting += [(cell, rules) for rules in declared(cell.source)]
        elif cell.cell_type == "code" and is_answer(cell):
            yield from ((text, cell, rules) for text, rules in waiting)
            waiting.clear()
    yield from ((text, None, rules) for text, rules in waiting)


def write_rules(notebook: NotebookNode) -> NotebookNode:
    """Put a sentence for each declaration, and the rules into the answer's cell; the notebook is changed."""
    for text, answer, rules in list(declarations(notebook)):
        text.source = with_sentences(text.source)
        if answer is not None:
            answer.metadata["course"] = from_dict({"not_allowed": list(rules.not_allowed), "instead": rules.instead})
    return notebook
