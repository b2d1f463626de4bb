"""What running a test comes to, what is kept of one that goes on later, and the limits that it runs in."""

from __future__ import annotations

import contextlib
import io
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from course.draw.random_state import RandomState
from course.grading.execution.trusted.deadline import Deadline
from course.grading.execution.trusted.student_client import Checkpoint, StudentClient
from course.grading.execution.trusted.test_names import TestNames
from course.grading.results.failure import Failure


@dataclass(frozen=True)
class TestRun:
    """What running a test came to: its outputs, and why it failed if it did.

    ``seconds`` of processor time are those of the student's processes; ``value`` is a plain number that stood in its
    last line (partial credit); ``changed`` names the functions of the student's that changed an argument in place.
    """

    __test__ = False  # not a test of pytest's

    outputs: list[dict[str, Any]]
    seconds: float
    failure: Failure | None = None
    value: float | int | None = None
    changed: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it came to its end."""
        return self.failure is None


@dataclass(frozen=True)
class Opened:
    """A test whose visible lines have run: all that is needed to go on where its hidden ones begin.

    ``checkpoint`` is None if the student's process could not be copied; ``hidden`` says whether there are hidden lines.
    """

    test: str
    number: int
    checkpoint: Checkpoint | None
    hidden: bool
    namespace: TestNames
    kept: dict[str, Any]
    random: RandomState


@contextlib.contextmanager
def limited(client: StudentClient, until: Deadline) -> Iterator[None]:
    """Requests end at that time; so does a loop of the test's own, in a main thread, by the clock."""

    def late(number: int, frame: FrameType | None) -> None:
        if not client.busy and (error := client.late(until)):  # requests look themselves; it would lose their answer
            raise error

    client.until = until
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, late) if main else None
    try:
        if main:
            signal.setitimer(signal.ITIMER_REAL, max(until.left[1], 0.001), 1.0)
        yield
    finally:
        client.until = None
        if main:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def printing_to(target: io.StringIO) -> Iterator[None]:
    """Take what the block prints."""
    with contextlib.redirect_stdout(target), contextlib.redirect_stderr(target):
        yield
