"""Jobs to a runner and outcomes back: JSON behind its length, over a socket between processes of ours."""

from __future__ import annotations

import base64
import json
import socket
import struct
import time
from dataclasses import asdict

from course.grading.results.job import Job
from course.grading.sandbox import Limits

LENGTH = struct.Struct("!Q")


def send_job(connection: socket.socket, job: Job, student: socket.socket, meter: socket.socket) -> None:
    """Send a job, and with it our ends of the student's socket and of the meter of its processor time."""
    values = asdict(job)
    values["submitted"] = base64.b64encode(job.submitted).decode("ascii")
    values["files"] = values["given"] = {}  # they lie where the processes have been started already
    body = json.dumps(values).encode()
    socket.send_fds(connection, [LENGTH.pack(len(body))], [student.fileno(), meter.fileno()])
    connection.sendall(body)


def receive_job(connection: socket.socket) -> tuple[Job, socket.socket, socket.socket]:
    """Wait for a job; returns it with the socket to the student's process, and the meter."""
    head, fds, _, _ = socket.recv_fds(connection, LENGTH.size, 2)
    values = json.loads(_read(connection, LENGTH.unpack(head)[0]))
    values["submitted"] = base64.b64decode(values["submitted"])
    values["limits"] = Limits(**values["limits"])
    values["wrong"] = {name: tuple(texts) for name, texts in values["wrong"].items()}
    student, meter = (socket.socket(fileno=descriptor) for descriptor in fds)
    return Job(**values), student, meter


def send_text(connection: socket.socket, text: str) -> None:
    """Send a text."""
    body = text.encode()
    connection.sendall(LENGTH.pack(len(body)) + body)


def receive_text(connection: socket.socket, seconds: float) -> str:
    """Wait for a text.

    Raises
    ------
    EOFError
        If the other side ended before it was complete.
    TimeoutError
        If it is not complete in time.
    """
    end = time.monotonic() + seconds
    (length,) = LENGTH.unpack(_read(connection, LENGTH.size, end))
    return _read(connection, length, end).decode()


def _read(connection: socket.socket, length: int, end: float | None = None) -> bytes:
    parts: list[bytes] = []
    while length:
        connection.settimeout(None if end is None else max(0.001, end - time.monotonic()))
        part = connection.recv(min(length, 1 << 20))
        if not part:
            raise EOFError("the connection ended in the middle of a message")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
