"""The scores that nbgrader itself gives: run it anew, and write them down for the tests to compare with.

``python -m tests.grading.any_course.stock_scores`` writes `RECORDED`, after an update of nbgrader, say.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook

from tests.grading.any_course.assignments import ASSIGNMENTS, make_course

RECORDED = Path(__file__).with_suffix(".json")
WAITS = "waits"  # for a person
Scores = dict[str, float | str]


def scores_in(course: Path, names: tuple[str, ...]) -> Scores:
    """Of each graded cell of each student in a gradebook: points, or that it waits for a person."""
    found: Scores = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for name in names:
            for submission in book.assignment_submissions(name):
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        place = f"{name}/{submission.student.id}/{notebook.name}/{grade.name}"
                        found[place] = WAITS if grade.needs_manual_grade else grade.auto_score or 0.0
    return found


def nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of nbgrader's commands in a course folder; it starts alembic by its bare name."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(command, cwd=course, env=os.environ | {"PATH": path}, text=True, capture_output=True)


def graded_by_stock(course: Path, names: tuple[str, ...] = tuple(ASSIGNMENTS)) -> Scores:
    """Grade in a new course folder as nbgrader does."""
    make_course(course, "c = get_config()\n", names)
    for name in names:
        nbgrader(course, "generate_assignment", name).check_returncode()
        nbgrader(course, "autograde", name)  # its status says whether it could grade everybody
    return scores_in(course, names)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        scores = graded_by_stock(Path(folder, "course"))
    RECORDED.write_text(json.dumps(scores, indent=1, sort_keys=True) + "\n")
