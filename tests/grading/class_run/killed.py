"""Kills runs at many moments and runs them again: ``python -m tests.grading.class_run.killed COURSE KILLS SEED``.

A class that has been graded and marked by hand hands some work in again. Runs over it are forked from this process and
kill themselves with SIGKILL at a random one of the moments at which they open, rename or remove a file, or are about to
send something to the gradebook. Prints JSON: how many such moments there are, whose grades were found neither old nor
new after a kill, and which kills have ended in another state than an undisturbed run.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy import Engine, event

from course.grading.gradebook.course_folder import CourseFolder, open_folder
from tests.grading.class_run.postgresql import copy_of
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, WRONG, configure, dump, hand_in, run

MOMENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")
CODES = (RIGHT, WRONG, "flag", "break")
STUDENTS = [f"student{number}" for number in range(6)]
IN_A_ROW = 3  # kills, each in the run that goes on after the one before


def prepare(folder: CourseFolder) -> None:
    """Grade a class, mark it by hand, and let it hand in again."""
    for number, student in enumerate(STUDENTS[:-1]):
        hand_in(folder, student, CODES[number % len(CODES)])
    run(folder)
    with Gradebook(str(folder.settings.db_url), "tiny") as book:
        for student in STUDENTS[:-1]:
            grade = book.find_grade("why", "tiny", ASSIGNMENT, student)
            grade.manual_score, grade.needs_manual_grade, grade.extra_credit = 2.0, False, 0.5
        book.db.commit()
    for number, student in enumerate(STUDENTS[1:], start=2):
        hand_in(folder, student, CODES[number % len(CODES)], essay=f"Essay {number}")


def forked(work: Callable[[], object]) -> int:
    """Do it in a child; its status as `os.waitpid` has it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(pid, 0)[1]


def run_until(folder: CourseFolder, moment: int, counted: Path | None = None) -> None:
    """Run in this process, until it kills itself; or count the moments."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(lambda name, _: count() if name in MOMENTS else None)
    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, count)
    run(folder)
    if counted:
        counted.write_text(str(seen))


def main(root: Path, kills: int, seed: int) -> dict[str, Any]:
    """Try it out."""
    prepare(open_folder(root))

    url = str(open_folder(root).settings.db_url)

    def fresh(name: str) -> CourseFolder:
        copy = Path(shutil.copytree(root, root.parent / name))
        return configure(copy, copy_of(url)) if url.startswith("postgresql") else open_folder(copy)

    undisturbed = fresh("undisturbed")
    forked(partial(run_until, undisturbed, -1, root.parent / "count"))
    moments = int((root.parent / "count").read_text())
    before, expected, rng = dump(open_folder(root)), dump(undisturbed), random.Random(seed)
    found: dict[str, Any] = {"moments": moments, "killed": 0, "half": [], "different": []}
    for number in range(-(-kills // IN_A_ROW)):
        folder, at = fresh(f"killed{number}"), []
        for moment in rng.sample(range(1, moments), IN_A_ROW):
            at.append(moment)
            found["killed"] += os.WIFSIGNALED(forked(partial(run_until, folder, moment)))
            now = dump(folder)
            found["half"] += [
                (at, student)
                for student in STUDENTS
                if now.get(student) not in (before.get(student), expected[student])
            ]
        run(folder)
        if dump(folder) != expected:
            found["different"].append(at)
    return found


if __name__ == "__main__":
    begin = time.monotonic()
    result = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps(result | {"seconds": time.monotonic() - begin}))
