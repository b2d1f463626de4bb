"""What protection costs for each submission, piece by piece: ``python -m benchmarks.protection [--rounds 30]``."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import nbformat
from traitlets.config import Config

from benchmarks.common import ROOT, milliseconds
from benchmarks.grading import SMALL, make_course
from course.grading.class_run.preload import preload
from course.grading.class_run.process_pair import STUDENT_SIDE, Grader
from course.grading.class_run.submissions import open_assignment, read_submission
from course.grading.execution.student import shell
from course.grading.execution.student.captured_outputs import Outputs
from course.grading.gradebook.course_folder import open_folder
from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.sandbox import Limits, Zygote, bubblewrap
from course.grading.sandbox.bubblewrap import PACKAGE

STEPS = ("fork of the warm process", "+ namespaces", "+ the first process in them", "+ folders of its own (mounts)",
         "+ limits", "+ no rights", "+ filter of system calls (seccomp)")  # fmt: skip
WANTED = preload(nbformat.read(path, as_version=4) for path in sorted(ROOT.glob("source/*/*.ipynb"))).students
MODULES = (*STUDENT_SIDE, *dict.fromkeys(name.partition(":")[0] for name in WANTED))
INSIDE = Path(__file__).with_name("protection_inside.py")


def steps_of_the_sandbox(rounds: int) -> list[float]:
    """Median milliseconds of each step, in a warm process inside the sandbox."""
    start, view = bubblewrap.command(MODULES, (PACKAGE.parent,), Limits())
    uid = bubblewrap.NOBODY if bubblewrap.starts_as_root() else None
    settings = {"root": str(PACKAGE.parent), "preload": MODULES, "view": asdict(view), "uid": uid, "rounds": rounds}
    command = [*start, sys.executable, "-I", "-B", "-c", INSIDE.read_text(), json.dumps(settings)]
    done = subprocess.run(
        command, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=True
    )
    return [statistics.median(column) for column in zip(*json.loads(done.stdout), strict=True)]


def median(work: Callable[[], object], rounds: int) -> float:
    """Median milliseconds, after one call that does not count."""
    work()
    return statistics.median(milliseconds(work) for _ in range(rounds))


def spawning(zygote: Zygote) -> Callable[[], object]:
    """Start a student's process with everything around it, and end it."""
    return lambda: zygote.spawn("builtins:id").close()


def in_one_process(cells: Sequence[str]) -> None:
    """All cells, tests too, in one forked process without any protection."""
    pid = os.fork()
    if pid == 0:
        own = shell.start()
        for number, source in enumerate(cells, start=1):
            own.run(source, number, Outputs(1 << 20))
        os._exit(0)
    os.waitpid(pid, 0)


def row(what: str, value: float) -> None:
    """Print a row of the table."""
    print(f"| {what} | {value:.1f} ms |", flush=True)


def main() -> None:
    """Print the table."""
    for name in MODULES:  # so that a fork of this process has what a warm one has
        importlib.import_module(name)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    print("| piece | median |\n|---|---|")
    for name, value in zip(STEPS, steps_of_the_sandbox(rounds), strict=True):
        row(name, value)
    for isolated, name in ((False, "a process from start to end, without sandbox"), (True, "the same in the sandbox")):
        with Zygote(MODULES, isolated=isolated) as zygote:
            row(name, median(spawning(zygote), rounds))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "course")
        folder.mkdir()
        make_course(folder, SMALL, 2, (ROOT / "nbgrader_config.py").read_text())
        whole_submissions(folder, rounds)


def whole_submissions(course: Path, rounds: int) -> None:
    """A small submission: rebuilding it, and running it with more and more protection."""
    folder = open_folder(course)
    (job,) = read_submission(folder, open_assignment(folder, SMALL), "student001").jobs
    source = nbformat.reads(job.source, as_version=4)

    def rebuilt() -> nbformat.NotebookNode:
        return rebuild(source, read_notebook(job.submitted).notebook, Config(job.config)).notebook

    row("reading and rebuilding a small submission", median(rebuilt, rounds))
    cells = [cell.source for cell in rebuilt().cells if cell.cell_type == "code"]
    row("running it, tests in the same process, no protection", median(lambda: in_one_process(cells), rounds))
    for isolated, name in ((False, "grading it, tests in a process of their own"), (True, "the same in the sandbox")):
        with Grader(isolated=isolated) as grader:
            row(name, median(lambda grader=grader: grader.grade(job), rounds))  # type: ignore[misc]


if __name__ == "__main__":
    main()
