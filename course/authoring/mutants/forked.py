"""Running something in a forked process, with limits: what it changes, or breaks, is gone with it."""

from __future__ import annotations

import math
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

PATIENCE = 10  # seconds on the clock for each of the processor's: against what sleeps
MEMORY = 4 << 30  # bytes that it may take beyond what this process has
ENDED = -1  # in place of a number: it was ended for one of these

Item = TypeVar("Item")


def forked(
    work: Callable[[Item], int], items: Iterable[Item], processes: int, seconds: float
) -> Iterator[tuple[Item, int]]:
    """Each item with the number, 0 to 255, that the work makes of it in a process of its own, as they come.

    Parameters
    ----------
    work
        Runs in a copy of this process; an error that it raises counts as `ENDED`.
    processes
        How many run at a time.
    seconds
        Of the processor's time that each may take.
    """
    running: dict[int, Item] = {}
    for item in items:
        if len(running) >= processes:
            yield _next(running)
        if process := os.fork():
            running[process] = item
        else:
            _run(work, item, seconds)
    while running:
        yield _next(running)


def _next(running: dict[int, Item]) -> tuple[Item, int]:
    """Wait for one of our processes, whichever ends first."""
    process, status = os.waitpid(-1, 0)
    return running.pop(process), os.WEXITSTATUS(status) if os.WIFEXITED(status) else ENDED


def _run(work: Callable[[Item], int], item: Item, seconds: float) -> None:
    """Do the work and end this process, whatever happens: nothing of its parent's may run on in it."""
    try:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds)))
        limit = _virtual_memory() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os._exit(work(item))
    finally:
        os.kill(os.getpid(), signal.SIGKILL)


def _virtual_memory() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
