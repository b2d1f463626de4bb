"""The process between us and a student's process: starts it, watches it, ends it, and says how it ended.

It runs no student code and cannot be seen from the student's process.  It hangs on one socket, the leash: when that
closes, because we ended or let go, the student's process and all that it started die.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from course.grading.sandbox import isolate, student, usage
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.student import Request

TICK = 0.1  # seconds between two looks at memory and time
INTERRUPT = b"i"  # what may come over the leash, besides its end


def keep(leash: socket.socket, connection: socket.socket, view: isolate.View | None) -> NoReturn:
    """Read a request from the leash, run it with `connection`, report on the leash, and end this process."""
    try:
        report = _keep(leash, connection, view)
    except BaseException:  # whatever it was: this process must not go on as a copy of the warm one
        report = {"failed": traceback.format_exc()[-4000:]}
    with contextlib.suppress(OSError):  # we may have let go
        leash.sendall(json.dumps(report).encode() + b"\n")
    os._exit(0)


def _keep(leash: socket.socket, connection: socket.socket, view: isolate.View | None) -> dict[str, Any]:
    request = _read_request(leash, view)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # wakes the wait below
    if view is not None:
        isolate.enter_namespaces()
    else:
        request = replace(request, folder=tempfile.mkdtemp(prefix="course-"))
    try:
        return _run(request, leash, connection)
    finally:
        if request.folder:
            shutil.rmtree(request.folder, ignore_errors=True)


def _read_request(leash: socket.socket, view: isolate.View | None) -> Request:
    with leash.makefile("rb") as stream:
        head = json.loads(stream.readline())
        files = {name: stream.read(size) for name, size in head["files"]}
    return Request(head["entry"], files, Limits(**head["limits"]), view, folder="")


def _run(request: Request, leash: socket.socket, connection: socket.socket) -> dict[str, Any]:
    ready, ready_end = os.pipe()
    output, output_end = os.pipe()
    warm = usage.footprint()
    pid = os.fork()
    if pid == 0:
        leash.close()
        student.run(request, connection, output_end, ready_end)
    connection.close()
    os.close(ready_end)
    os.close(output_end)
    reason = os.read(ready, 65536).decode(errors="replace")
    os.close(ready)
    if reason:
        os.waitpid(pid, 0)
        return {"failed": reason}
    with contextlib.suppress(OSError):  # we may have let go; the watch will see it
        leash.sendall(b'{"ready": true}\n')
    return _Watch(pid, leash, output, request, warm).until_the_end()


@dataclass
class _Watch:
    pid: int
    leash: socket.socket
    output: int
    request: Request
    warm: usage.Footprint
    reason: str = ""
    peak: int = 0
    tail: bytes = b""
    open: bool = True
    next_look: float = 0.0

    def until_the_end(self) -> dict[str, Any]:
        wake, wake_end = os.pipe()
        for end in (wake, wake_end, self.output):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
        start = time.monotonic()
        while True:
            pid, status, used = os.wait4(self.pid, os.WNOHANG)
            if pid:
                break
            now = time.monotonic()
            if not self.reason and now >= self.next_look:
                self.next_look = now + TICK  # however much it writes meanwhile
                self._check(now - start)
            self._listen(wake)
        self._end_the_rest()
        self._read_output()
        cpu = used.ru_utime + used.ru_stime
        unit = 1 if sys.platform == "darwin" else 1024
        self.peak = max(self.peak, used.ru_maxrss * unit - self.warm.resident)
        how, detail = _verdict(status, self.reason, cpu, self.peak, self.request.limits)
        figures = {"cpu": cpu, "wall": time.monotonic() - start, "peak_memory": self.peak}
        return {"how": how, "detail": detail, "tail": self.tail.decode(errors="replace"), **figures}

    def _listen(self, wake: int) -> None:
        watched: list[Any] = [wake, *([self.output] if self.open else []), *([] if self.reason else [self.leash])]
        readable = select.select(watched, [], [], TICK)[0]
        if wake in readable:
            os.read(wake, 4096)
        if self.output in readable:
            self._read_output()
        if self.leash in readable:
            order = self.leash.recv(1)
            if order == INTERRUPT:
                os.kill(self.pid, signal.SIGINT)
            else:
                self._end("killed")

    def _read_output(self) -> None:
        with contextlib.suppress(BlockingIOError):
            text = os.read(self.output, 65536)
            self.open = bool(text)
            self.tail = (self.tail + text)[-self.request.limits.tail :]

    def _check(self, seconds: float) -> None:
        limits = self.request.limits
        if seconds > limits.wall:
            self._end("wall")
        elif self.request.view is not None:
            now = usage.memory(usage.family(self.pid), self.warm.private, limits.memory)
            self.peak = max(self.peak, now)
            if now > limits.memory:
                self._end("memory")

    def _end(self, reason: str) -> None:
        self.reason = reason
        os.kill(self.pid, signal.SIGKILL)

    def _end_the_rest(self) -> None:
        # In the sandbox it was the first process of its namespace, and the kernel has ended all others with it.
        if self.request.view is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)


def _verdict(status: int, reason: str, cpu: float, peak: int, limits: Limits) -> tuple[str, str]:
    if reason and not (reason == "killed" and _ended_before(status)):
        return reason, ""
    if os.WIFEXITED(status):
        code = os.WEXITSTATUS(status)
        if code == student.OUT_OF_MEMORY:
            return "memory", "it asked for more and did not handle the refusal"
        return ("error", f"exit status {code}") if code else ("returned", "")
    name = signal.Signals(os.WTERMSIG(status)).name
    if cpu > limits.cpu - 0.2:  # the kernel's own count runs by ticks, and may be a little ahead
        return "cpu", name
    return ("memory" if peak > 0.8 * limits.memory else "signal"), name


def _ended_before(status: int) -> bool:
    """Whether a process that we wanted to end was about to, of itself: its socket closes a moment before it is gone."""
    return os.WIFEXITED(status) or os.WTERMSIG(status) != signal.SIGKILL
