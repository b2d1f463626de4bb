"""Until when a student's process may go on: by its processor time, and by the clock against what only waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from course.grading.execution.trusted.errors import TestTimeoutError

RECENT = 0.05  # seconds for which processor time that was asked for is not asked for again
LAG = 0.12  # seconds by which that, and the system's count of processor time, may lag behind
TOO_MUCH = (
    "It took more than {seconds:g} s of processor time and was stopped: let tensors do at once what a loop does number "
    "by number, and compute once what stays the same."
)
TOO_LONG = (
    "It had not ended after {wall:g} s, most of which it only waited, and was stopped: does it sleep, or wait for "
    "something that never comes?"
)


@dataclass
class Clock:
    """How much time has passed.

    Parameters
    ----------
    cpu
        Processor seconds that all processes of the student have used so far.
    patience
        How many times as long something may take by the clock as by the processor: other programs need it, too.
    """

    cpu: Callable[[], float] = lambda: 0.0
    patience: float = 10.0
    _known: tuple[float, float] = field(default=(float("-inf"), 0.0))  # when it was asked for, and what came

    def used(self) -> float:
        """Processor seconds so far; asked for anew if that was not done just now."""
        if time.monotonic() - self._known[0] > RECENT:
            used = self.cpu()
            self._known = time.monotonic(), used
        return self._known[1]

    def deadline(self, seconds: float) -> Deadline:
        """When so many processor seconds more will have been used, or too many by the clock."""
        return Deadline(self, seconds, self.used() + seconds, time.monotonic() + self.patience * seconds)


@dataclass(frozen=True)
class Deadline:
    """When something that was given a number of seconds has to end: in processor seconds, and by the clock."""

    clock: Clock
    seconds: float
    cpu: float
    wall: float

    @property
    def left(self) -> tuple[float, float]:
        """Seconds that are left, by the processor and by the clock."""
        return self.cpu - self.clock.used(), self.wall - time.monotonic()

    def passed(self, grace: float = 0.0) -> TestTimeoutError | None:
        """The error to raise, if it has passed, and some seconds more."""
        cpu, wall = self.left
        if cpu < LAG - grace:
            return TestTimeoutError(TOO_MUCH.format(seconds=self.seconds))
        if wall < -grace:
            return TestTimeoutError(TOO_LONG.format(wall=self.clock.patience * self.seconds), by_the_clock=True)
        return None
