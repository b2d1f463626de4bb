"""One run of ``course grade`` over attackers with honest students between them, and what became of everybody."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from course.notebook.cells import is_graded
from tests.grading.attacks.entries import Desk, Entry
from tests.grading.attacks.small import (
    ASSIGNMENT,
    NOTEBOOK,
    POINTS,
    RIGHT,
    Marks,
    earned,
    make_course,
    submission_folder,
)

# Honest students: what they answer differently from the right answers, and what they earn.
HONEST: tuple[tuple[dict[str, str], dict[str, float]], ...] = (
    ({}, {}),
    ({"double": "def double(x):\n    return x"}, {"double": 0.0}),
    ({"mean": "def mean(numbers):\n    return sum(numbers) / len(numbers) + 0.25"}, {"mean": 3.0}),
    ({"step": "def step(layer):\n    return None"}, {"step": 0.0}),
)
SOUND = 20
# What grading is there to change, and where Dask keeps its locks.
OURS = ("course/autograded", "course/feedback", "course/reports", "course/gradebook.db", "tmp/dask-scratch-space")


@dataclass(frozen=True)
class Attack:
    """A course folder after its submissions have been graded.

    ``students`` are the entries by student; ``honest`` what each honest student must have earned; ``text`` what the
    command printed; ``left`` the processes that it has left behind.
    """

    folder: Path
    marks: Marks
    students: Mapping[str, tuple[str, Entry]]
    honest: Mapping[str, Mapping[str, float]]
    status: int
    text: str
    seconds: float
    left: list[str]
    before: Mapping[str, str]

    @cached_property
    def points(self) -> dict[str, dict[str, float]]:
        """What the gradebook has, by student and task."""
        return earned(self.folder)

    def student(self, title: str) -> str:
        """Who has handed in the entry of that title."""
        return next(student for student, (own, _) in self.students.items() if own == title)

    def report(self, student: str) -> dict[str, Any]:
        """The report that grading has left about a student."""
        (path,) = [
            p
            for p in (self.folder / "reports" / ASSIGNMENT).glob("*.json")
            if json.loads(p.read_text()).get("student") == student
        ]
        return dict(json.loads(path.read_text()))

    def said(self, student: str) -> str:
        """All that is said about a submission: report, gradebook comments, and errors in the executed notebook."""
        report = self.report(student)
        texts = [report["reason"], *report["said"], *(flag["evidence"] for flag in report["flags"])]
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as book:
            entry = book.find_submission(ASSIGNMENT, student)
            texts += [comment.auto_comment or "" for notebook in entry.notebooks for comment in notebook.comments]
        return "\n".join([*texts, *self.shown(student)])

    def shown(self, student: str, *, tests: bool = True) -> list[str]:
        """All texts of outputs in the executed notebook; without ``tests`` of the student's cells only."""
        path = self.folder / "autograded" / student / ASSIGNMENT / NOTEBOOK
        cells = nbformat.read(path, as_version=4).cells
        kept = [cell for cell in cells if tests or not is_graded(cell)]
        return [text for cell in kept for output in cell.get("outputs", []) for text in _texts(output)]

    def pages(self, student: str) -> str:
        """The feedback pages of a student; empty before there are any."""
        found = (self.folder / "feedback" / student).rglob("*.html")
        return "".join(path.read_text(encoding="utf-8") for path in found)

    def changed(self) -> list[str]:
        """Files of the course and of the home folder that are not as they were before."""
        after = fingerprints(self.folder)
        return sorted(name for name in self.before.keys() | after.keys() if self.before.get(name) != after.get(name))


def attack(folder: Path, entries: Mapping[str, Entry], marks: Marks) -> Attack:
    """Let everybody hand in, and grade them in one run."""
    course, home, temporary = folder / "course", folder / "home", folder / "tmp"
    release = make_course(course, marks)
    for path in (home, temporary):
        path.mkdir()
    (home / "private.txt").write_text(marks.home)
    honest: dict[str, Mapping[str, float]] = {}
    students: dict[str, tuple[str, Entry]] = {}
    step = max(2, len(entries) // (SOUND - 1))
    waiting = iter(entries.items())
    for number in range(1, len(entries) + SOUND + 1):
        if (number % step == 1 and len(honest) < SOUND) or not (following := next(waiting, None)):
            answers, lost = HONEST[len(honest) % len(HONEST)]
            student = f"{number:03}"
            honest[student] = POINTS | lost
            desk = Desk(submission_folder(course, student), release)
            desk.write(desk.answered(**answers, why=f"{RIGHT['why']} {marks.neighbour}"))
        else:
            title, entry = following
            student = entry.student or f"{number:03}"
            students[student] = (title, entry)
            entry.make(Desk(submission_folder(course, student), release))
    before = fingerprints(course)
    command = [sys.executable, str(Path(__file__).with_name("watch.py")), sys.executable, "-m", "course", "grade"]
    done = subprocess.run(
        [*command, ASSIGNMENT, "--workers", "2"],
        cwd=course,
        env=os.environ
        | {"OMP_NUM_THREADS": "1", "HOME": str(home), "TMPDIR": str(temporary), "MARK": marks.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text, _, watched = done.stdout.decode(errors="replace").rstrip().rpartition("\n")
    about = json.loads(watched)
    return Attack(course, marks, students, honest, done.returncode, text, about["seconds"], about["left"], before)


def fingerprints(course: Path) -> dict[str, str]:
    """What is in a course folder and the home and temporary folders beside it, apart from what grading writes."""
    found = {}
    for path in course.parent.rglob("*"):
        name = str(path.relative_to(course.parent))
        if not any(name == one or name.startswith(f"{one}/") for one in OURS):
            found[name] = _fingerprint(path)
    return found


def _fingerprint(path: Path) -> str:
    about = path.lstat()
    if stat.S_ISREG(about.st_mode):
        return f"{about.st_mode:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return f"{about.st_mode:o} {path.readlink()}" if path.is_symlink() else f"{about.st_mode:o}"


def _texts(output: Mapping[str, Any]) -> Iterator[str]:
    yield from (output.get("text", ""), output.get("ename", ""), output.get("evalue", ""))
    yield from output.get("traceback", [])
    yield from (text for text in output.get("data", {}).values() if isinstance(text, str))
