"""Notebooks that went through Colab or VS Code are those that were released, whatever these did to them."""

import copy

import nbformat
import pytest

from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.notebook.known_answers import fill, first, read_known_answers
from scripts.course_copy import ROOT
from tests.grading.intake.editors import colab, solutions, vscode
from tests.grading.intake.helpers import AREA, at, bare, text_of

UNNAMED = (
    "The notebook had lost nbgrader's names for its cells, as happens in some editors; the cells were recognised by "
    "their ids and texts."
)


@pytest.mark.parametrize("named", [True, False], ids=["named", "stripped"])
@pytest.mark.parametrize("editor", [colab, vscode])
def test_every_answer_of_the_real_lessons_is_found_in_what_editors_make_of_them(real, config, editor, named):
    """What is rebuilt is what an untouched file gives, so the marks are the same."""
    assignment, source, release = real
    samples = first(read_known_answers(ROOT / "lessons" / assignment / "answers", source), "right", "good")
    for answers in (samples, solutions(source)):
        done = fill(release, answers)
        expected = rebuild(source, read_notebook(nbformat.writes(done).encode()).notebook, config)
        reading = read_notebook(editor(done, named=named))
        result = rebuild(source, reading.notebook, config)
        assert bare(result.notebook) == bare(expected.notebook)
        assert [*reading.messages, *result.messages] == ([] if named else [UNNAMED])


@pytest.mark.parametrize("editor", [colab, vscode])
def test_what_could_not_be_matched_is_said_and_the_rest_counts(template, answered, editor):
    """Stripped of its names, one answer is gone and another defines something else."""
    handed_in = copy.deepcopy(answered)
    handed_in.cells[at(handed_in, "length")].source = "def perimeter(radius):\n    return 6.3 * radius"
    del handed_in.cells[at(handed_in, "answer")]
    result = rebuild(template, read_notebook(editor(handed_in, named=False)).notebook)
    assert text_of(result, "area") == AREA
    assert result.messages == [
        "The answer cells of Task 2 and Written answer 1 were missing and no answers were found; they count as not "
        "answered.",
        UNNAMED,
    ]
    own = [cell.source for cell in result.notebook.cells if "course" in cell.metadata]
    assert own == ["def perimeter(radius):\n    return 6.3 * radius"]
