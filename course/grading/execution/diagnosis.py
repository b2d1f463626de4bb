"""Why a failed test failed: known wrong answers of which its checks see the same, and the kind of input that it is.

All runs on the copy of the student's process that has been judged, and after that: it can change no point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.checks.recording import Sight
from course.grading.execution.trusted.deadline import Deadline
from course.grading.execution.trusted.errors import StudentGoneError, TestTimeoutError
from course.grading.execution.trusted.kind_of_input import kind_of_input
from course.grading.execution.trusted.random_numbers import begin_random_numbers, student_seed
from course.grading.execution.trusted.relation_to_truth import relation_to_truth
from course.grading.execution.trusted.run_tests import Tests
from course.notebook.graded_cells import GradedCell
from course.notebook.known_answers import Mistake

KEYS = (b"1", b"2")  # of two draws of the same inputs: what is alike in both is alike
LIMIT = 4.0  # seconds for one answer and one of them

Seen = tuple[tuple[Sight, ...], ...]  # for each seed


@dataclass(frozen=True)
class Diagnosis:
    """What is known of a failure: see `course.grading.results.failure.Failure`."""

    mistakes: tuple[str, ...] = ()
    see: str = ""
    category: str = ""
    relation: str = ""


def diagnose(
    tests: Tests, test: GradedCell, answer: str, known: Sequence[Mistake], *, number: int, until: Deadline
) -> Diagnosis:
    """Compare an answer that fails with the known mistakes.

    To be tried on a copy of the student's process: names there are not as they were afterwards.

    Parameters
    ----------
    answer
        The text of its cell.
    number
        The answers run as ``In[number]``.
    until
        When to end; what is not found by then is not told.
    """
    found = list[Mistake]()
    seen: Seen | None = None
    try:
        seen = _seen(tests, test, answer, number, until)
        if seen is None or all(sight.passed for sights in seen for sight in sights):
            return Diagnosis()
        found += (mistake for mistake in known if _seen(tests, test, mistake.source, number, until, seen))
    except (Exception, TestTimeoutError, StudentGoneError):  # what has been found until then is true
        pass
    sights = [sight for sights in seen or () for sight in sights]
    see = next((mistake.see for mistake in found if mistake.see), _place(sights) if found else "")
    mistakes = tuple(dict.fromkeys(mistake.words for mistake in found))
    return Diagnosis(mistakes, see, kind_of_input(sights), relation_to_truth(sights))


def _seen(
    tests: Tests, test: GradedCell, answer: str, number: int, until: Deadline, reference: Seen | None = None
) -> Seen | None:
    """What is seen of an answer; None if that is not what was seen of another one, or it does not run."""
    client, seen = tests.client, []
    for key, other in zip(KEYS, reference or (None, None), strict=True):
        limit = client.clock.deadline(max(min(LIMIT, until.left[0]), 0.5))
        client.seed(student_seed(key, test.answer))
        for cell in (answer, *map(tests.text, test.probes)):
            if not client.run_cell(cell, number, seconds=max(limit.left[0], 0.5)).finished:
                return None
        for probe in test.probes:
            tests.keep(probe)
        begin_random_numbers(key, test.grade_id)
        client.seed(student_seed(key, test.grade_id))
        sights = tests.observe(test.grade_id, number, until=limit, reference=other)
        if sights is None:
            return None
        seen.append(sights)
    return tuple(seen)


def _place(sights: Sequence[Sight]) -> str:
    """Where the first check that failed sends to, or else the last one that sends anywhere."""
    named = [sight for sight in sights if sight.see]
    return next((sight.see for sight in named if not sight.passed), named[-1].see if named else "")
