"""A small assignment to be attacked: three code tasks (one with a probe, one with partial credit), one written answer.

Its tests of ``step`` and ``mean`` are careless on purpose: they believe what they are told.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from scripts.course_copy import ROOT, run_nbgrader
from tests.small_cells import nbgrader_cell

ASSIGNMENT, NOTEBOOK = "small", "small.ipynb"
POINTS = {"double": 2.0, "step": 2.0, "mean": 4.0}
LIMITS = """
c.Limits.cell_cpu = 3.0
c.Limits.cpu = 9
c.Limits.cell_wall = 4.0
c.Limits.wall = 12.0
c.Limits.memory = 400 * 2**20
c.Limits.processes = 32
c.Limits.disk = 32 * 2**20
c.Limits.file_size = 16 * 2**20
"""
IMPORTS = """import math
import torch
from torch import nn
from course.checks import expect_close, expect_equal
from course.draw import Draw"""
RIGHT = {
    "double": "def double(x):\n    return [2 * i for i in x] if isinstance(x, list) else 2 * x",
    "step": "def step(layer):\n    layer(torch.ones(1, 2)).sum().backward()\n    return True",
    "mean": "def mean(numbers):\n    return sum(numbers) / len(numbers)",
    "why": "Because the answer says so.",
}
WRONG = {
    "double": "def double(x):\n    return x if isinstance(x, list) else 0 * x",
    "step": "def step(layer):\n    return False",
    "mean": "def mean(numbers):\n    return 0.0",
    "why": "No idea.",
}
TEST_DOUBLE = """n, x = Draw().whole(10, 10**6), Draw().image(3, 4)
expect_equal(double(n), 2 * n, f"double({n})")
expect_close(double(x), 2 * x, "double(x)")
### BEGIN HIDDEN TESTS
hidden = "%s"
assert double(%d) == 2 * %d
m = Draw().whole(10, 10**6)
assert double([m, 1]) == [2 * m, 2], "%s"
assert torch.allclose(double(x + m), 2 * (x + m)), hidden
### END HIDDEN TESTS"""
PROBE = """def steps(seed):
    \"\"\"What step does to a layer.\"\"\"
    torch.manual_seed(seed)
    layer = nn.Linear(2, 2)
    moved = step(layer)
    return {"moved": bool(moved), "idle": sum(w.grad is None for w in layer.parameters())}"""
TEST_STEP = """done = steps(3)
expect_equal(done["moved"], True, "whether step has moved")
expect_equal(done["idle"], 0, "weights without gradient")"""
TEST_MEAN = """numbers = [Draw().whole(100, 900) for _ in range(8)]
4 * (1 - abs(mean(numbers) - sum(numbers) / 8))"""


@dataclass(frozen=True)
class Marks:
    """Random words that stand where no student may look, and a secret number that hidden lines give to an answer."""

    hidden: str = field(default_factory=lambda: f"hidden{secrets.token_hex(6)}")
    message: str = field(default_factory=lambda: f"message{secrets.token_hex(6)}")
    solution: str = field(default_factory=lambda: f"solution{secrets.token_hex(6)}")
    scheme: str = field(default_factory=lambda: f"scheme{secrets.token_hex(6)}")
    gradebook: str = field(default_factory=lambda: f"gradebook{secrets.token_hex(6)}")
    settings: str = field(default_factory=lambda: f"settings{secrets.token_hex(6)}")
    neighbour: str = field(default_factory=lambda: f"neighbour{secrets.token_hex(6)}")
    environment: str = field(default_factory=lambda: f"environment{secrets.token_hex(6)}")
    home: str = field(default_factory=lambda: f"home{secrets.token_hex(6)}")
    secret: int = field(default_factory=lambda: 10**15 + secrets.randbelow(8 * 10**15))


def source(marks: Marks) -> NotebookNode:
    """The instructor's notebook."""
    solved = {name: _solved(RIGHT[name], marks.solution) for name in POINTS}
    scheme = f"Why?\n### BEGIN MARK SCHEME\n{marks.scheme}\n### END MARK SCHEME"
    cells = [
        new_code_cell(IMPORTS, id="imports"),
        new_markdown_cell("## Task 1: double", id="task-1"),
        nbgrader_cell("double", solved["double"], solution=True),
        nbgrader_cell("test-double", TEST_DOUBLE % (marks.hidden, marks.secret, marks.secret, marks.message), points=2),
        new_markdown_cell("## Task 2: step", id="task-2"),
        nbgrader_cell("step", solved["step"], solution=True),
        nbgrader_cell("probe-step", PROBE),
        nbgrader_cell("test-step", TEST_STEP, points=2),
        new_markdown_cell("## Task 3: mean", id="task-3"),
        nbgrader_cell("mean", solved["mean"], solution=True),
        nbgrader_cell("test-mean", TEST_MEAN, points=4),
        new_markdown_cell("## Task 4: why", id="task-4"),
        nbgrader_cell("question-why", scheme, markdown=True),
        nbgrader_cell("why", solution=True, points=3, markdown=True),
        new_code_cell("print('the end')", id="end"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(folder: Path, marks: Marks) -> NotebookNode:
    """Make a course folder with the assignment released and in its gradebook; returns the released notebook."""
    path = folder / "source" / ASSIGNMENT / NOTEBOOK
    path.parent.mkdir(parents=True)
    nbformat.write(source(marks), path)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(f"{config}\n# {marks.settings}\n{LIMITS}", encoding="utf-8")
    done = run_nbgrader(folder, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stdout
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        book.add_student("on-leave", first_name=marks.gradebook)
    return nbformat.read(folder / "release" / ASSIGNMENT / NOTEBOOK, as_version=4)


def submission_folder(folder: Path, student: str) -> Path:
    """Where a student hands in; the folder above it is made."""
    path = folder / "submitted" / student / ASSIGNMENT
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def earned(folder: Path) -> dict[str, dict[str, float]]:
    """Points by tests in the gradebook, by student and task."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {
            entry.student.id: {
                grade.name.removeprefix("test-"): grade.auto_score or 0.0
                for notebook in entry.notebooks
                for grade in notebook.grades
                if grade.name != "why"
            }
            for entry in book.assignment_submissions(ASSIGNMENT)
        }


def points(**lost: float) -> Mapping[str, float]:
    """Full points but for those tasks."""
    return POINTS | lost


def _solved(answer: str, mark: str) -> str:
    """An answer as a lesson has it: the first line is given, the rest is the solution."""
    first, _, rest = answer.partition("\n")
    return f"{first}\n    ### BEGIN SOLUTION\n    # {mark}\n{rest}\n    ### END SOLUTION"
