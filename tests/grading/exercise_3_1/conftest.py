"""Exercise 3-1 stands for every lesson where it is nbgrader that is tested, and what students really hand in."""

import copy

import nbformat
import pytest
from nbformat import NotebookNode

from course.notebook.graded_cells import graded_cells
from course.notebook.known_answers import fill
from scripts.course_copy import copy_course
from tests.grading.conftest import Graded, Lesson, grade

ASSIGNMENT = "3-1-convolution"
LOOP = "while True:\n    pass"
# Two tests (one of a wrong answer), an answer, a written answer, a question and the answer to it.
DELETED = {"test-stretch", "test-stamps", "interleave", "answer-inverse", "question-design", "answer-design"}
WARNING = "import sys\nimport warnings\n\n\n" + (
    "def stretch(x, s):\n"
    "    warnings.warn('slow')\n"
    "    print('10 %', file=sys.stderr)\n"
    "    return F.conv_transpose2d(x[None, None], torch.ones(1, 1, 1, 1), stride=s)[0, 0]\n"
)


@pytest.fixture(scope="session")
def lesson(lessons) -> Lesson:
    return lessons(ASSIGNMENT)


@pytest.fixture(scope="session")
def source(lesson) -> NotebookNode:
    return lesson.source


@pytest.fixture(scope="session")
def release(lesson) -> NotebookNode:
    return lesson.release


@pytest.fixture(scope="session")
def samples(lesson):
    return lesson.samples


@pytest.fixture(scope="session")
def special(tmp_path_factory, built, lesson) -> Graded:
    """The grading of whole notebooks that stock nbgrader grades wrongly or not at all, a perfect and an empty one."""
    folder = copy_course(tmp_path_factory.mktemp("graded") / "special", built=built)
    notebooks = _special(lesson.source, lesson.release)
    # Long enough for each cell on a busy machine, short enough to wait for one endless loop.
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.Limits.cell_wall = 20.0\n")
    return grade(folder, lesson, notebooks, in_batch=False)


def _special(source: NotebookNode, release: NotebookNode) -> dict[str, NotebookNode]:
    skipping = copy.deepcopy(release)
    for cell in skipping.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["tags"] = ["skip-execution"]
    solved = fill(release, {test.answer: _answer(source, test.answer) for test in graded_cells(source)})
    deleted = fill(solved, {"stamps": "def stamps(i, k, s):\n    return [1] * i"})
    deleted.cells = [cell for cell in deleted.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in DELETED]
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
    """Colab's own metadata, widget state without the key "state", nbformat 4.0 without cell ids, outputs kept."""
    saved = copy.deepcopy(notebook)
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
