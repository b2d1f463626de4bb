"""Starting and ending: what is ended is gone with all that it started, and nothing is left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from course.grading.sandbox import SpawnError, Zygote, exec_entry
from scripts.course_copy import ROOT
from tests.grading.sandbox.conftest import ENTRY, SMALL, descriptors, started

DAEMON = """
import os, signal, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        with open("/dev/null") as sink:
            time.sleep(1000)
    os._exit(0)
os.wait()
print("left a daemon behind")
"""


def processes(ancestor):
    """Ids of a process and of everything below it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {ancestor}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def idle(zygote):
    """The processes of a warm process that has nothing to do: two of bubblewrap's, and Python, which is the last."""
    assert eventually(lambda: len(processes(zygote.pid)) == 3)
    return processes(zygote.pid)


def eventually(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("way", ["kill", "close", "end of its code", "end of the warm process"])
def test_daemon_that_ignores_every_signal_is_gone_with_its_submission(own, way):
    before = idle(own)
    bubblewrap_pid = own.pid
    child = own.spawn(ENTRY)
    assert exec_entry.run(child, DAEMON) == ("left a daemon behind\n", "")
    started_here = processes(own.pid) - before
    assert len(started_here) == 4  # supervisor, first of the namespace, process, daemon
    if way == "kill":
        child.kill()
        assert child.wait(10).how == "killed"
        assert not [pid for pid in started_here if Path(f"/proc/{pid}").exists() and pid in processes(own.pid)][1:]
    elif way == "close":
        child.close()
    elif way == "end of its code":
        child.socket.shutdown(socket.SHUT_WR)
        assert child.wait(10).how == "returned"
    else:
        os.kill(bubblewrap_pid, signal.SIGKILL)
        assert child.wait(10).how == "lost"
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started_here))
    child.close()


FAMILY = """
import os, socket, time
def child():
    if pid := os.fork(): return pid
    os.closerange(3, 99)
    while True: time.sleep(1)
print(child(), child(), child())
"""


@pytest.mark.parametrize("isolated", [True, False])
def test_what_is_spared_outlives_the_process_until_we_let_go(isolated):
    with started(limits=SMALL) if isolated else Zygote(isolated=False) as zygote:
        before = idle(zygote) if isolated else processes(zygote.pid)
        with zygote.spawn(ENTRY, keep_descendants=True) as child:
            kept = [int(number) for number in exec_entry.run(child, FAMILY)[0].split()][1:]
            all_ = processes(zygote.pid) - before
            child.end_all_but(kept)
            # The process and one of its children; the dead are counted until they are buried.
            assert eventually(lambda: len(processes(zygote.pid) - before) == len(all_) - 2)
            child.end_all_but(kept[1:])
            assert eventually(lambda: len(processes(zygote.pid) - before) == len(all_) - 3)
            child.kill()
            assert child.wait(10).how == "killed"
            assert eventually(lambda: processes(zygote.pid) == before)


def test_how_a_process_ended_is_told_although_others_last(plain):
    with plain.spawn(ENTRY, keep_descendants=True) as child:
        kept = exec_entry.run(child, FAMILY)[0].split()
        child.socket.sendall(json.dumps("os._exit(3)").encode() + b"\n")
        assert child.socket.recv(1) == b""
        child.end_all_but([int(kept[0])])
        child.kill()
        end = child.wait(10)
        assert (end.how, end.detail) == ("error", "exit status 3")
        assert end.why == "it ended with an error (exit status 3)"


def test_what_lasts_is_limited_too(plain):
    with plain.spawn(ENTRY, limits=replace(SMALL, wall=1), keep_descendants=True) as child:
        exec_entry.run(child, FAMILY)
        assert child.wait(10).how == "wall"


def test_everything_dies_with_this_process():
    text = (
        "import os, sys, time\nfrom course.grading.sandbox import Zygote, exec_entry\n"
        "zygote = Zygote(isolated=True).__enter__()\n"
        f"child = zygote.spawn({ENTRY!r})\nexec_entry.run(child, {DAEMON!r})\n"
        "print(zygote.pid, flush=True)\ntime.sleep(99)"
    )
    with subprocess.Popen([sys.executable, "-c", text], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        if not line:
            started().close()  # skips where there is no sandbox
        below = processes(int(line))
        assert len(below) >= 5
        process.kill()
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in below))


def test_twenty_children_leave_no_process_and_no_descriptor(own):
    before, open_before = idle(own), descriptors()
    for _ in range(20):
        with own.spawn(ENTRY, {"a.txt": b"a" * 100_000}) as child:
            assert exec_entry.run(child, "print(len(open('a.txt').read()))") == ("100000\n", "")
    assert eventually(lambda: processes(own.pid) == before)
    assert descriptors() == open_before


def test_without_sandbox_the_folder_of_a_child_is_removed():
    with Zygote(isolated=False) as zygote:
        with zygote.spawn(ENTRY, {"a.txt": b"a"}) as child:
            folder = exec_entry.run(child, "import os; print(os.getcwd(), os.environ['HOME'] == os.getcwd())")[
                0
            ].split()
            assert folder[1] == "True"
            assert Path(folder[0], "a.txt").exists()
        assert not Path(folder[0]).exists()


def test_without_sandbox_the_group_of_a_child_ends_with_it():
    with Zygote(isolated=False) as zygote, zygote.spawn(ENTRY) as child:
        text = "import subprocess; print(subprocess.Popen(['sleep', '1000']).pid)"
        pid = int(exec_entry.run(child, text)[0])
        child.kill()
        assert child.wait(10).how == "killed"
        assert eventually(lambda: not Path(f"/proc/{pid}").exists())


def test_a_dead_warm_process_is_replaced(own):
    pid = own.pid
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: own.pid is None)
    with own.spawn(ENTRY) as child:
        assert exec_entry.run(child, "print(1)") == ("1\n", "")
    assert own.pid not in (pid, None)


def test_the_spawn_during_which_the_warm_process_dies_says_so_and_the_next_one_works(own):
    python = max(idle(own))
    os.kill(python, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (python, signal.SIGKILL)).start()
    with pytest.raises(SpawnError, match=r"the warm process died while it was to start a process .* try again"):
        own.spawn(ENTRY)
    with own.spawn(ENTRY) as child:
        assert exec_entry.run(child, "print(1)") == ("1\n", "")


def test_warm_process_outlives_the_thread_that_started_it():
    zygotes = []
    thread = threading.Thread(target=lambda: zygotes.append(started(limits=SMALL)))
    thread.start()
    thread.join()
    if not zygotes:
        started().close()  # skips where there is no sandbox
    with zygotes[0] as zygote:
        pid = zygote.pid
        time.sleep(0.3)
        assert zygote.pid == pid


def test_waiting_ends_with_its_timeout_and_can_be_repeated(plain):
    with plain.spawn(ENTRY) as child:
        with pytest.raises(TimeoutError, match=r"still runs after 0\.1 s; \.kill\(\) ends it"):
            child.wait(0.1)
        child.kill()
        child.kill()
        assert child.wait(5) == child.wait(5)
    child.close()
