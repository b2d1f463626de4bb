"""Plain nbgrader commands: broken submissions between sound ones, all graded as they deserve."""

import copy
import json
import os
import shutil

import nbformat
import pytest

from course.notebook.known_answers import fill
from scripts.course_copy import ROOT, read_scores, run_nbgrader

RIGHT = {"area": "def area(r):\n    return math.pi * r**2", "length": "def length(r):\n    return 2 * math.pi * r"}
FULL = {"test-area": 2.0, "test-length": 1.0, "answer": None}
FLAGGED = {
    "cheat": ("repaired", "a check had been changed"),
    "page": ("unreadable", "The file is a web page (HTML), not a notebook."),
    "pipe": ("unreadable", "nothing was handed in for this notebook"),
    "cut": ("repaired", "the file was cut off or damaged"),
}
NOTHING = {"test-area": 0.0, "test-length": 0.0, "answer": 0.0}


def submissions(release):
    """Submissions by student, with the points that they deserve."""
    good = fill(release, RIGHT | {"answer": "It is round."})
    cells = {name: copy.deepcopy(good) for name in ("twice", "unchecked", "colab", "cheat")}
    cells["twice"]["cells"] += copy.deepcopy(good.cells)  # stock nbgrader stops at it, and grades nobody after it
    cells["unchecked"]["cells"] = [c for c in good.cells if not c.id.startswith(("test-", "probe-"))]
    for cell in cells["colab"].cells:
        del cell["id"]
        cell.metadata = {"id": "aBc", "colab": {}}
    cells["colab"] |= {"nbformat_minor": 0, "metadata": {"colab": {}, "widgets": {"x": {}}}}
    for cell in cells["cheat"].cells:
        if cell.cell_type == "code":
            cell.source = "pass"
            cell.metadata.setdefault("nbgrader", {})["solution"] = False
    wrong = fill(release, {"area": "def area(r):\n    return 3 * r"})
    untouched = {"a-untouched": (release, NOTHING)}
    sound = {"y-wrong": (wrong, NOTHING), "z-good": (good, FULL)}
    cheated = {"cheat": (cells.pop("cheat"), NOTHING | {"answer": None})}
    return untouched | {name: (notebook, FULL) for name, notebook in cells.items()} | cheated | sound


@pytest.fixture(scope="module")
def graded(tmp_path_factory, source, config):
    """A course folder with one small assignment, graded by plain nbgrader commands."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    path = folder / "source" / "circles" / "circle.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(source, path)
    log = run_nbgrader(folder, "generate_assignment", "circles").stdout
    release = nbformat.read(folder / "release" / "circles" / "circle.ipynb", 4)
    students = submissions(release)
    for student, (notebook, _) in students.items():
        path = folder / "submitted" / student / "circles" / "circle.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    page = folder / "submitted" / "page" / "circles" / "circle.ipynb"
    cut = folder / "submitted" / "cut" / "circles" / "circle.ipynb"
    pipe = folder / "submitted" / "pipe" / "circles" / "circle.ipynb"
    for path in (page, cut, pipe):
        path.parent.mkdir(parents=True)
    page.write_text("<!DOCTYPE html><html></html>")
    whole = nbformat.writes(students["z-good"][0])
    cut.write_text(whole[: whole.index("def length") + 5])
    os.mkfifo(pipe)
    students |= dict.fromkeys(("page", "pipe"), (None, NOTHING)) | {"cut": (None, NOTHING | {"test-area": 2.0})}
    done = run_nbgrader(folder, "autograde", "circles")
    assert done.returncode == 1, log + done.stdout  # two had no notebook
    return folder, students, done.stdout


@pytest.mark.grading
def test_every_submission_gets_the_points_it_deserves(graded):
    folder, students, _ = graded
    scores = read_scores(folder, "circles")
    came = {student: {name: score.points for name, score in rows.items()} for student, rows in scores.items()}
    assert came == {student: points for student, (_, points) in students.items()}


@pytest.mark.grading
def test_autograded_notebooks_hold_the_instructors_cells_and_say_what_was_mended(graded, source):
    folder, students, log = graded
    for student in students:
        notebook = nbformat.read(folder / "autograded" / student / "circles" / "circle.ipynb", 4)
        ids = [c.id for c in notebook.cells if "course" not in c.metadata]
        assert ids == [c.id for c in source.cells], student
        flags = [(flag.kind, flag.evidence) for flag in notebook.metadata.course.flags]
        kind, evidence = FLAGGED.get(student, ("", ""))
        assert [kind for kind, _ in flags] == ([kind] if kind else []), student
        assert all(found.startswith(evidence) for _, found in flags), student
    assert "cheat: The checks of Task 1 and Task 2 had been changed; the originals were used." in log
    assert "page: failed The file is a web page (HTML), not a notebook." in log
    assert "pipe: circle.ipynb: is a pipe; only regular files are taken" in log
