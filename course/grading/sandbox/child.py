"""A student's process as we see it: one socket to it, how to end it, and how it ended."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from course.errors import CourseError
from course.grading.sandbox.process_watch import END_ALL_BUT

How = Literal["returned", "error", "signal", "killed", "wall", "cpu", "memory", "lost"]
_MEANING = {
    "returned": "it ended by itself",
    "error": "it ended with an error",
    "signal": "it crashed",
    "killed": "we ended it",
    "wall": "it ran longer than it may",
    "cpu": "it used more processor time than it may",
    "memory": "it used more memory than it may",
    "lost": "the warm process or its supervisor ended, and with it this process",
}


class SpawnError(CourseError):
    """A process could not be started; the message says why and what to do."""


@dataclass(frozen=True)
class Exit:
    """How a student's process ended.

    Attributes
    ----------
    how
        ``"returned"`` is what the process says of itself: a student's code can end it with status 0 at any time.  The
        other values come from the system or from the supervisor.
    detail
        The signal's name or the exit status.
    wall, cpu
        Seconds from the call of the entry, and of processor time (children that it waited for included).
    peak_memory
        Bytes on top of those it shares with the warm process.
    tail
        The last that it wrote to its standard output and error, around Python's own.  A student's text: untrusted.
    """

    how: How
    detail: str = ""
    wall: float = 0.0
    cpu: float = 0.0
    peak_memory: int = 0
    tail: str = ""

    @property
    def why(self) -> str:
        """In words, without figures: how much it used may tell what it has learnt."""
        return _MEANING[self.how] + (f" ({self.detail})" if self.detail else "")

    def __str__(self) -> str:
        used = f"{self.wall:.1f} s, {self.cpu:.1f} s of processor time, {self.peak_memory / 1e6:.0f} MB"
        return f"{self.why} after {used}"


class Child:
    """A process that was forked from a warm one; made by `Zygote.spawn`.

    As a context manager it is ended with the block, whatever it is doing.

    Attributes
    ----------
    socket
        Connected to the socket that the entry was called with.  What comes from it is a student's: untrusted.
    meter
        Where `cpu_meter.ask` hears how much processor time has been used so far.  It is the supervisor that says it.
    """

    def __init__(self, connection: socket.socket, supervisor: socket.socket, meter: socket.socket) -> None:
        self.socket, self.meter = connection, meter
        self._supervisor = supervisor
        self._buffer = b""
        self._exit: Exit | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def kill(self) -> None:
        """End the process and all that it started; `wait` says when that is done."""
        with contextlib.suppress(OSError):  # it has ended
            self._supervisor.shutdown(socket.SHUT_WR)

    def end_all_but(self, processes: Iterable[int], timeout: float = 30.0) -> None:
        """End the process and all that it started but those processes, and wait until that is done.

        Parameters
        ----------
        processes
            Their numbers, as they themselves know them. One that does not exist does not matter.

        Raises
        ------
        TimeoutError
            If it is not done in time.
        """
        with contextlib.suppress(OSError):  # all of it has ended
            self._supervisor.sendall(END_ALL_BUT + json.dumps(sorted(processes)).encode() + b"\n")
        report = self.report(timeout) if self._exit is None else None
        if report and "how" in report:  # it ended by itself just now, and nothing lasts
            self._exit = Exit(**report)

    def wait(self, timeout: float | None = None) -> Exit:
        """Wait until the process, and with it all that it started, has ended.

        Raises
        ------
        TimeoutError
            If it still runs after `timeout` seconds.
        """
        if self._exit is None:
            report = self.report(timeout)
            self._exit = Exit(**report) if report and "how" in report else Exit("lost")
        return self._exit

    def close(self) -> None:
        """End the process if it runs, and close the socket; calling it again changes nothing."""
        self.socket.close()
        self.meter.close()
        if self._supervisor.fileno() >= 0:
            if self._exit is None:
                self.kill()
                with contextlib.suppress(TimeoutError):  # the supervisor ends it all the same once its socket is closed
                    self.wait(10)
            self._supervisor.close()

    def report(self, timeout: float | None = None) -> dict[str, Any] | None:
        """Return the supervisor's next word, or None if it has gone; `spawn` and `wait` read it.

        Raises
        ------
        TimeoutError
            If it says nothing for `timeout` seconds.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while b"\n" not in self._buffer:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self._supervisor], [], [], left)[0]:
                raise TimeoutError(f"the process still runs after {timeout} s; .kill() ends it")
            try:
                more = self._supervisor.recv(65536)
            except ConnectionError:
                more = b""
            if not more:
                return None
            self._buffer += more
        line, _, self._buffer = self._buffer.partition(b"\n")
        return dict(json.loads(line))
