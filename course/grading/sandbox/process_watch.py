"""Watching a student's process: its limits, its end, and the end of all that it has started."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from course.grading.sandbox import child_setup, cpu_meter, memory_usage
from course.grading.sandbox.child_setup import Request
from course.grading.sandbox.limits import Limits

TICK = 0.1  # seconds between two looks at memory and time
LIST = 1.0  # seconds between two looks for further processes where the whole system's have to be gone through
PATIENCE = 5.0  # seconds in which processes that are being ended must be gone
END_ALL_BUT = b"s"  # what may come from the client, besides the end of the connection


@dataclass
class Watch:
    """One student's process, a child of this one; ``first`` is the first of its namespace, 0 without a sandbox."""

    pid: int
    first: int
    client: socket.socket
    meter: socket.socket
    output: int
    request: Request
    warm: memory_usage.Footprint
    reason: str = ""  # why we have ended it
    how: tuple[str, str] = ("", "")  # how it has ended; then what it has left behind may still run
    connected: bool = True  # to the client
    open: bool = True  # its output
    asked: bool = True  # somebody may ask at the meter
    peak: int = 0
    tail: bytes = b""
    start: float = 0.0
    next_look: float = 0.0
    next_list: float = 0.0
    seen: Collection[int] = ()  # all processes, when they were looked at last
    figures: dict[str, float] = field(default_factory=dict)

    def until_the_end(self) -> dict[str, Any]:
        """Watch until nothing of it is left; what to report."""
        wake, wake_end = os.pipe()
        for end in (wake, wake_end, self.output):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
        self.start = time.monotonic()
        while not self._has_ended() or (self.request.keep_descendants and self.connected):
            if time.monotonic() >= self.next_look:
                self._look()
            self._listen(wake)
        self._end_the_rest()
        self._read_output()
        how, detail = self.how
        tail = self.tail.decode(errors="replace")
        return {"how": how, "detail": detail, "tail": tail, "peak_memory": self.peak, **self.figures}

    def _has_ended(self) -> bool:
        if self.how[0]:
            return True
        pid, status, used = os.wait4(self.pid, os.WNOHANG)
        if not pid:
            return False
        cpu = used.ru_utime + used.ru_stime
        unit = 1 if sys.platform == "darwin" else 1024
        self.peak = max(self.peak, used.ru_maxrss * unit - self.warm.resident)
        self.figures = {"cpu": cpu, "wall": time.monotonic() - self.start}
        self.how = _verdict(status, self.reason, cpu, self.peak, self.request.limits)
        return True

    def _listen(self, wake: int) -> None:
        ends = ((self.output, self.open), (self.client, self.connected), (self.meter, self.asked))
        watched: list[Any] = [wake, *(end for end, is_open in ends if is_open)]
        readable = select.select(watched, [], [], TICK)[0]
        if wake in readable:
            os.read(wake, 4096)
        if self.output in readable:
            self._read_output()
        if self.meter in readable:
            self.asked = cpu_meter.answer(self.meter, self._cpu())
        if self.client in readable:
            if self.client.recv(1) == END_ALL_BUT:
                self._end_all_but()
            else:
                self.connected = False
                self._end("killed")

    def _end_all_but(self) -> None:
        with self.client.makefile("rb") as stream:
            self._end_all(json.loads(stream.readline()))
        with contextlib.suppress(OSError):  # we may have let go
            self.client.sendall(b'{"kept": true}\n')

    def _read_output(self) -> None:
        with contextlib.suppress(BlockingIOError):
            text = os.read(self.output, 65536)
            self.open = bool(text)
            self.tail = (self.tail + text)[-self.request.limits.tail :]

    def _look(self) -> None:
        """End what takes more than it may: the process itself, and when it has ended, what it has left behind."""
        now, limits = time.monotonic(), self.request.limits
        self.next_look = now + TICK  # however much it writes meanwhile
        if now - self.start > 2 * limits.wall:  # what it has left behind may take as long once more
            self.connected = False
            self._end("wall")
        elif now - self.start > limits.wall and not self.how[0]:
            self._end("wall")
        elif self.request.view is not None:
            all_ = self.seen = self._all()
            taken = memory_usage.memory(all_, self.warm.private, limits.memory)
            # A fair count of many processes takes long.
            self.next_look = max(self.next_look, now + 10 * (time.monotonic() - now))
            self.peak = max(self.peak, taken)
            if taken > limits.memory:
                self._end("memory", max(all_, key=lambda pid: all_[pid].private))
            elif self._cpu() > limits.cpu:  # those of a process that has ended do not count any more
                self.connected = self.connected and not self.how[0]
                self._end("cpu")

    def _cpu(self) -> float:
        """Processor seconds of all processes of the last look; without a sandbox nobody looks unless asked."""
        if self.request.view is None and time.monotonic() > self.next_list:
            self.seen, self.next_list = self._all(), time.monotonic() + LIST
        return cpu_meter.cpu_seconds(self.seen or [self.pid])

    def _end(self, reason: str, largest: int = 0) -> None:
        """End the process, or, if it has ended, another one; the reason counts in both cases."""
        if not self.how[0]:
            self.reason = self.reason or reason
            self._signal(self.pid, signal.SIGKILL)
        elif reason != "killed":
            self.how = reason, ""
            self._signal(largest, signal.SIGKILL)

    def _signal(self, pid: int, number: int) -> None:
        if pid and not (pid == self.pid and self.how[0]):  # its number may be another's by now
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)

    def _all(self) -> dict[int, memory_usage.Footprint]:
        """All processes of the student that still run."""
        below = memory_usage.family(os.getpid())
        ours = os.getpid(), self.first
        for pid in (pid for pid, seen in below.items() if seen.ended and pid not in (*ours, self.pid)):
            with contextlib.suppress(ChildProcessError):  # another's child
                os.waitpid(pid, os.WNOHANG)
        return {pid: seen for pid, seen in below.items() if not seen.ended and pid not in ours}

    def _end_all(self, kept: Collection[int]) -> None:
        """End all processes but those of certain numbers; if these cannot be had alone, all of them."""
        end = time.monotonic() + PATIENCE
        while left := self._left(kept):
            if time.monotonic() > end:
                if not self.first:
                    return
                self._signal(self.first, signal.SIGKILL)
            for pid in left:
                if pid == self.pid:
                    self._end("killed")
                else:
                    self._signal(pid, signal.SIGKILL)
            self._has_ended()
            time.sleep(0.004)  # a large process takes some milliseconds to go

    def _left(self, kept: Collection[int]) -> list[int]:
        if not memory_usage.PROC.exists():
            return [] if self.how[0] else [self.pid]
        return [pid for pid, seen in self._all().items() if seen.number not in kept]

    def _end_the_rest(self) -> None:
        if self.first:
            self._signal(self.first, signal.SIGKILL)  # the kernel ends all others of its namespace with it
            os.waitpid(self.first, 0)
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._end_all(())


def _verdict(status: int, reason: str, cpu: float, peak: int, limits: Limits) -> tuple[str, str]:
    if reason and not (reason == "killed" and _ended_before(status)):
        return reason, ""
    if os.WIFEXITED(status):
        code = os.WEXITSTATUS(status)
        if code == child_setup.OUT_OF_MEMORY:
            return "memory", "it asked for more and did not handle the refusal"
        return ("error", f"exit status {code}") if code else ("returned", "")
    name = signal.Signals(os.WTERMSIG(status)).name
    if cpu > limits.cpu - 0.2:  # the kernel's own count runs by ticks, and may be a little ahead
        return "cpu", name
    return ("memory" if peak > 0.8 * limits.memory else "signal"), name


def _ended_before(status: int) -> bool:
    """Whether a process that we wanted to end was about to, of itself: its socket closes a moment before it is gone."""
    return os.WIFEXITED(status) or os.WTERMSIG(status) != signal.SIGKILL
