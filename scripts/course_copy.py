"""A course folder of its own, plain nbgrader commands in it, and the scores that come out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("source", "release")
ASSIGNMENTS = sorted({path.parent.name for path in ROOT.glob("lessons/*/*.py")})


@dataclass(frozen=True)
class CellScore:
    """What a graded cell got: points (``None`` while a person has to grade it) and the most it can get."""

    points: float | None
    maximum: float


def copy_course(target: Path, *, built: Path = ROOT) -> Path:
    """Copy what grading finds in a fresh clone into ``target``: configuration, source/, release/, known answers."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", target)
    leftovers = shutil.ignore_patterns("*-worked-*", ".ipynb_checkpoints")
    for folder in FOLDERS:
        shutil.copytree(built / folder, target / folder, ignore=leftovers)
    for answers in ROOT.glob("lessons/*/answers"):
        shutil.copytree(answers, target / answers.relative_to(ROOT))
    return target


def run_nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``nbgrader <arguments>`` in a course folder, as `run_command` does."""
    return run_command(course, "nbgrader", *arguments)


def run_command(folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``nbgrader`` or ``course`` in a course folder; stdout and stderr come together in ``stdout``."""
    environment = dict(os.environ)
    # nbgrader starts alembic by its bare name when it makes a gradebook: the folder of this Python has to be searched.
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    environment["OMP_NUM_THREADS"] = "1"  # several graders with many threads each would block one another
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def notebook_path(course: Path, folder: str, assignment: str) -> Path:
    """The only notebook of an assignment, below ``source/`` or ``release/`` of a course folder.

    Raises
    ------
    ValueError
        If there is none, or more than one.
    """
    found = sorted((course / folder / assignment).glob("*.ipynb"))
    if len(found) != 1:
        names = [path.name for path in found]
        raise ValueError(f"{course / folder / assignment} holds {names}; expected one notebook")
    return found[0]


def submit(course: Path, student: str, assignment: str, name: str, notebook: NotebookNode) -> Path:
    """Put a notebook where nbgrader looks for what a student has handed in."""
    path = course / "submitted" / student / assignment / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def read_scores(course: Path, assignment: str) -> dict[str, dict[str, CellScore]]:
    """Scores from the gradebook: ``{student: {grade_id: score}}``; students without a graded submission are absent."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name: CellScore(None if grade.needs_manual_grade else grade.score, grade.max_score)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(assignment)
        }


def total(scores: Iterable[CellScore]) -> float:
    """Points so far; cells that wait for a person count nothing."""
    return sum(score.points or 0.0 for score in scores)
