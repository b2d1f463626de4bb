"""A task's rules while its test runs: the texts of the answer are read here, and the student's process is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from course.checks import CheckError, FailedCheck
from course.grading.execution.trusted.errors import StudentGoneError
from course.grading.execution.trusted.student_client import StudentClient
from course.not_allowed.reading import broken_rule
from course.notebook.cells import Cell, text_of
from course.notebook.code_names import names
from course.notebook.task_rules import task_rules

NOT_ALLOWED = "what its task does not allow"  # where such a failure sends to


def expect_rules_kept(answer: Cell, written: Sequence[str], given: Sequence[str]) -> None:
    """Pass if an answer uses nothing that its task forbids.

    Parameters
    ----------
    answer
        The instructor's cell.
    written, given
        Texts of the student's cells that have run, and of the instructor's.

    Raises
    ------
    CheckError
        With what it uses.
    """
    __tracebackhide__ = True
    if not (rules := task_rules(answer)):
        return
    defined = sorted(names(text_of(answer)).binds)
    if broken := broken_rule(rules, defined, written, given):
        sentence = f"{' or '.join(defined)} {broken}"
        raise CheckError(sentence, FailedCheck(sentence, see=NOT_ALLOWED))


@contextmanager
def out_of_reach(client: StudentClient, answer: Cell) -> Iterator[None]:
    """In the block, what a task forbids raises an error in the student's process when the answer gets there.

    That process may be made to do otherwise: it is for those who did not mean to, and `expect_rules_kept` for all.
    """
    rules = task_rules(answer)
    if not rules:
        yield
        return
    answers = tuple(sorted(names(text_of(answer)).binds))
    client.ask("keep_out", rules.not_allowed, rules.instead, answers)
    try:
        yield
    finally:
        with suppress(Exception, StudentGoneError):  # it has ended: nothing is out of reach there any more
            client.ask("keep_out", (), "", ())
