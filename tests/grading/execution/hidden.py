"""Answers that want to tell what hidden lines of a test have given them: by every way out that there is.

Each defines ``double(x)`` and has a cell of its own at the end. `FILE` is known to both.
"""

from __future__ import annotations

SEEN = "seen = []\ndef double(x):\n    seen.append(x)\n    return 2 * x\n"
LATER = "import time\nend = time.time() + 0.3\nwhile time.time() < end: time.sleep(0.01)\n"
FILE = "import tempfile\nfile = tempfile.NamedTemporaryFile(buffering=0)\n"
SHOW_FILE = f"{LATER}print(open(file.name).read())"
# Right where it can be seen, and telling where it is hidden.
WHEN_HIDDEN = "def double(x):\n    if x > 100: tell(x)\n    return 2 * x\n"
# Title: the answer, the cell at the end, and whether the answer passes.
TELLERS: dict[str, tuple[str, str, bool]] = {
    "prints in a later cell": (SEEN, "print(seen)", True),
    "raises in a later cell": (SEEN, "raise ValueError(seen)", True),
    "prints where it is called": (f"def tell(x): print(x, flush=True)\n{WHEN_HIDDEN}", "1", True),
    "raises where it is called": (f"def tell(x): raise ValueError(x)\n{WHEN_HIDDEN}", "1", False),
    "an error of a type of that name": (
        f"def tell(x): raise type(f'Told{{x}}', (Exception,), {{}})()\n{WHEN_HIDDEN}",
        "1",
        False,
    ),
    "an object of a type of that name": (
        "def double(x): return type(f'Told{x}', (), {})() if x > 100 else 2 * x",
        "1",
        False,
    ),
    "a file": (f"{FILE}def tell(x): file.write(f' {{x}}'.encode())\n{WHEN_HIDDEN}", SHOW_FILE, True),
    "a thread that prints": (
        f"""
import threading, time
{SEEN}
def work():
    while True:
        print(seen, flush=True)
        time.sleep(0.01)
threading.Thread(target=work, daemon=True).start()
""",
        LATER,
        True,
    ),
    "a thread started where it is called": (
        f"""
import threading
def tell(x): threading.Timer(0.01, print, (x,), {{"flush": True}}).start()
{WHEN_HIDDEN}
""",
        LATER,
        True,
    ),
    "a child that writes": (
        f"""
import os
{FILE}
read, write = os.pipe()
if not os.fork():
    os.close(write)
    while told := os.read(read, 999):
        print(told, flush=True)
        file.write(told)
    os._exit(0)
def tell(x): os.write(write, str(x).encode())
{WHEN_HIDDEN}
""",
        SHOW_FILE,
        True,
    ),
    "a pipe from the copy to the original": (
        f"""
import os
read, write = os.pipe()
os.set_blocking(read, False)
os.write(write, b'nothing')
def tell(x): os.write(write, str(x).encode())
{WHEN_HIDDEN}
""",
        f"{LATER}print(os.read(read, 9999))",
        True,
    ),
    "handlers of forks": (
        f"""
import os
{SEEN}
show = lambda: print(seen, flush=True)
os.register_at_fork(before=show, after_in_child=show, after_in_parent=show)
""",
        "print(seen)",
        True,
    ),
    "a copy that is none": (
        f"from course.grading.execution.student import student_server\n{SEEN}student_server.fork = lambda: 2**22 + 1",
        "print(seen)",
        False,
    ),
    "no copies": (
        f"from course.grading.execution.student import student_server\n{SEEN}student_server.fork = None",
        "print(seen)",
        False,
    ),
    "the original at its copy's socket": (
        f"""
import contextlib, os, socket, threading
from course.grading.execution.student import student_server
{SEEN}
def fork(self):
    _, (fd,), _, _ = socket.recv_fds(self.channel.connection, 1, 1)
    other = student_server.Server.__new__(student_server.Server)
    other.__dict__.update(self.__dict__, channel=student_server.Channel(socket.socket(fileno=fd)))
    other.channel.send(student_server.pack(('value', 0, None), self.keep))
    threading.Thread(target=lambda: [None for _ in iter(other.answer_next, False)], daemon=True).start()
    return os.getpid()
student_server.Server._fork = fork
student_server.time_limit = lambda cpu, wall: contextlib.nullcontext()
""",
        f"{LATER}print(seen)",
        False,
    ),
    "an answer for the last cell, from a copy": (
        f"""
import os, stat
from course.grading.execution.wire.frames import HEAD
kept = [os.dup(fd) for fd in map(int, os.listdir('/proc/self/fd')) if os.path.exists(f'/proc/self/fd/{{fd}}')
        and stat.S_ISSOCK(os.fstat(fd).st_mode)]
def tell(x):
    shown = '["list",["dict","output_type","stream","name","stdout","text","%s"]]' % x
    tree = f'["tuple","value",["tuple",true,{{shown}}],null]'.encode()
    for fd in kept:
        try: os.write(fd, HEAD.pack(len(tree), 0) + tree)
        except OSError: pass
{WHEN_HIDDEN}
""",
        LATER,
        True,
    ),
}
