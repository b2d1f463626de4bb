"""A small assignment, and the real ones, with the course's own stubs."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import CheckCellMetadata, ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import PyFileConfigLoader

from course.grading.files.archives import Caps
from course.grading.files.submission_files import read_submitted_files
from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.notebook.known_answers import fill
from scripts.course_copy import ROOT
from tests.grading.intake.helpers import AREA, LENGTH, WANTED, WHY
from tests.small_cells import nbgrader_cell


@pytest.fixture(scope="session")
def config():
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


@pytest.fixture(scope="session")
def source():
    """The instructor's notebook: an import, two tasks with checks (one with a probe), a written answer, a demo."""
    return new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        cells=[
            new_markdown_cell("# Circles", id="title"),
            new_code_cell("import math", id="imports"),
            new_markdown_cell("### Task 1: the area (2 points)", id="task-1"),
            nbgrader_cell("area", f"def area(r):\n{_solution('return math.pi * r**2')}", solution=True),
            nbgrader_cell(
                "test-area",
                "assert area(1) > 3\n### BEGIN HIDDEN TESTS\nassert area(2) > 12\n### END HIDDEN TESTS",
                points=2,
            ),
            new_markdown_cell("Now a picture.", id="now"),
            new_code_cell("radius = 3\nprint('demo', radius)", id="demo"),
            new_markdown_cell("### Task 2: the length (1 point)", id="task-2"),
            nbgrader_cell("length", f"def length(r):\n{_solution('return 2 * math.pi * r')}", solution=True),
            nbgrader_cell("probe-length", "def length_of_yours(r):\n    return length(r)"),
            nbgrader_cell("test-length", "assert length_of_yours(1) > 6", points=1),
            new_markdown_cell("### Written answer 1 (4 points)\n\nWhy is it so?", id="written-1"),
            nbgrader_cell(
                "question",
                "Write below.\n### BEGIN MARK SCHEME\n- 4: because\n### END MARK SCHEME",
                markdown=True,
            ),
            nbgrader_cell(
                "answer", "### BEGIN SOLUTION\nBecause.\n### END SOLUTION", points=4, solution=True, markdown=True
            ),
            new_markdown_cell("The end.", id="end"),
        ],
    )


def _solution(line):
    return f"    ### BEGIN SOLUTION\n    {line}\n    ### END SOLUTION"


def release_of(source, config):
    released = copy.deepcopy(source)
    for step in (ClearSolutions, ClearHiddenTests, ClearMarkScheme):
        released, _ = step(config=config).preprocess(released, {})
    return released


@pytest.fixture
def release(source, config):
    """What students get of it; each test changes its own copy."""
    return release_of(source, config)


@pytest.fixture(scope="session")
def template(source, config):
    return Template.from_source(source, config)


@pytest.fixture
def answered(release):
    return fill(release, {"area": AREA, "length": LENGTH, "answer": WHY})


@pytest.fixture
def rebuilt(template):
    """Rebuild a submission as the pipeline does: written to bytes, read, rebuilt; the result must be valid."""

    def run(submitted):
        result = rebuild(template, read_notebook(json.dumps(submitted).encode()).notebook)
        nbformat.validate(result.notebook)
        CheckCellMetadata().preprocess(copy.deepcopy(result.notebook), {})
        text = nbformat.writes(result.notebook)
        assert "return math.pi * r**2" not in text, "a solution is in it"
        assert '"Because."' not in text, "a solution is in it"
        return result

    return run


@pytest.fixture
def expected(rebuilt, answered):
    """What the complete, untouched submission with these answers becomes."""
    return rebuilt(answered).notebook


@pytest.fixture(scope="session", params=sorted((ROOT / "source").glob("*/*.ipynb")), ids=lambda path: path.parent.name)
def real(request):
    """Assignment, source and release of a real lesson."""
    path = request.param
    assignment = path.parent.name
    return assignment, nbformat.read(path, 4), nbformat.read(ROOT / "release" / assignment / path.name, 4)


@pytest.fixture
def handed_in(tmp_path):
    """Write files into a submission's folder and take it in."""
    folder = tmp_path / "submitted" / "4101" / "circle"
    folder.mkdir(parents=True)

    def take(contents=None, /, **caps):
        for name, data in (contents or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return read_submitted_files(folder, WANTED, Caps(**caps))

    take.folder = folder
    return take
