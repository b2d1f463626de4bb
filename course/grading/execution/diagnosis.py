"""Why a failed test failed: the known mistakes of which its checks see the same, and the kind of input that it is.

All runs on the copy of the student's process that has been judged, and after that: it can change no point.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from course.checks.recording import Sight
from course.checks.sealed_mistakes import Named, SealedMistakes
from course.grading.execution.trusted.deadline import Deadline
from course.grading.execution.trusted.errors import StudentGoneError, TestTimeoutError
from course.grading.execution.trusted.kind_of_input import kind_of_input
from course.grading.execution.trusted.relation_to_truth import relation_to_truth
from course.grading.execution.trusted.run_tests import Tests
from course.notebook.graded_cells import GradedCell


@dataclass(frozen=True)
class Diagnosis:
    """What is known of a failure: see `course.grading.results.failure.Failure`."""

    named: Named = field(default_factory=Named)
    category: str = ""
    relation: str = ""


def diagnose(
    tests: Tests, test: GradedCell, answer: str, known: SealedMistakes | None, *, number: int, until: Deadline
) -> Diagnosis:
    """Look at an answer that failed once more, and compare what its checks see with the known mistakes.

    To be done on a copy of the student's process: names there are not as they were afterwards.

    Parameters
    ----------
    answer
        The text of its cell.
    known
        The mistakes of its test.
    number
        It runs as ``In[number]``.
    until
        When to end; nothing is told then.
    """
    try:
        sights = _sights(tests, test, answer, number, until)
    except (Exception, TestTimeoutError, StudentGoneError):  # of which nothing can be seen, nothing is told
        return Diagnosis()
    named = known.open(sights) if known else Named()
    return Diagnosis(named, kind_of_input(sights), relation_to_truth(sights))


def _sights(tests: Tests, test: GradedCell, answer: str, number: int, until: Deadline) -> tuple[Sight, ...]:
    """What the checks see; nothing, if the answer does not come to its end."""
    client = tests.client
    client.seed(0)
    for cell in (answer, *map(tests.cells.text, test.probes)):
        if not client.run_cell(cell, number, seconds=max(until.left[0], 0.5)).finished:
            return ()
    for probe in test.probes:
        tests.keep(probe)
    return tests.observe(test.grade_id, number, until=until)
