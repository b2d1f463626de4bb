"""Cheats against a lesson of the course, with probes, beside the same wrong answers without a cheat."""

import json
from pathlib import Path

import nbformat
import pytest

from course.notebook.known_answers import fill, first, read_samples
from scripts.course_copy import (
    ROOT,
    copy_course,
    notebook_path,
    read_scores,
    run_command,
    run_nbgrader,
    submit,
    total,
)
from tests.grading.attacks.cheats_of_notebooks import tagged
from tests.grading.execution.cheats import ANY, CHEATS

LESSON = "3-2-autoencoder"
PATCHES = {
    title: CHEATS[title]
    for title in (
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
}
# Probes of these lessons return what has to be computed: a lie that gives less is not believed.
PATCHES["gradients without work"] = (
    "import torch\ntorch.Tensor.backward = torch.optim.Optimizer.step = lambda self, *a, **k: None"
)
PATCHES["layers that are all the same"] = "from torch import nn\nnn.Module.__call__ = lambda self, x, *a, **k: x"


@pytest.fixture(scope="module")
def points(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, str]]:
    """Points and state of each student in one run: ``right``, ``wrong`` and the cheats."""
    folder = tmp_path_factory.mktemp("lesson") / "course"
    copy_course(folder, built=built)
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.Limits.cell_wall = 5.0\nc.Limits.wall = 60.0\n")  # some of them never end
    done = run_nbgrader(folder, "generate_assignment", LESSON)
    assert done.returncode == 0, done.stdout
    source, release = (
        nbformat.read(notebook_path(folder, part, LESSON), as_version=4) for part in ("source", "release")
    )
    samples = read_samples(ROOT / "lessons" / LESSON / "answers", source)
    right, wrong = first(samples, "right", "good"), first(samples, "wrong", "poor")
    code = [name for name, sample in wrong.items() if sample.kind == "wrong"]
    notebooks = {"right": fill(release, right), "wrong": fill(release, wrong)}
    for title, patch in PATCHES.items():
        notebooks[title] = fill(release, wrong | {code[0]: f"{patch}\n{wrong[code[0]].source}"})
    equal = {
        name: f"{ANY}\n{wrong[name].source}\nfor n, f in list(globals().items()):\n    if getattr(f, '__module__', '') "
        f"== '__main__' and n not in ('Any',) and callable(f): globals()[n] = lambda *a, **k: Any()"
        for name in code
    }
    notebooks["equal to everything"] = fill(release, wrong | equal)
    notebooks["skip-execution"] = fill(release, wrong)
    tagged("skip-execution")(notebooks["skip-execution"])
    for student, notebook in notebooks.items():
        submit(folder, student, LESSON, notebook_path(folder, "source", LESSON).name, notebook)
    done = run_command(folder, "course", "grade", LESSON, "--workers", "2")
    assert done.returncode == 0, done.stdout
    scores = read_scores(folder, LESSON)
    reports = {name: json.loads((folder / "reports" / LESSON / f"{name}.json").read_text()) for name in notebooks}
    return {name: (total(scores[name].values()), reports[name]["status"]) for name in notebooks}


def test_no_cheat_gains_a_point_at_a_lesson(points):
    assert points["right"] == (35.0, "graded")
    wrong = points["wrong"][0]
    assert wrong < 10
    assert len(points) == len(PATCHES) + 4
    assert {title: came for title, came in points.items() if title != "right" and came[0] > wrong} == {}
