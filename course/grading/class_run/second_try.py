"""A submission that may have lost points to a busy machine is graded once more, by itself, before it costs a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from course.grading.results.flag import Flag
from course.grading.results.job import Outcome

AGAIN = (
    "a limit of the clock or of memory was met while other submissions were graded, so it was graded once more by "
    "itself; what came of that counts"
)


def wants_second_try(outcomes: Sequence[Outcome]) -> bool:
    """Whether a submission met a limit for which others on the machine may be the cause."""
    return any(outcome.again for outcome in outcomes)


def second_try(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """What came of the second try, with a flag that says that there was a first one."""
    flagged = [replace(outcome, flags=(*outcome.flags, Flag("limit", AGAIN))) for outcome in outcomes]
    return [replace(outcome, status="flagged") if outcome.status == "graded" else outcome for outcome in flagged]
