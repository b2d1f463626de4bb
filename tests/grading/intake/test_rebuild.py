"""rebuild: the instructor's notebook with the student's answers, whatever was done to the submission."""

import copy
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import compute_checksum, determine_grade

from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.notebook.cells import grade_id, is_answer
from course.notebook.known_answers import fill, first, read_known_answers
from scripts.course_copy import ROOT
from tests.grading.intake.helpers import AREA, LENGTH, STUB, WHY, added, at, bare, text_of


def test_every_cell_is_the_instructors_but_for_the_answers_text(source, expected):
    assert [c.id for c in expected.cells] == [c.id for c in source.cells]
    texts = {"area": AREA, "length": LENGTH, "answer": WHY}
    for cell, original in zip(expected.cells, source.cells, strict=True):
        assert cell.source == texts.get(cell.id, original.source)
        meta = cell.metadata.get("nbgrader", {})
        kept = {key: meta[key] for key in meta if key != "checksum"}
        assert kept == original.metadata.get("nbgrader", {})
    assert expected.metadata == source.metadata


def test_nothing_is_said_about_a_complete_submission(rebuilt, answered):
    result = rebuilt(answered)
    assert (result.messages, result.flags) == ([], frozenset())


def test_the_source_and_the_submission_are_not_changed(source, config, answered):
    before = copy.deepcopy((source, answered))
    rebuild(source, answered, config)
    assert (source, answered) == before


def test_checksums_are_those_of_the_release(rebuilt, release):
    """By them nbgrader tells an untouched written answer, which earns 0 without a marker."""
    result = rebuilt(release).notebook
    answer = result.cells[at(result, "answer")]
    assert determine_grade(answer) == (0, 4)
    for cell in result.cells:
        if grade_id(cell):
            assert cell.metadata.nbgrader.checksum == compute_checksum(cell), cell.id


def test_an_answered_written_question_waits_for_a_marker(expected):
    assert determine_grade(expected.cells[at(expected, "answer")]) == (None, 4)


def test_an_edited_check_and_probe_are_the_originals_again_and_it_is_said(rebuilt, answered, expected):
    answered.cells[at(answered, "test-area")].source = "pass"
    answered.cells[at(answered, "probe-length")].source = "def length_of_yours(r):\n    return 7"
    result = rebuilt(answered)
    assert result.notebook == expected
    assert result.messages == ["The checks of Task 1 and Task 2 had been changed; the originals were used."]
    assert result.flags == {"check-edited"}


def test_deleted_checks_and_questions_are_put_back(rebuilt, answered, expected):
    answered.cells = [c for c in answered.cells if c.id not in ("test-area", "probe-length", "question", "demo")]
    result = rebuilt(answered)
    assert bare(result.notebook) == bare(expected)
    assert result.messages == [
        "The checks of Task 1 and Task 2 were missing; they were put back.",
        "The question of Written answer 1 was missing; it was put back.",
    ]


@pytest.mark.parametrize("new", [new_markdown_cell, new_raw_cell])
def test_a_check_turned_into_text_is_a_check_again(rebuilt, answered, expected, new):
    place = at(answered, "test-area")
    old = answered.cells[place]
    answered.cells[place] = new(old.source, id=old.id, metadata=old.metadata)
    result = rebuilt(answered)
    assert (result.notebook, result.flags) == (expected, {"check-edited"})


def test_tags_metadata_and_kernel_of_the_student_are_dropped(rebuilt, answered, expected):
    for c in answered.cells:
        c.metadata |= {"tags": ["skip-execution"], "slideshow": 1}
        if "nbgrader" in c.metadata:
            c.metadata.nbgrader |= {"points": 100, "grade": True, "solution": True, "locked": False}
        if c.cell_type == "code":
            c.execution_count, c.outputs = 3, [{"output_type": "stream", "name": "stdout", "text": "hi"}]
    answered.metadata = {"kernelspec": {"name": "evil", "display_name": "x"}, "widgets": {}}
    assert bare(rebuilt(answered).notebook) == bare(expected)


def test_moved_cells_are_back_in_order_and_do_not_drag_the_students_own_along(rebuilt, answered, expected):
    answered.cells.insert(at(answered, "now"), new_code_cell("helper = 1"))
    answered.cells.append(answered.cells.pop(at(answered, "area")))
    answered.cells.append(new_code_cell("last = 1"))
    result = rebuilt(answered)
    own = [c for c in result.notebook.cells if "course" not in c.metadata]
    assert own == expected.cells
    assert added(result) == [("test-area", "helper = 1", "added"), ("end", "last = 1", "added")]
    assert "moved" in result.flags


def test_the_students_own_cells_stay_at_their_place_marked(rebuilt, answered):
    answered.cells.insert(0, new_markdown_cell("My name"))
    answered.cells.insert(at(answered, "area"), new_code_cell("def square(x):\n    return x * x"))
    answered.cells.insert(at(answered, "answer") + 1, new_markdown_cell("More."))
    result = rebuilt(answered)
    assert added(result) == [
        (None, "My name", "added"),
        ("task-1", "def square(x):\n    return x * x", "added"),
        ("answer", "More.", "added"),
    ]
    assert result.messages == []


def test_copies_of_checks_questions_and_stubs_are_not_kept(rebuilt, answered, release, expected):
    for name in ("test-area", "probe-length", "question", "length", "demo", "now"):
        copied = copy.deepcopy(release.cells[at(release, name)])
        copied.id = f"copy-of-{name}"
        answered.cells.append(copied)
        answered.cells.insert(0, nbformat.from_dict(copied | {"metadata": {}, "id": f"bare-{name}"}))
    result = rebuilt(answered)
    assert result.notebook == expected


def test_of_an_edited_plain_cell_the_original_runs_and_what_others_need_of_the_edit_follows(rebuilt, answered):
    edited = "import math\nimport numpy as np"
    answered.cells[at(answered, "imports")].source = edited
    answered.cells[at(answered, "demo")].source = "radius = 5\nprint('demo', radius)"
    answered.cells[at(answered, "area")].source = "def area(r):\n    return np.pi * r * r"
    result = rebuilt(answered)
    assert (text_of(result, "imports"), text_of(result, "demo")) == (
        "import math",
        "radius = 3\nprint('demo', radius)",
    )
    assert added(result) == [("imports", edited, "edited")]
    assert result.messages == []


def test_notes_in_the_instructors_texts_are_kept_below_them(rebuilt, answered):
    answered.cells[at(answered, "now")].source += " I like it."
    assert added(rebuilt(answered)) == [("now", "Now a picture. I like it.", "edited")]


def test_another_notebook_is_called_so(rebuilt):
    strange = nbformat.v4.new_notebook(cells=[new_code_cell("y = 1"), new_markdown_cell("# Physics")])
    result = rebuilt(strange)
    assert result.messages == ["No answer of this assignment was recognised in the notebook. Is it the right file?"]
    assert text_of(result, "area") == f"def area(r):\n    {STUB}"


def test_an_empty_notebook_gives_the_untouched_release(rebuilt, release):
    expected = rebuilt(release).notebook
    assert bare(rebuilt(nbformat.v4.new_notebook()).notebook) == bare(expected)


def test_real_lessons_come_back_with_the_known_answers_and_without_the_solutions(real, config):
    assignment, source, release = real
    answers = first(read_known_answers(ROOT / "lessons" / assignment / "answers", source), "right", "good")
    result = rebuild(source, read_notebook(nbformat.writes(fill(release, answers)).encode()).notebook, config)
    assert (result.messages, result.flags) == ([], frozenset())
    for cell, original in zip(result.notebook.cells, source.cells, strict=True):
        name = grade_id(cell)
        assert cell.source == (answers[name].source if name in answers else original.source)


def test_real_releases_give_stubs_and_no_line_of_a_solution(real, config):
    _, source, release = real
    result = rebuild(source, read_notebook(nbformat.writes(release).encode()).notebook, config)
    for cell, given, original in zip(result.notebook.cells, release.cells, source.cells, strict=True):
        assert cell.source == (given.source if is_answer(cell) else original.source)


def test_a_hostile_notebook_is_rebuilt_in_seconds(template):
    cells = [new_code_cell("import a\n" * 2000, id=f"c{k}") for k in range(1000)]
    cells += [new_code_cell("def area(r): ..." + "x" * k, id=f"d{k}") for k in range(900)]
    cells += [new_markdown_cell("YOUR ANSWER HERE", id=f"e{k}") for k in range(90)]
    cells += [new_code_cell("import b" + " as" * 1_000_000, id="imports")]
    start = time.perf_counter()
    result = rebuild(template, nbformat.v4.new_notebook(cells=cells))
    assert time.perf_counter() - start < 10
    assert "answers-several" not in result.flags
    assert text_of(result, "area").startswith("def area")
