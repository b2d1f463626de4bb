"""A class of submissions: `nbgrader autograde` out of the box against `course grade` with all protection on.

``python -m benchmarks.grading [--submissions 20] [small 3-1-convolution ...]`` prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.common import ROOT
from course.notebook.known_answers import fill, mixture, read_known_answers
from scripts.course_copy import ASSIGNMENTS, notebook_path, read_scores, run_nbgrader, submit, total

SMALL = "small"
# What is needed to release the notebooks at all; how they are graded is left to nbgrader.
OUT_OF_THE_BOX = """c = get_config()
c.GenerateAssignment.force = True
c.ClearMarkScheme.enforce_metadata = False
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\nraise NotImplementedError('write your answer here')"}
c.Execute.timeout = 300
"""


HEAD = """\
| submissions | nbgrader autograde | course grade | times | memory, nbgrader | memory, course grade | same points |
|---|---|---|---|---|---|---|"""


@dataclass
class Run:
    """What one command took: seconds, and the most memory that it and all that it had started held together.

    ``shared`` counts a page that several processes have in common once (proportional share), ``resident`` each time.
    """

    seconds: float = 0.0
    shared: int = 0
    resident: int = 0
    points: dict[str, float] = field(default_factory=dict)


def small_assignment() -> NotebookNode:
    """A notebook that imports torch and has one task."""
    answer = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    marks = {"schema_version": 3, "locked": False, "grade": False, "solution": True, "grade_id": "double"}
    test = marks | {"grade": True, "solution": False, "locked": True, "grade_id": "test-double", "points": 1}
    return new_notebook(
        cells=[
            new_code_cell("import torch"),
            new_code_cell(answer, metadata={"nbgrader": marks}),
            new_code_cell("x = torch.arange(4.0)\nassert torch.equal(double(x), x + x)", metadata={"nbgrader": test}),
            new_code_cell("print(double(torch.ones(3)))"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def make_course(folder: Path, assignment: str, count: int, config: str) -> None:
    """Make a course folder with submissions, right and wrong ones, and a gradebook."""
    place = folder / "source" / assignment
    if assignment == SMALL:
        place.mkdir(parents=True)
        nbformat.write(small_assignment(), place / "small.ipynb")
    else:
        shutil.copytree(ROOT / "source" / assignment, place)
    (folder / "nbgrader_config.py").write_text(config)
    done = run_nbgrader(folder, "generate_assignment", assignment)
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:])
    released = notebook_path(folder, "release", assignment)
    release, source = (nbformat.read(notebook_path(folder, part, assignment), 4) for part in ("release", "source"))
    for number in range(count):
        if assignment == SMALL:
            handed_in = fill(release, {"double": "def double(x):\n    return x + x" if number % 2 else "double = abs"})
        else:
            samples = read_known_answers(ROOT / "lessons" / assignment / "answers", source)
            handed_in = fill(release, mixture(samples, number))
        submit(folder, f"student{number:03}", assignment, released.name, handed_in)


def watch(process: subprocess.Popen[bytes], run: Run) -> None:
    """Note the memory of a process and all its descendants, twice a second."""
    while process.poll() is None:
        try:
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        shared = resident = 0
        for one in family:
            try:
                held = one.memory_full_info()
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue  # it has ended in the meantime
            shared, resident = shared + held.pss, resident + held.rss
        run.shared, run.resident = max(run.shared, shared), max(run.resident, resident)
        time.sleep(0.5)


def timed(folder: Path, assignment: str, *command: str) -> Run:
    """Run a command in a course folder and read what it has entered."""
    run = Run()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    start = time.perf_counter()
    with (folder / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, env=os.environ | {"PATH": path}, stdout=log, stderr=log
        )
        watcher = threading.Thread(target=watch, args=(process, run))
        watcher.start()
        process.wait()
        run.seconds = time.perf_counter() - start
        watcher.join()
    if process.returncode:
        print((folder / "run.log").read_text()[-2000:], file=sys.stderr)
    run.points = {student: total(scores.values()) for student, scores in read_scores(folder, assignment).items()}
    return run


def side_by_side(assignment: str, count: int) -> None:
    """Grade the same submissions both ways and print a row of the table."""
    with tempfile.TemporaryDirectory() as place:
        stock, ours = Path(place, "stock"), Path(place, "ours")
        for folder, config in ((stock, OUT_OF_THE_BOX), (ours, (ROOT / "nbgrader_config.py").read_text())):
            folder.mkdir()
            make_course(folder, assignment, count, config)
        peer = timed(stock, assignment, "nbgrader", "autograde", assignment)
        mine = timed(ours, assignment, "course", "grade", assignment)
    same = sum(mine.points.get(student) == points for student, points in peer.points.items())
    cells = [f"{count} × {assignment}"]
    cells += [f"{run.seconds:.1f} s" for run in (peer, mine)] + [f"{peer.seconds / mine.seconds:.1f}"]
    cells += [f"{run.shared / 1e6:.0f} ({run.resident / 1e6:.0f}) MB" for run in (peer, mine)]
    print(f"| {' | '.join(cells)} | {same} of {len(peer.points)} |", flush=True)


def main() -> None:
    """Run for each assignment that is named, or for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", default=[SMALL, *ASSIGNMENTS])
    parser.add_argument("--submissions", type=int, default=20)
    arguments = parser.parse_args()
    print(HEAD)
    for assignment in arguments.assignments:
        side_by_side(assignment, arguments.submissions)


if __name__ == "__main__":
    main()
