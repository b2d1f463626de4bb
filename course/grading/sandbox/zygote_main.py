"""The warm process: imports once, then forks a supervisor for each byte it gets, and runs no student code itself."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, NoReturn

from course.grading.sandbox import isolate, linux, supervisor


def main() -> NoReturn:
    """Do what the first argument, JSON, says, and serve until the control socket closes."""
    settings = json.loads(sys.argv[1])
    control = socket.socket(fileno=settings["control"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    failed = ""
    try:
        _warm_up(settings)
    except BaseException:  # SystemExit of an imported module too
        failed = traceback.format_exc()
    control.sendall(json.dumps({"failed": failed}).encode() + b"\n")
    if not failed:
        _serve(control, isolate.View(**settings["view"]) if settings["view"] else None)
    sys.exit()


def _warm_up(settings: dict[str, Any]) -> None:
    if settings["uid"] is not None:
        _become(settings["uid"])
    for name in settings["preload"]:
        importlib.import_module(name)
    for name in settings["wanted"]:
        _import_if_possible(name)
    if threads() != 1:
        raise RuntimeError(f"{threads()} threads run after the imports; a process can be forked safely only with one")
    gc.collect()
    gc.freeze()  # a later collection must not touch, and so copy, what all children share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies: supervisors report to whoever asked for them


def _import_if_possible(wanted: str) -> None:
    module, _, name = wanted.partition(":")
    with contextlib.suppress(Exception):  # whoever needs it will hear why it cannot be imported
        __import__(module, fromlist=[name] if name else [])


def _become(uid: int) -> None:
    # Not as root: the kernel's limit on processes does not hold for root, even in a namespace.
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    linux.prctl(linux.SET_DUMPABLE, 1)  # else its own /proc entry belongs to root, and so does the map of user ids


def threads() -> int:
    """Return how many threads this process has, those of C libraries too where the system tells."""
    tasks = Path("/proc/self/task")
    return sum(1 for _ in tasks.iterdir()) if tasks.exists() else threading.active_count()


def _serve(control: socket.socket, view: isolate.View | None) -> None:
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1, 3)
        if not order:
            return
        client, connection, meter = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        if threads() != 1:
            client.sendall(json.dumps({"failed": f"the warm process runs {threads()} threads"}).encode() + b"\n")
        elif os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            supervisor.supervise(client, connection, meter, view)
        for end in (client, connection, meter):
            end.close()
