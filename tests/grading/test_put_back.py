"""PutBackCells: what a student deleted is there again, where it was, before nbgrader grades."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import CheckCellMetadata, OverwriteCells, SaveCells
from nbgrader.utils import compute_checksum, determine_grade

from course.grading.preprocessors import PutBackCells

ORDER = ["area", "probe-area", "test-area", "question", "answer", "rule"]


def cell(grade_id, source, *, new=new_code_cell, **kinds):
    meta = {"grade": False, "solution": False, "task": False, "locked": False, "schema_version": 3}
    made = new(source, metadata={"nbgrader": meta | kinds | {"grade_id": grade_id, "cell_type": new().cell_type}})
    made.metadata.nbgrader["checksum"] = compute_checksum(made)
    return made


def notebook():
    return new_notebook(
        cells=[
            new_code_cell("import math"),
            cell("area", "def area(r):\n    raise NotImplementedError", solution=True),
            new_markdown_cell("Now the check."),
            cell("probe-area", "def area_of_yours(r):\n    return area(r)", locked=True),
            cell("test-area", "assert area_of_yours(1) > 3", grade=True, locked=True, points=2),
            cell("question", "Why?", new=new_markdown_cell, locked=True),
            cell("answer", "YOUR ANSWER HERE", new=new_markdown_cell, grade=True, solution=True, points=4),
            new_code_cell("print(area(2))"),
            cell("rule", "You need not grade this.", new=new_markdown_cell, locked=True),
        ]
    )


@pytest.fixture
def released():
    return notebook()


@pytest.fixture(scope="module")
def sanitise(tmp_path_factory):
    """What nbgrader does with a submission before it runs, from our preprocessor on."""
    url = f"sqlite:///{tmp_path_factory.mktemp('gradebook') / 'gradebook.db'}"
    resources = {"nbgrader": {"notebook": "circle", "assignment": "geometry", "db_url": url}}
    with pytest.MonkeyPatch.context() as patch:  # nbgrader starts alembic by its bare name
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        with Gradebook(url) as gradebook:
            gradebook.add_assignment("geometry")
    SaveCells().preprocess(notebook(), resources)

    def run(submitted):
        for preprocessor in (PutBackCells(), OverwriteCells(), CheckCellMetadata()):
            submitted, _ = preprocessor.preprocess(submitted, resources)
        nbformat.validate(submitted)
        return submitted

    return run


def grade_ids(notebook):
    return [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]


def without(notebook, *names):
    kept = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in names]
    return nbformat.from_dict(notebook | {"cells": kept})


@pytest.mark.parametrize(
    "deleted",
    [[name] for name in ORDER] + [["area", "probe-area"], ["question", "answer"], ["test-area", "answer"], ORDER],
    ids=" ".join,
)
def test_deleted_cells_are_back_in_their_order_with_their_texts(sanitise, released, deleted):
    wanted = [(c.source, c.metadata.nbgrader) for c in released.cells if "nbgrader" in c.metadata]
    mended = sanitise(without(released, *deleted))
    assert [(c.source, c.metadata.nbgrader) for c in mended.cells if "nbgrader" in c.metadata] == wanted
    assert len(mended.cells) == len(released.cells)
    assert len({c.id for c in mended.cells}) == len(mended.cells)


def test_a_complete_submission_stays_as_it_is(sanitise, released):
    released.cells[1].source = "def area(r):\n    return math.pi * r**2"
    assert sanitise(nbformat.from_dict(released)) == released


def test_a_deleted_first_cell_comes_after_the_imports(sanitise, released):
    mended = sanitise(without(released, "area", "probe-area"))
    assert mended.cells[0].source == "import math"


def test_a_deleted_answer_does_not_replace_one_that_was_written_into_another_cell(sanitise, released):
    mine = new_markdown_cell("Because.")
    released.cells[6] = mine
    sources = [c.source for c in sanitise(released).cells]
    assert sources.index("YOUR ANSWER HERE") < sources.index("Because.")


def test_a_deleted_written_answer_earns_nothing_without_a_marker(sanitise, released):
    (answer,) = (c for c in sanitise(without(released, "answer")).cells if c.source == "YOUR ANSWER HERE")
    assert determine_grade(answer) == (0, 4)


def test_notebooks_older_than_cell_ids_stay_valid(sanitise, released):
    old = without(released, "test-area", "question")
    old.nbformat_minor = 4
    for c in old.cells:
        del c["id"]
    mended = sanitise(old)
    assert grade_ids(mended) == ORDER
    assert not [c for c in mended.cells if "id" in c]


@pytest.mark.parametrize("number", [1, 4, 6])
def test_a_cell_that_says_it_is_not_graded_or_no_answer_is_corrected(sanitise, released, number):
    wanted = dict(released.cells[number].metadata.nbgrader)
    tampered = nbformat.from_dict(released)
    tampered.cells[number].metadata.nbgrader.update({"grade": False, "solution": False, "points": 9})
    mended = sanitise(tampered)
    assert grade_ids(mended) == ORDER
    assert {key: mended.cells[number].metadata.nbgrader[key] for key in wanted} == wanted
