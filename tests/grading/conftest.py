"""One grading of everything: two course folders, graded side by side, shared by all tests of this folder."""

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from course.grading.samples import Sample, fill, graded_cells, mixture, read_samples
from course.grading.workspace import (
    ROOT,
    CellScore,
    copy_course,
    notebook_path,
    read_scores,
    run_nbgrader,
    submit,
)

ASSIGNMENT = "3-1-convolution"
NAME = "convolution.ipynb"
WIDGETS = ("ConvolutionExplorer(", "photo = choose_image(")  # how cells begin that make some
LOOP = "while True:\n    pass"
WARNING = "import sys\nimport warnings\n\n\n" + (
    "def stretch(x, s):\n"
    "    warnings.warn('slow')\n"
    "    print('10 %', file=sys.stderr)\n"
    "    return F.conv_transpose2d(x[None, None], torch.ones(1, 1, 1, 1), stride=s)[0, 0]\n"
)


@dataclass(frozen=True)
class Graded:
    """A course folder after release, autograding, feedback and export."""

    folder: Path
    logs: dict[str, str]
    exit_codes: dict[str, int]
    scores: dict[str, dict[str, CellScore]]

    def page(self, student: str) -> Path:
        return self.folder / "feedback" / student / ASSIGNMENT / NAME.replace(".ipynb", ".html")

    def submitted(self, student: str) -> NotebookNode:
        return nbformat.read(self.folder / "submitted" / student / ASSIGNMENT / NAME, as_version=4)

    def autograded(self, student: str) -> NotebookNode:
        return nbformat.read(self.folder / "autograded" / student / ASSIGNMENT / NAME, as_version=4)


@pytest.fixture(scope="session")
def source(built) -> NotebookNode:
    return nbformat.read(notebook_path(built, "source", ASSIGNMENT), as_version=4)


@pytest.fixture(scope="session")
def release(built) -> NotebookNode:
    return nbformat.read(notebook_path(built, "release", ASSIGNMENT), as_version=4)


@pytest.fixture(scope="session")
def samples(source) -> dict[str, list[Sample]]:
    return read_samples(ROOT / "tests" / "submissions" / ASSIGNMENT, source)


@pytest.fixture(scope="session")
def mixtures(samples) -> dict[str, dict[str, Sample]]:
    """Submissions by student; together they use every variant of every answer."""
    return {f"mixture{k}": mixture(samples, k) for k in range(max(map(len, samples.values())))}


@pytest.fixture(scope="session")
def both_graded(tmp_path_factory, built, source, release, mixtures) -> tuple[Graded, Graded]:
    folder = tmp_path_factory.mktemp("graded")
    mixed = {student: fill(release, answers) for student, answers in mixtures.items()}
    with ThreadPoolExecutor(2) as pool:  # a database each: nbgrader locks it while it grades
        first = pool.submit(_grade, built, folder / "mixed", mixed, "60")
        # Long enough to import torch on a busy machine, short enough to wait for one endless loop.
        second = pool.submit(_grade, built, folder / "special", _special(source, release), "30")
        return first.result(), second.result()


@pytest.fixture(scope="session")
def mixed(both_graded) -> Graded:
    return both_graded[0]


@pytest.fixture(scope="session")
def special(both_graded) -> Graded:
    return both_graded[1]


def _grade(built: Path, folder: Path, notebooks: dict[str, NotebookNode], timeout: str) -> Graded:
    copy_course(folder, built=built)
    for student, notebook in notebooks.items():
        submit(folder, student, ASSIGNMENT, NAME, notebook)
    logs, codes = {}, {}
    for command in (
        ["generate_assignment", ASSIGNMENT],
        ["autograde", ASSIGNMENT, f"--Execute.timeout={timeout}"],
        ["generate_feedback", ASSIGNMENT],
        ["export"],
    ):
        done = run_nbgrader(folder, *command)
        logs[command[0]], codes[command[0]] = done.stdout, done.returncode
    return Graded(folder, logs, codes, read_scores(folder, ASSIGNMENT))


def _special(source: NotebookNode, release: NotebookNode) -> dict[str, NotebookNode]:
    """Submissions that stock nbgrader grades wrongly or not at all, beside a perfect and an empty one."""
    skipping = copy.deepcopy(release)
    for cell in skipping.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["tags"] = ["skip-execution"]
    solved = fill(release, {test.answer: _answer(source, test.answer) for test in graded_cells(source)})
    deleted = fill(solved, {"stamps": "def stamps(i, k, s):\n    return [1] * i"})
    deleted.cells = [
        cell
        for cell in deleted.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in ("test-stretch", "test-stamps")
    ]
    return {
        "solution": source,
        "untouched": release,
        "warning": fill(solved, {"stretch": WARNING}),
        "deleted": deleted,
        "skipping": skipping,
        "colab": _saved_by_colab(solved),
        "endless": fill(solved, {"input-sizes": LOOP}),
    }


def _answer(notebook: NotebookNode, grade_id: str) -> str:
    return next(c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def _saved_by_colab(notebook: NotebookNode) -> NotebookNode:
    """Colab's own metadata, widget state without the key "state", nbformat 4.0 without cell ids, outputs kept.

    Cells that make widgets are left out: their state would replace what Colab wrote when the notebook is executed.
    """
    saved = copy.deepcopy(notebook)
    saved.cells = [cell for cell in saved.cells if not cell.source.startswith(WIDGETS)]
    assert len(saved.cells) == len(notebook.cells) - 3
    saved.nbformat_minor = 0
    model = {"model_module": "@jupyter-widgets/controls", "model_name": "HBoxModel", "state": {"children": []}}
    saved.metadata.update(
        {
            "colab": {"provenance": [], "toc_visible": True},
            "accelerator": "GPU",
            "widgets": {"application/vnd.jupyter.widget-state+json": {"0f3c": model}},
        }
    )
    for number, cell in enumerate(saved.cells):
        del cell["id"]
        cell.metadata.update(
            {"id": f"aB{number}", "outputId": f"cD{number}", "colab": {"base_uri": "https://localhost"}}
        )
        if cell.cell_type == "code":
            cell.execution_count = number
            view = {"application/vnd.jupyter.widget-view+json": {"model_id": "0f3c"}, "text/plain": "HBox()"}
            cell.outputs = [nbformat.v4.new_output("display_data", view)]
    return saved
