"""The forked process that will run a student's code: from the fork to the call of the entry function."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from course.grading.sandbox import isolate, linux, memory_usage
from course.grading.sandbox.limits import Limits

OUT_OF_MEMORY = 79  # exit status of an entry that ended with a MemoryError


@dataclass(frozen=True)
class Request:
    """What to run: `entry` as "module:function", files by name, limits, and what to see in the sandbox.

    `view` is None where there is no sandbox; then the files go to `folder`. If `keep_descendants`, what the process has
    started goes on when it has ended, until we let go.
    """

    entry: str
    files: dict[str, bytes]
    limits: Limits
    view: isolate.View | None
    folder: str
    keep_descendants: bool = False


def run(request: Request, connection: socket.socket, output: int, ready: int) -> NoReturn:
    """Call the entry with the connection as its only open file, then end this process.

    `output` (a pipe) becomes its standard output and error; `ready` is closed when the entry is about to be called, or
    gets the reason why it is not.
    """
    try:
        _leave_the_supervisor(connection, output, ready)
        module, _, name = request.entry.partition(":")
        entry = getattr(importlib.import_module(module), name)  # ours, and about to be masked
        _shut_in(request)
    except BaseException:  # whatever it was: this process must not go on as a copy of its parent
        os.write(ready, traceback.format_exc().encode()[-4000:])
        os._exit(1)
    os.close(ready)
    os._exit(_call(entry, connection))


def _call(entry: object, connection: socket.socket) -> int:
    status = 0
    try:
        entry(connection)  # type: ignore[operator]
    except MemoryError:
        status = OUT_OF_MEMORY
    except BaseException:  # a student's code may raise SystemExit and worse
        status = 1
        traceback.print_exc()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # it may have replaced or closed them
        status = status or 1
    return status


def _leave_the_supervisor(connection: socket.socket, output: int, ready: int) -> None:
    os.setsid()  # a signal to its process group must not reach the supervisor
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    inherited = {int(path.name) for path in Path("/dev/fd").iterdir()}
    for descriptor in inherited - {0, 1, 2, ready, connection.fileno()}:
        with contextlib.suppress(OSError):  # that of the listing itself is closed already
            os.close(descriptor)
    if sys.platform == "linux":
        # Where the machine runs out of memory, the kernel ends this process first, not the grading.
        Path("/proc/self/oom_score_adj").write_text("1000")


def _shut_in(request: Request) -> None:
    warm = memory_usage.footprint()
    isolated = request.view is not None
    if request.view is not None:
        isolate.build_folders(request.files, request.limits, request.view)
    else:
        isolate.write_files(request.files, Path(request.folder))
        os.chdir(request.folder)
        os.environ["HOME"] = request.folder
    isolate.limit_resources(request.limits, (warm.space, warm.data), isolated=isolated)
    if isolated:
        isolate.give_up_rights()
    if sys.platform == "linux":  # last: the kernel forgets it when rights change
        linux.prctl(linux.PDEATHSIG, signal.SIGKILL)
