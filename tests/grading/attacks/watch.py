"""Runs a command and says which of the processes that it has started are still there when it has ended.

``python watch.py COMMAND …`` ends with the command's own exit status; the last line of its output is JSON:
``{"seconds": …, "left": [command lines]}``.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from pathlib import Path

SET_CHILD_SUBREAPER = 36
PATIENCE = 5.0  # seconds for processes that are being ended to be gone


def main(command: list[str]) -> int:
    """Run the command; orphans of any depth become children of this process, so none can hide."""
    if ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("this system cannot adopt orphans (prctl)")
    start = time.monotonic()
    status = subprocess.run(command, check=False).returncode
    seconds, end = time.monotonic() - start, time.monotonic() + PATIENCE
    while (left := children()) and time.monotonic() < end:
        time.sleep(0.1)
        reap()
    print(json.dumps({"seconds": seconds, "left": left}), flush=True)
    return status


def reap() -> None:
    """Take note of those that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def children() -> list[str]:
    """Command lines of this process's children that still run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid():
                found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # it has ended in the meantime
            continue
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
