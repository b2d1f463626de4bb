"""How much processor time a student's processes have used: their supervisor says it, whom they cannot reach."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
SECONDS = struct.Struct("!d")
PATIENCE = 60.0  # seconds for an answer, which takes some milliseconds
FIELDS = slice(11, 15)  # of /proc/…/stat, behind the name: in user and kernel mode, also of children waited for


def cpu_seconds(processes: Iterable[int]) -> float:
    """Processor time of processes and of their children that have ended; 0 where there is no /proc."""
    return sum(map(_ticks, processes)) / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> int:
    try:
        text = Path(PROC, str(process), "stat").read_text(errors="replace")
    except OSError:  # it has ended in the meantime
        return 0
    return sum(map(int, text.rpartition(")")[2].split()[FIELDS]))


def ask(meter: socket.socket) -> float:
    """Seconds that the processes at the other end of a meter have used so far; 0 if nobody is there any more."""
    meter.settimeout(PATIENCE)
    try:
        meter.sendall(b"?")
        data = meter.recv(SECONDS.size, socket.MSG_WAITALL)
    except OSError:
        return 0.0
    return float(SECONDS.unpack(data)[0]) if len(data) == SECONDS.size else 0.0


def answer(meter: socket.socket, seconds: float) -> bool:
    """Answer a question that has come; False if there will be no more."""
    try:
        if not meter.recv(1):
            return False
        meter.sendall(SECONDS.pack(seconds))
    except OSError:
        return False
    return True
