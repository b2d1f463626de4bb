"""Plain ``nbgrader autograde`` and ``course grade`` come to the same."""

import logging
from dataclasses import replace

import nbformat
import pytest
from nbgrader.utils import determine_grade
from traitlets.config import Config

from course.grading.class_run.submissions import open_assignment, read_submission
from course.grading.gradebook.course_folder import open_folder
from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.nbgrader_plugins.execute import ExecuteSafely
from course.grading.results.notebook_record import NotebookRecord
from course.notebook.cells import is_graded
from tests.grading.class_run.small import ASSIGNMENT, NAME, RIGHT, STUB, WRONG, hand_in

READS = "from pathlib import Path\ndef double(x):\n    return int(Path('two.txt').read_text()) * x"
ENDLESS = f"{RIGHT}\nwhile True:\n    pass"
NOISY = f"{RIGHT}\nprint('x' * 200_000)"
LEAVES = "import os\nos._exit(0)"


def limited(course, seconds):
    """The course with limits in its configuration: seconds for a cell, and bytes of output."""
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + f"\nc.Limits.cell_wall = {seconds}\nc.Limits.output = 100_000\n")
    return open_folder(course.root)


def by_nbgrader(folder, monkeypatch):
    """What nbgrader's second half of autograding makes of a submission."""
    monkeypatch.chdir(folder.root)  # where nbgrader runs, too
    source = nbformat.read(folder.source(ASSIGNMENT) / NAME, as_version=4)
    data = (folder.submission("a", ASSIGNMENT) / NAME).read_bytes()
    rebuilt = rebuild(source, read_notebook(data).notebook, folder.config).notebook
    rebuilt.metadata["course"] = {"mended": ["A cell was mended."], "flags": ["moved", "cut"]}
    about = {"student": "a", "assignment": ASSIGNMENT, "notebook": "tiny"}
    notebook, _ = ExecuteSafely(config=Config(folder.config)).preprocess(rebuilt, {"nbgrader": about})
    return notebook


@pytest.mark.parametrize("code", [RIGHT, WRONG, STUB, READS, ENDLESS, NOISY, LEAVES])
def test_points_flags_and_outputs_are_those_of_course_grade(course, grader, monkeypatch, caplog, code):
    folder = limited(course, seconds=1.0 if code == ENDLESS else 60.0)
    path = hand_in(folder, "a", code)
    path.with_name("two.txt").write_text("2")
    (job,) = read_submission(folder, open_assignment(folder, ASSIGNMENT), "a").jobs
    outcome = grader.grade(job)
    with caplog.at_level(logging.WARNING):
        notebook = by_nbgrader(folder, monkeypatch)
    points = {c.id: determine_grade(c)[0] for c in notebook.cells if is_graded(c)}
    assert points == outcome.scores
    record = NotebookRecord.read(notebook)
    assert record.mended == ("A cell was mended.",)
    found, expected = ([(flag.kind, flag.cell) for flag in one.flags] for one in (record, outcome))
    assert found == [*expected, ("repaired", "")]
    assert [replace(failure, traceback="") for failure in record.failures] == [
        replace(failure, traceback="") for failure in outcome.failures
    ]
    assert record.sandbox
    outputs = [[output.output_type for output in cell.get("outputs", [])] for cell in notebook.cells]
    kept = nbformat.reads(outcome.executed, as_version=4).cells
    assert outputs == [[output.output_type for output in cell.get("outputs", [])] for cell in kept]
    assert (code in (ENDLESS, NOISY, LEAVES)) == bool(outcome.flags)


def test_the_limits_of_the_configuration_go_with_every_job(course):
    folder = limited(course, seconds=1.5)
    hand_in(folder, "a")
    (job,) = read_submission(folder, open_assignment(folder, ASSIGNMENT), "a").jobs
    assert (job.limits.cell_wall, job.limits.output) == (1.5, 100_000)
