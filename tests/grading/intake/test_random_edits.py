"""Whatever editors and students do to a released notebook, the known answers in it come back the same."""

import copy
import json
import random

import nbformat
import pytest

from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.intake.template import Template
from course.notebook.cells import is_added
from course.notebook.known_answers import fill, mixture, read_known_answers
from scripts.course_copy import ROOT
from tests.grading.intake.helpers import bare
from tests.randomness import draws

SEEDS = draws(1, 12)


@pytest.fixture(scope="module")
def lesson(real, config):
    """The mould, the release and the known answers of a real lesson."""
    assignment, source, release = real
    samples = read_known_answers(ROOT / "lessons" / assignment / "answers", source)
    return Template.from_source(source, config), release, samples


def rebuilt(template, submitted):
    result = rebuild(template, read_notebook(json.dumps(submitted).encode()).notebook)
    nbformat.validate(result.notebook)
    return result


def meta(cell):
    return cell.metadata.get("nbgrader", {})


def is_answer(cell):
    return bool(meta(cell).get("solution"))


def duplicate(rng, cells, stubs):
    """JupyterLab's copy and paste keeps the metadata; of an answer a copy as it was released, or the same once more."""
    k = rng.randrange(len(cells))
    copied = copy.deepcopy(cells[k])
    copied.id = f"copy-{rng.getrandbits(32):x}"
    if is_answer(copied) and rng.random() < 0.5:
        copied.source = stubs[meta(copied)["grade_id"]]
    cells.insert(rng.choice([k, k + 1]), copied)


def delete(rng, cells, stubs):
    k = rng.choice([k for k, cell in enumerate(cells) if not is_answer(cell)])
    del cells[k]


def move(rng, cells, stubs):
    cells.insert(rng.randrange(len(cells)), cells.pop(rng.randrange(len(cells))))


def edit_check(rng, cells, stubs):
    cell = rng.choice([cell for cell in cells if cell.cell_type == "code" and meta(cell).get("locked")] or cells[2:3])
    cell.source = cell.source.replace("expect", "print", 1) + "\nprint('done')"


def retag(rng, cells, stubs):
    cell = rng.choice(cells)
    cell.metadata["tags"] = ["skip-execution", "raises-exception"]
    if meta(cell):
        cell.metadata.nbgrader |= {"points": 100, "locked": False, "grade": True}


def run(rng, cells, stubs):
    for cell in cells:
        if cell.cell_type == "code":
            cell.execution_count = rng.randrange(100)
            cell.outputs = [{"output_type": "stream", "name": "stderr", "text": "warning"}]


def colab(cells):
    for k, cell in enumerate(cells):
        del cell["id"]
        cell.metadata |= {"id": f"aBc{k}dEf", "colab": {"base_uri": "https://localhost"}, "outputId": f"out-{k}"}
    top = {"colab": {"provenance": []}, "accelerator": "GPU", "widgets": {"application/x": {"a": {}}}}
    return {"nbformat": 4, "nbformat_minor": 0, "metadata": top}


def vs_code(cells):
    for cell in cells:
        cell.metadata = {"vscode": {"languageId": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "python", "version": "3.12"}}}


def new_ids(cells):
    for k, cell in enumerate(cells):
        cell.id = f"{k:08x}"
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}


def oldest(cells):
    """Format 4.0 without ids and without any metadata."""
    for cell in cells:
        del cell["id"]
        cell.metadata = {}
    return {"nbformat": 4, "nbformat_minor": 0, "metadata": {}}


def edited(notebook, release, rng, edits, save):
    cells = copy.deepcopy(notebook.cells)
    stubs = {meta(cell)["grade_id"]: cell.source for cell in release.cells if is_answer(cell)}
    for edit in rng.choices(edits, k=rng.randrange(1, 7)):
        edit(rng, cells, stubs)
    top = save(cells)
    return top | {"cells": cells}


def check(lesson, seed, edits, save):
    template, release, samples = lesson
    submitted = fill(release, mixture(samples, seed))
    expected = rebuilt(template, submitted)
    assert expected.messages == []
    came = rebuilt(template, edited(submitted, release, random.Random(seed), edits, save))
    own = [(c.cell_type, c.source) for c in came.notebook.cells if is_added(c)]
    assert own == []
    assert bare(came.notebook) == bare(expected.notebook)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("save", [colab, vs_code, new_ids])
def test_names_or_ids_are_enough_after_any_edit(lesson, seed, save):
    check(lesson, seed, [duplicate, delete, move, edit_check, retag, run], save)


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_are_enough_after_most_edits(lesson, seed):
    """Without names and ids a check is known by its text alone, and a written answer by its place."""
    check(lesson, seed, [duplicate, edit_check, retag, run], oldest)
