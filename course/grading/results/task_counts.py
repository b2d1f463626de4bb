"""How a class did, test by test: counted from the records of failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from course.grading.results.failure import Failure, FailureKind


@dataclass(frozen=True)
class TaskCounts:
    """What came of a test in a class: how many passed, did not answer, and failed, by the kind of failure."""

    passed: int
    untouched: int
    failed: Mapping[FailureKind, int]


def count_tasks(submissions: Sequence[Iterable[Failure]], checks: Iterable[str]) -> dict[str, TaskCounts]:
    """Count each test's results.

    Parameters
    ----------
    submissions
        The failures of each submission; none of a test means that it passed.
    checks
        nbgrader's names of the tests, in the order wanted.
    """
    kinds = Counter((failure.check, failure.kind) for failures in submissions for failure in failures)
    counts = {}
    for check in checks:
        failed = {kind: number for (name, kind), number in kinds.items() if name == check}
        passed = len(submissions) - sum(failed.values())
        counts[check] = TaskCounts(passed, failed.pop("unanswered", 0), failed)
    return counts
