"""A declaration in a lesson's text is read once, and says the same to students, checks and graders."""

import pytest

from course.notebook.task_rules import TaskRules, declared, task_rules, with_sentences

TEXT = "Write it.\n\n<!-- not allowed: torch.cov, numpy.c*,\ncourse.models.PCA; write the\naverage yourself -->\n\nHint"
RULES = TaskRules(("torch.cov", "numpy.c*", "course.models.PCA"), "write the average yourself")


def test_a_declaration_may_go_over_several_lines():
    assert declared(TEXT) == [RULES]
    assert declared("nothing <!-- counts -->") == []


def test_students_read_a_sentence_in_its_place():
    sentence = "**Not allowed here:** `torch.cov`, `numpy.c*`, the course’s own `PCA`; write the average yourself."
    assert with_sentences(TEXT) == f"Write it.\n\n{sentence}\n\nHint"


def test_whoever_breaks_a_rule_reads_what_was_used_and_what_to_do():
    assert RULES.broken("torch.cov") == "uses torch.cov, which is not allowed in this task: write the average yourself"
    assert TaskRules(("torch.cov",)).broken("torch.cov") == "uses torch.cov, which is not allowed in this task"


@pytest.mark.parametrize("metadata", [{}, {"course": {"by": "student"}}, {"course": "odd"}])
def test_a_cell_without_rules_has_none(metadata):
    assert not task_rules({"metadata": metadata})


def test_rules_are_read_from_the_answers_cell():
    about = {"not_allowed": [*RULES.not_allowed], "instead": RULES.instead}
    assert task_rules({"metadata": {"course": about}}) == RULES
