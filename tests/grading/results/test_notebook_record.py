import nbformat
import pytest
from nbformat.v4 import new_notebook

from course.grading.results.failure import Failure
from course.grading.results.flag import Flag
from course.grading.results.job import Outcome
from course.grading.results.notebook_record import NotebookRecord

FAILED = Failure("area", "test-area", "check", what="area(2)", expected="4", received="8")
OUTCOME = Outcome(
    "4102",
    "0-squares",
    "squares",
    "flagged",
    executed="",
    scores={"test-area": 0.0},
    flags=(Flag("limit", "too slow", "test-area"),),
    failures=(FAILED,),
    mended=("It was mended.",),
    blank=("volume",),
)


def test_an_outcome_comes_back_from_json_as_it_went():
    assert Outcome.from_json(OUTCOME.to_json()) == OUTCOME


def test_a_notebook_file_keeps_the_record_of_its_grading(tmp_path):
    notebook = new_notebook()
    notebook.metadata["course"] = {"mended": ["forged"], "points": 99}
    record = NotebookRecord.of(OUTCOME, sandbox=False, mended=("It was renamed.",))
    record.write(notebook)
    nbformat.write(notebook, tmp_path / "graded.ipynb")
    read = nbformat.read(tmp_path / "graded.ipynb", as_version=4)
    assert "points" not in read.metadata.course
    assert NotebookRecord.read(read) == record
    assert record.mended == ("It was renamed.", "It was mended.")
    assert (record.flags, record.failures, record.blank) == (OUTCOME.flags, (FAILED,), ("volume",))


@pytest.mark.parametrize("metadata", [{}, {"course": {"mended": ["It was."], "flags": ["limit : slow"]}}])
def test_a_notebook_of_an_earlier_version_has_no_records(metadata):
    record = NotebookRecord.read(new_notebook(metadata=metadata))
    assert (record.flags, record.failures, record.sandbox) == ((), (), True)
