"""The right notebook among all that a student hands in, and whose another one is."""

import io
import json
import os
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from course.grading.files.archives import Caps
from course.grading.files.known_notebooks import KnownNotebook, Look, Wanted
from course.grading.files.submission_files import read_submitted_files
from tests.small_cells import nbgrader_cell

STUB = "# YOUR CODE HERE\nraise NotImplementedError('write your answer here')"


def exercise(*tasks, answers=0):
    """Cells of an exercise as students have them, of which so many tasks are answered."""
    cells = [new_markdown_cell("Restart the kernel and run all cells before you hand this in.")]
    for number, task in enumerate(tasks):
        cells += [
            new_markdown_cell(f"### The task called {task}: {task} points"),
            nbgrader_cell(task, f"def {task}(): return 1" if number < answers else STUB, solution=True),
            nbgrader_cell(f"test-{task}", f"assert {task}() == len('a check of {task}')", points=1),
        ]
    return cells


def packed(*parts):
    return nbformat.writes(new_notebook(cells=[cell for cells in parts for cell in cells])).encode()


CIRCLES, SQUARES = ("area", "length", "radius"), ("side", "diagonal", "area")  # one task has the same name in both
WANTED = Wanted(
    {"circle.ipynb": KnownNotebook.of("1-circles", "circle.ipynb", exercise(*CIRCLES), exercise(*CIRCLES))},
    [KnownNotebook.of("2-squares", "square.ipynb", exercise(*SQUARES))],
)


@pytest.fixture
def read(tmp_path):
    """Hand files in, and read them."""

    def take(files, **caps):
        for name, data in files.items():
            path = tmp_path / "work" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return read_submitted_files(tmp_path / "work", WANTED, Caps(**caps))

    return take


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


CLUTTER = {
    **{f"a data set/{number:04}.png": b"1" for number in range(700)},
    **{f"annotations/{number}.json": b"[]" for number in range(300)},
    **{f"work/.git/objects/{number}": b"2" for number in range(40)},
    **{f"work/venv/lib/site-packages/numpy/{number}.py": b"3" for number in range(40)},
    **{f"notes/{number}.ipynb": packed([new_markdown_cell("mine")]) for number in range(30)},
}


@pytest.mark.parametrize("zips", [0, 1, 3])
@pytest.mark.parametrize("name", ["work/circle.ipynb", "work/x.ipynb", "work/venv/y.ipynb", "zz/circle.ipynb/z.ipynb"])
def test_the_notebook_is_found_whatever_lies_around_it_and_the_rest_is_said_in_a_few_sentences(read, zips, name):
    mine = packed(exercise(*CIRCLES, answers=2))
    files = CLUTTER | {name: mine}
    for number in range(zips):
        files = {f"work{number}.zip": zipped(files)}
    taken = read(files)
    assert taken.notebooks == {"circle.ipynb": mine}
    assert taken.chosen.owners == taken.chosen.doubts == {}
    assert len(taken.messages) <= 6
    assert any("more than 500 files" in sentence for sentence in taken.messages)


def test_caps_are_met_by_what_is_no_notebook(read):
    mine = packed(exercise(*CIRCLES, answers=1))
    data = {f"{number}.bin": os.urandom(50_000) for number in range(30)}
    archive = zipped(data | {"circle.ipynb": mine})
    taken = read({"a.zip": archive}, each=1_000_000, total=500_000)  # the archive itself is larger than a file may be
    assert taken.notebooks == {"circle.ipynb": mine}
    assert 0 < sum(map(len, taken.files.values())) < 500_000


@pytest.mark.parametrize("name", ["circle.ipynb", "square.ipynb", "homework.ipynb", "circle (1).ipynb"])
@pytest.mark.parametrize("answers", [0, 3])
def test_another_exercises_notebook_is_known_by_its_cells_under_any_name(read, name, answers):
    taken = read({name: packed(exercise(*SQUARES, answers=answers))})
    assert taken.chosen.owners == {"circle.ipynb": "2-squares"}
    assert f"{name}: this is the notebook of 2-squares." in taken.messages


def test_another_exercises_notebook_is_known_though_it_lost_names_texts_or_its_end(read):
    cells = exercise(*SQUARES, answers=1)
    for cell in cells:
        cell.metadata = {}
    assert read({"circle.ipynb": packed(cells)}).chosen.owners == {"circle.ipynb": "2-squares"}
    cut = packed(exercise(*SQUARES))[:-30]
    assert read({"circle.ipynb": cut}).chosen.owners == {"circle.ipynb": "2-squares"}


def test_a_notebook_of_this_exercise_is_never_taken_for_anothers(read):
    both = packed(exercise(*SQUARES, answers=3), exercise(*CIRCLES, answers=1)[1:-2])
    edited = exercise(*CIRCLES, answers=3)
    for cell in edited:
        cell.source += " # edited"
    for data in (both, packed(edited), packed(exercise("area")), packed([new_markdown_cell("what I did")])):
        assert read({"circle.ipynb": data}).chosen.owners == {}


def test_the_exercises_own_notebook_is_preferred_to_anothers_with_its_name(read):
    mine = packed(exercise(*CIRCLES, answers=1))
    taken = read({"circle.ipynb": packed(exercise(*SQUARES, answers=3)), "square.ipynb": mine})
    assert (taken.notebooks, taken.chosen.owners) == ({"circle.ipynb": mine}, {})


def test_of_several_files_the_one_with_more_answers_is_used_and_a_person_should_look(read):
    more, fewer = packed(exercise(*CIRCLES, answers=2)), packed(exercise(*CIRCLES, answers=0))
    taken = read({"circle.ipynb": fewer, "circle-final.ipynb": more})
    assert taken.notebooks == {"circle.ipynb": more}
    assert "circle-final.ipynb was used (it answers 2 tasks, not 0)" in taken.chosen.doubts["circle.ipynb"]


def test_copies_of_one_file_are_nothing_to_look_at(read):
    mine = packed(exercise(*CIRCLES, answers=2))
    taken = read({"circle.ipynb": mine, "copies/circle.ipynb": mine})
    assert (taken.messages, taken.chosen.doubts) == ([], {})


def test_two_editions_of_one_notebook_are_not_told_apart():
    old = KnownNotebook.of("1-circles-2025", "circle.ipynb", exercise("area", "length", "diameter"))
    wanted = Wanted(WANTED.notebooks, [old])
    assert wanted.owner("circle.ipynb", Look.into(packed(exercise("area", "length", "diameter")))) == ""


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"{}", json.dumps({"cells": [1, None, {"source": 3}]}).encode(), b"\xff"]
)
def test_what_is_no_notebook_or_a_hostile_one_is_looked_into_without_harm(read, data):
    assert read({"circle.ipynb": data}).notebooks == {"circle.ipynb": data}
