"""The process between us and a student's process: starts it, watches it, ends it, and says how it ended.

It runs no student code and cannot be seen from the student's process.  It hangs on one socket, to its client: when that
closes, because we ended or let go, the student's process and all that it started die.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import traceback
from dataclasses import replace
from typing import Any, NoReturn

from course.grading.sandbox import child_setup, isolate, linux, memory_usage
from course.grading.sandbox.child_setup import Request
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.own_folders import make_folder
from course.grading.sandbox.process_watch import Watch


def supervise(
    client: socket.socket, connection: socket.socket, meter: socket.socket, view: isolate.View | None
) -> NoReturn:
    """Read a request of the client's, run it with `connection`, report to the client, and end this process.

    Whoever asks at the meter hears how much processor time it has used so far.
    """
    try:
        report = _supervise(client, connection, meter, view)
    except BaseException:  # whatever it was: this process must not go on as a copy of the warm one
        report = {"failed": traceback.format_exc()[-4000:]}
    with contextlib.suppress(OSError):  # we may have let go
        client.sendall(json.dumps(report).encode() + b"\n")
    os._exit(0)


def _supervise(
    client: socket.socket, connection: socket.socket, meter: socket.socket, view: isolate.View | None
) -> dict[str, Any]:
    request = _read_request(client, view)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # wakes the wait below
    if view is not None:
        isolate.enter_namespaces()
    else:
        request = replace(request, folder=make_folder())
    try:
        return _run(request, client, connection, meter)
    finally:
        if request.folder:
            shutil.rmtree(request.folder, ignore_errors=True)


def _read_request(client: socket.socket, view: isolate.View | None) -> Request:
    with client.makefile("rb") as stream:
        head = json.loads(stream.readline())
        files = {name: stream.read(size) for name, size in head["files"]}
    limits, keep = Limits(**head["limits"]), head["keep_descendants"]
    return Request(head["entry"], files, limits, view, folder="", keep_descendants=keep)


def _run(request: Request, client: socket.socket, connection: socket.socket, meter: socket.socket) -> dict[str, Any]:
    ready, ready_end = os.pipe()
    output, output_end = os.pipe()
    warm = memory_usage.footprint()
    if sys.platform == "linux":
        linux.prctl(linux.SET_CHILD_SUBREAPER, 1)  # what loses its parent stays in sight
    first = _begin_namespace() if request.view is not None else 0
    pid = os.fork()
    if pid == 0:
        client.close()
        child_setup.run(request, connection, output_end, ready_end)
    connection.close()
    os.close(ready_end)
    os.close(output_end)
    reason = os.read(ready, 65536).decode(errors="replace")
    os.close(ready)
    if reason:
        os.waitpid(pid, 0)
        if first:
            os.kill(first, signal.SIGKILL)
        return {"failed": reason}
    with contextlib.suppress(OSError):  # we may have let go; the watch will see it
        client.sendall(b'{"ready": true}\n')
    return Watch(pid, first, client, meter, output, request, warm).until_the_end()


def _begin_namespace() -> int:
    """Start the first process of the student's namespace, without which no other lives; it does nothing but wait."""
    pid = os.fork()
    if pid:
        return pid
    try:
        linux.prctl(linux.PDEATHSIG, signal.SIGKILL)
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # orphans become its children, and nobody waits for them
        os.closerange(0, 1024)  # the client's socket, above all: it must close with us
        while True:
            signal.pause()
    finally:
        os._exit(1)
