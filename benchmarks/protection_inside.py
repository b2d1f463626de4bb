"""Inside the sandbox, where the warm process stands: times each step that shuts a student's process in, as JSON.

Started by `benchmarks.protection` with ``python -c``: no file of ours but the course's own can be seen in there.
"""

import gc
import importlib
import json
import os
import sys
import time

settings = json.loads(sys.argv[1])
sys.path.insert(0, settings["root"])
import course  # noqa: E402, F401

del sys.path[0]
from course.grading.sandbox import isolate, linux, memory_usage, seccomp, warm  # noqa: E402
from course.grading.sandbox.limits import Limits  # noqa: E402

if settings["uid"] is not None:
    warm._become(settings["uid"])
for name in settings["preload"]:
    importlib.import_module(name)
gc.collect()
gc.freeze()
limits, view = Limits(), isolate.View(**settings["view"])


def shut_in(out: int, marks: list[float]) -> None:
    """In the student's process, the namespaces' first with a number: the rest of the steps."""
    marks.append(time.perf_counter())
    footprint = memory_usage.footprint()
    for step in (
        lambda: isolate.build_folders({}, limits, view),
        lambda: isolate.limit_resources(limits, (footprint.space, footprint.data), isolated=True),
        linux.drop_capabilities,
        seccomp.install,
    ):
        step()
        marks.append(time.perf_counter())
    os.write(out, json.dumps(marks).encode())


def one_round() -> list[float]:
    """Milliseconds of each step of one submission."""
    read, write = os.pipe()
    marks = [time.perf_counter()]
    pid = os.fork()
    if pid == 0:
        marks.append(time.perf_counter())
        isolate.enter_namespaces()
        marks.append(time.perf_counter())
        if os.fork() == 0:
            try:
                shut_in(write, marks)
            finally:
                os._exit(0)
        os.wait()
        os._exit(0)
    os.close(write)
    found = json.loads(os.read(read, 65536))
    os.close(read)
    os.waitpid(pid, 0)
    return [1000 * (after - before) for before, after in zip(found, found[1:])]  # noqa: B905, RUF007


print(json.dumps([one_round() for _ in range(settings["rounds"])]))
