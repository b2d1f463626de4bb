"""Cheats against a lesson of the course, with probes, beside the same wrong answers without a cheat."""

import json
import random

import pytest

from course.notebook.known_answers import fill, first
from scripts.course_copy import copy_course, read_scores, run_command, run_nbgrader, submit, total
from tests.grading.attacks.cheats_of_notebooks import tagged
from tests.grading.execution.cheats import ANY, CHEATS
from tests.grading.lessons.graded_class import LESSONS
from tests.randomness import LONG, SEED

# At the small assignment of the attacks each of them is tried every day.
ALL = (
    "compare functions of torch",
    "compare functions of numpy, inner ones too",
    "the course's checks",
    "builtins",
    "a function mode",
    "input transformers",
    "syntax tree transformers",
    "a patched run_cell",
    "requests that are patched",
    "a module in the place of ours",
)
PATCHES = {title: CHEATS[title] for title in (ALL if LONG else random.Random(SEED).sample(ALL, 3))}
# Probes of lessons return what has to be computed: a lie that gives less is not believed.
PATCHES["gradients without work"] = (
    "import torch\ntorch.Tensor.backward = torch.optim.Optimizer.step = lambda self, *a, **k: None"
)
PATCHES["layers that are all the same"] = "from torch import nn\nnn.Module.__call__ = lambda self, x, *a, **k: x"
EQUAL = (
    f"{ANY}\nANSWER\nfor n, f in list(globals().items()):\n    if getattr(f, '__module__', '') == '__main__' "
    "and n not in ('Any',) and callable(f): globals()[n] = lambda *a, **k: Any()"
)


@pytest.fixture(scope="module")
def lesson(lessons):
    """The first lesson with probes."""
    return next(one for one in map(lessons, LESSONS) if any(test.probes for test in one.graded))


def handed_in(lesson):
    """Notebooks by student: ``right``, ``wrong`` and the cheats."""
    right, wrong = first(lesson.samples, "right", "good"), first(lesson.samples, "wrong", "poor")
    code = [name for name, sample in wrong.items() if sample.kind == "wrong"]
    notebooks = {"right": fill(lesson.release, right), "wrong": fill(lesson.release, wrong)}
    for title, patch in PATCHES.items():
        notebooks[title] = fill(lesson.release, wrong | {code[0]: f"{patch}\n{wrong[code[0]].source}"})
    equal = {name: EQUAL.replace("ANSWER", wrong[name].source) for name in code}
    notebooks["equal to everything"] = fill(lesson.release, wrong | equal)
    notebooks["skip-execution"] = fill(lesson.release, wrong)
    tagged("skip-execution")(notebooks["skip-execution"])
    return notebooks


@pytest.fixture(scope="module")
def points(built, lesson, tmp_path_factory) -> dict[str, tuple[float, str]]:
    """Points and state of each student, graded in one run."""
    folder = copy_course(tmp_path_factory.mktemp("cheats") / "course", built=built)
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(
            "c.Limits.cell_cpu = 5.0\nc.Limits.cpu = 60\nc.Limits.cell_wall = 20.0\n"
        )  # some of them never end
    done = run_nbgrader(folder, "generate_assignment", lesson.assignment)
    assert done.returncode == 0, done.stdout
    notebooks = handed_in(lesson)
    for student, notebook in notebooks.items():
        submit(folder, student, lesson.assignment, lesson.notebook, notebook)
    done = run_command(folder, "course", "grade", lesson.assignment, "--workers", "2")
    assert done.returncode == 0, done.stdout
    scores, reports = read_scores(folder, lesson.assignment), folder / "reports" / lesson.assignment
    states = {name: json.loads((reports / f"{name}.json").read_text())["status"] for name in notebooks}
    return {name: (total(scores[name].values()), states[name]) for name in notebooks}


def test_no_cheat_gains_a_point_at_a_lesson(points, lesson):
    assert points["right"] == (sum(lesson.automatic.values()), "graded")
    wrong = points["wrong"][0]
    assert wrong < sum(lesson.automatic.values()) / 3
    assert len(points) == len(PATCHES) + 4
    assert {title: got for title, got in points.items() if title != "right" and got[0] > wrong} == {}
