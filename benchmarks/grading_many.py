"""A thousand small submissions in one batch: does the coordinator's memory stay flat, and is anybody lost?

``python -m benchmarks.grading_many [--submissions 1000]``
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.common import ROOT
from benchmarks.grading import SMALL, make_course
from scripts.course_copy import read_scores, total

STEPS = 10  # rows of the table


def main() -> None:
    """Grade them, and print the coordinator's memory as they come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    count = parser.parse_args().submissions
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "course")
        folder.mkdir()
        make_course(folder, SMALL, count, (ROOT / "nbgrader_config.py").read_text())
        grade(folder, count)


def grade(folder: Path, count: int) -> None:
    """Run `course grade`, and look at it twice a second."""
    environment = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}
    start = time.perf_counter()
    with (folder / "run.log").open("wb") as log:
        command = [sys.executable, "-m", "course", "grade", SMALL]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    coordinator, most, told = psutil.Process(process.pid), 0, 0
    print("| graded | seconds | memory of the coordinator |\n|---|---|---|")
    while process.poll() is None:
        time.sleep(0.5)
        try:
            held = coordinator.memory_info().rss
        except psutil.NoSuchProcess:
            break
        most = max(most, held)
        done = len(list((folder / "reports" / SMALL).glob("student*.json")))
        if done >= count * (told + 1) // STEPS:
            told = done * STEPS // count
            print(f"| {done} | {time.perf_counter() - start:.0f} | {held / 1e6:.0f} MB |", flush=True)
    seconds, points = time.perf_counter() - start, read_scores(folder, SMALL)
    right = sum(total(scores.values()) == deserved(student) for student, scores in points.items())
    print(f"\n{count} submissions in {seconds:.0f} s, {count / seconds:.2f} a second, status {process.returncode}")
    print(f"most memory of the coordinator: {most / 1e6:.0f} MB")
    print(f"in the gradebook: {len(points)}, with the right points: {right}")


def deserved(student: str) -> float:
    """Every second one is right."""
    return float(int(student.removeprefix("student")) % 2)


if __name__ == "__main__":
    main()
