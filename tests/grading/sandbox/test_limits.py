"""Every limit bites, says which one it was, and costs only the submission that ran into it."""

import json
import time
from dataclasses import replace

import pytest

from course.grading.sandbox import Limits, exec_entry
from tests.grading.sandbox.conftest import ENTRY, SMALL

MEBIBYTE = 2**20
FORK_BOMB = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    try:
        os.fork()
    except OSError:
        pass
"""
MEMORY_BOMB = """
import os
blocks = []
while True:
    try:
        blocks.append(b"x" * (1 << 20))
    except MemoryError:
        os.abort()
"""
MANY_SMALL_ONES = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        block = b"x" * (60 << 20)
        time.sleep(60)
time.sleep(60)
"""
SHARED_MEMORY = """
import mmap, os, time
for _ in range(4):
    block = mmap.mmap(-1, 100 << 20)
    block.write(b"x" * (100 << 20))
    os.fork()
time.sleep(60)
"""
SHARED_PAGES = """
import os, time
block = b"x" * (80 << 20)
for _ in range(4):
    if os.fork() == 0:
        time.sleep(1)
        os._exit(0)
for _ in range(4):
    os.wait()
print("done")
"""
COUNT_PROCESSES = """
import os, time
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
        count += 1
except OSError:
    print(count)
"""
COUNT_THREADS = """
import threading, time
try:
    for count in range(100):
        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
except RuntimeError:
    print(count < 20)
"""
ENDLESS = {
    "busy": "while True: pass",
    "catches all": """
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    "ignores signals": """
import signal, time
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
time.sleep(99)
""",
    "stopped": """
import os, signal
if os.fork() == 0: os.kill(os.getpid(), signal.SIGSTOP)
os.wait()
""",
}


def end_of(zygote, text, **changes):
    """How a process ended that was given code and not waited for otherwise."""
    with zygote.spawn(ENTRY, limits=replace(SMALL, **changes)) as child:
        child.socket.settimeout(60)
        with pytest.raises(EOFError):
            exec_entry.run(child, text)
        return child.wait(30)


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), "5", None, True])
def test_a_limit_that_is_no_positive_number_is_named(value):
    with pytest.raises(ValueError, match=r"the limit wall is .*; expected a positive"):
        Limits(wall=value)


def test_a_limit_that_counts_must_be_whole():
    with pytest.raises(ValueError, match=r"the limit processes is 2\.5; expected a whole number"):
        Limits(processes=2.5)


def test_too_much_memory_is_an_error_that_the_code_survives(reached):
    text = "try: bytearray(300 << 20)\nexcept MemoryError: print('refused')\nprint(len(bytearray(50 << 20)) >> 20)"
    assert reached(text).split() == ["refused", "50"]


def test_memory_bomb_ends_with_its_reason_and_the_warm_process_goes_on(own):
    end = end_of(own, MEMORY_BOMB)
    assert end.how == "memory"
    assert 150 * MEBIBYTE < end.peak_memory < 250 * MEBIBYTE
    pid = own.pid
    with own.spawn(ENTRY) as child:
        assert exec_entry.run(child, "print(1)") == ("1\n", "")
    assert own.pid == pid


def test_memory_taken_by_many_small_processes_counts_together(plain):
    end = end_of(plain, MANY_SMALL_ONES)
    assert end.how == "memory"
    assert end.wall < 10


def test_shared_memory_counts_too(plain):
    assert end_of(plain, SHARED_MEMORY).how == "memory"


def test_pages_that_forked_processes_share_count_once(plain):
    with plain.spawn(ENTRY) as child:
        assert exec_entry.run(child, SHARED_PAGES) == ("done\n", "")


@pytest.mark.parametrize("call", ["os.memfd_create('x')", "ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0 or 1 / 0"])
def test_memory_that_is_no_process_s_cannot_be_had(reached, call):
    text = f"import ctypes, os\ntry: {call}; print('got it')\nexcept (OSError, ZeroDivisionError): print('refused')"
    assert reached(text) == "refused"


def test_fork_bomb_stays_small_and_dies_with_the_wall_clock(plain):
    start = time.monotonic()
    assert end_of(plain, FORK_BOMB, wall=2).how == "wall"
    assert time.monotonic() - start < 15


def test_number_of_processes_is_limited_for_each_child_by_itself(plain):
    with plain.spawn(ENTRY) as first, plain.spawn(ENTRY) as second:
        counts = [int(exec_entry.run(child, COUNT_PROCESSES)[0]) for child in (first, second)]
    assert counts == [SMALL.processes - 3] * 2  # supervisor, first of the namespace and the process itself count


def test_threads_count_as_processes(reached):
    assert reached(COUNT_THREADS) == "True"


def test_large_file_full_disk_and_a_flood_of_files_are_errors(reached):
    text = """
import os
def attempt(name, action):
    try: action(); print(name, 'went through')
    except OSError as error: print(name, error.strerror)
attempt("large", lambda: open("large", "wb").write(bytes(5 << 20)))
os.remove("large")
attempt("disk", lambda: [open(f"/tmp/{n}", "wb").write(bytes(3 << 20)) for n in range(4)])
[os.remove(f"/tmp/{n}") for n in range(3)]
attempt("shm", lambda: [open(f"/dev/shm/{n}", "wb").write(bytes(3 << 20)) for n in range(4)])
[os.remove(f"/dev/shm/{n}") for n in range(3)]
attempt("many", lambda: [open(f"f{n}", "w").close() for n in range(300)])
"""
    assert reached(text).splitlines() == [
        "large File too large",
        "disk No space left on device",
        "shm No space left on device",
        "many No space left on device",
    ]


def test_open_files_are_limited(reached):
    text = "import os\nfds = []\ntry:\n    while True: fds.append(os.dup(0))\nexcept OSError: print(len(fds) < 256)"
    assert reached(text) == "True"


@pytest.mark.parametrize("loop", ENDLESS.values(), ids=ENDLESS)
def test_endless_code_ends_with_the_wall_clock(plain, loop):
    end = end_of(plain, loop, wall=1)
    assert end.how == "wall"
    assert 1 <= end.wall < 10


def test_endless_computation_ends_with_the_processor_s_clock(plain):
    end = end_of(plain, "while True: pass", cpu=1)
    assert (end.how, end.detail) == ("cpu", "SIGKILL")
    assert 0.9 <= end.cpu < 3


def test_flood_on_the_process_s_own_output_is_cut_to_its_tail(plain):
    text = "import os\nfor n in range(3000): os.write(1, bytes(65536))\nos.write(2, b'last words'); os._exit(3)"
    end = end_of(plain, text)
    assert (end.how, end.detail) == ("error", "exit status 3")
    assert end.tail.endswith("last words")
    assert len(end.tail) == SMALL.tail


def test_what_a_crash_leaves_says_which_signal(plain):
    end = end_of(plain, "import ctypes; ctypes.string_at(0)")
    assert (end.how, end.detail) == ("signal", "SIGSEGV")
    assert "it crashed (SIGSEGV) after" in str(end)


def test_process_that_we_end_while_it_crashes_still_says_which_signal(plain):
    for _ in range(10):
        with plain.spawn(ENTRY) as child:
            child.socket.sendall(json.dumps("import ctypes; ctypes.string_at(0)").encode() + b"\n")
            assert child.socket.recv(1) == b""
            child.kill()
            assert child.wait(10).how == "signal"
