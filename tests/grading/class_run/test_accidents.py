"""What goes wrong in one answer costs that task, and no other; and it is said what it was."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.grading.results.job import Job
from course.grading.sandbox import Limits
from tests.small_cells import nbgrader_cell

LIMITS = Limits(wall=60.0, cell_wall=6.0, memory=600 * 2**20)
MET = {
    "colab": "from google.colab import drive, files as f\nimport google.colab, math\n"
    "drive.mount('/content/drive')\nfor name in f.upload(): print(name)\ndef colab(x): return math.ceil(2 * x)",
    "guarded": "try:\n    import google.colab\n    raise OSError\nexcept ImportError:\n    guarded = lambda x: 2 * x",
    "compiled": "import torch\ndouble = torch.compile(torch.nn.Identity())\ndouble(torch.ones(1))\n"
    "@torch.compile(fullgraph=True)\ndef compiled(x): return x + x",
}
LOST = {
    "conflict": (
        "<<<<<<< HEAD\ndef conflict(x): return 2 * x\n=======\ndef conflict(x): return x + x\n>>>>>>> theirs",
        "merge conflict of git",
    ),
    "asks": ("number = input('A number? ')\nasks = lambda x: 2 * x", "waits for somebody to type"),
    "hangs": ("def hangs(x):\n    sum(range(10**14))\n    return 2 * x", "did not stop at the time limit"),  # in C
    "ends": ("import os\nos._exit(0)", "all other cells were run again without this one"),
}


def notebook(answers):
    """A task for each answer, and a last one."""
    cells = [new_code_cell("import math", id="imports")]
    for name in (*MET, *LOST, "last"):
        test = f"assert {name}(4) == 8\n### BEGIN HIDDEN TESTS\nassert {name}(5) == 10\n### END HIDDEN TESTS"
        text = answers.get(name, f"def {name}(x): return 2 * x")
        cells += [nbgrader_cell(name, text, solution=True), nbgrader_cell(f"test-{name}", test, points=1)]
    return nbformat.writes(new_notebook(cells=cells))


@pytest.fixture(scope="module")
def outcome(grader):
    answers = MET | {name: text for name, (text, _) in LOST.items()}
    return grader.grade(Job("ada", "small", "small", notebook({}), notebook(answers).encode(), limits=LIMITS))


def test_each_accident_costs_its_own_task_at_most(outcome):
    assert outcome.scores == {f"test-{name}": float(name not in LOST) for name in (*MET, *LOST, "last")}


@pytest.mark.parametrize("name", LOST)
def test_each_accident_is_said(outcome, name):
    (failure,) = [failure for failure in outcome.failures if failure.task == name]
    assert LOST[name][1] in failure.detail


def test_a_person_is_told_of_cells_that_ended_the_process(outcome):
    assert {"test-hangs", "ends"} <= {flag.cell for flag in outcome.flags if flag.kind == "limit"}


def test_a_file_with_an_unfinished_merge_is_read_by_one_side(grader):
    lines = notebook({"last": "def last(x): return 0"}).split("\n")
    (at,) = [number for number, line in enumerate(lines) if "return 0" in line]
    merge = ["<<<<<<< HEAD", lines[at], "=======", lines[at].replace("0", "2 * x"), ">>>>>>> theirs"]
    merged = "\n".join([*lines[:at], *merge, *lines[at + 1 :]])
    outcome = grader.grade(Job("ada", "small", "small", notebook({}), merged.encode(), limits=LIMITS))
    assert sum(outcome.scores.values()) == len(outcome.scores) - 1
    assert "in 1 place: one side was used" in " ".join(outcome.mended)
    assert [flag.kind for flag in outcome.flags] == ["repaired"]
