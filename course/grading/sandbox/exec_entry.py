"""An entry that tries out what the sandbox permits: it runs code that it is sent and returns what that printed."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import traceback

from course.grading.sandbox.child import Child


def serve(connection: socket.socket) -> None:
    """Read JSON texts, a line each, run them as Python, and answer with what each printed and its error's traceback."""
    names = {"__name__": "__main__", "connection": connection}
    with connection.makefile("rb") as stream:
        for line in stream:
            printed = io.StringIO()
            error = ""
            with contextlib.redirect_stdout(printed):
                try:
                    exec(json.loads(line), names)
                except BaseException:  # SystemExit is an answer as well
                    error = traceback.format_exc()
            connection.sendall(json.dumps({"printed": printed.getvalue(), "error": error}).encode() + b"\n")


def run(child: Child, text: str, timeout: float = 60) -> tuple[str, str]:
    """Run code in a process whose entry is `serve`: what it printed, and the traceback of its error or "".

    Raises
    ------
    TimeoutError
        If no answer comes within `timeout` seconds.
    EOFError
        If the process ended without an answer.
    """
    child.socket.settimeout(timeout)
    child.socket.sendall(json.dumps(text).encode() + b"\n")
    with child.socket.makefile("rb") as stream:
        line = stream.readline()
    if not line:
        raise EOFError(f"the process ended without an answer: {child.wait(timeout)}")
    answer = json.loads(line)
    return answer["printed"], answer["error"]
