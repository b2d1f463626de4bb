"""What running a notebook came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from course.grading.execution.suspicion.tampering import Evidence
from course.grading.execution.trusted.run_result import TestRun
from course.grading.results.failure import Failure
from course.notebook.cells import grade_id, is_answer
from course.notebook.stubs import is_unanswered


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs, how each test went, and the evidence where a test's result was faked.

    ``failures`` says why tests failed, ``blank`` which answers are as they were released; ``limits`` which limit a cell
    met, by nbgrader's name for it or ``In[7]``; ``suspected``, of tests that passed, what in the texts could have made
    a probe lie, for a person to look at; ``tried`` what else of that kind there is; ``gone`` why the process had ended,
    and ``ended_in`` the id of the cell in which it did; ``waited`` whether the clock has ended something that did not
    take much processor time.
    """

    notebook: NotebookNode
    blank: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    tests: dict[str, TestRun] = field(default_factory=dict)
    tampered: dict[str, Evidence] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    suspected: dict[str, str] = field(default_factory=dict)
    tried: str = ""
    gone: str = ""
    ended_in: str = ""
    waited: bool = False

    def passed(self, test: str) -> bool:
        """Whether a test passed, and truly."""
        return test in self.tests and self.tests[test].passed and test not in self.tampered


def blank_answers(notebook: NotebookNode) -> tuple[str, ...]:
    """Names of the answers in a rebuilt notebook that are as they were released, or empty."""
    return tuple(grade_id(cell) for cell in notebook.cells if is_answer(cell) and is_unanswered(cell))
