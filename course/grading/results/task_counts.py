"""How a class did, test by test: who has how much, and which mistakes it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from course.grading.results.failure import Failure, FailureKind


@dataclass(frozen=True)
class TaskCounts:
    """What came of a test in a class.

    Attributes
    ----------
    full, part, none, nothing
        The students with all points, with some, with none, and those who did not answer.
    failed
        How many failed, by the kind of failure.
    mistakes
        Known mistakes by name, the most frequent first, and who made them; names that cannot be told apart are one.
    """

    full: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    failed: Mapping[FailureKind, int] = field(default_factory=dict)
    mistakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class TestResults:
    """One student's results: points by test, and why tests failed."""

    __test__ = False  # not a test of pytest's

    student: str
    scores: Mapping[str, float]
    failures: Sequence[Failure]


def count_tasks(submissions: Sequence[TestResults], checks: Mapping[str, float]) -> dict[str, TaskCounts]:
    """Count each test's results.

    Parameters
    ----------
    submissions
        Of each student.
    checks
        nbgrader's names of the tests, in the order wanted, and what can be had for each.
    """
    return {check: _counts(submissions, check, most) for check, most in checks.items()}


def _counts(submissions: Sequence[TestResults], check: str, most: float) -> TaskCounts:
    groups: dict[str, list[str]] = {"full": [], "part": [], "none": [], "nothing": []}
    kinds, mistakes = Counter[FailureKind](), dict[str, list[str]]()
    for one in submissions:
        failure = next((failure for failure in one.failures if failure.check == check), None)
        points = one.scores.get(check, 0.0)
        unanswered = failure is not None and failure.kind == "unanswered"
        group = "nothing" if unanswered else "full" if points >= most else "part" if points > 0 else "none"
        groups[group].append(one.student)
        if failure and not unanswered:
            kinds[failure.kind] += 1
            if failure.mistakes:
                mistakes.setdefault(" or ".join(failure.mistakes), []).append(one.student)
    ordered = sorted(mistakes.items(), key=lambda named: -len(named[1]))
    students = {group: tuple(names) for group, names in groups.items()}
    return TaskCounts(**students, failed=dict(kinds), mistakes={name: tuple(who) for name, who in ordered})
