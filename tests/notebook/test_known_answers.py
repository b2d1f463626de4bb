"""Sample files: what is read, and what is refused with which words."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.notebook.graded_cells import graded_cells
from course.notebook.known_answers import (
    KnownAnswer,
    KnownAnswerError,
    fill,
    first,
    mixture,
    read_file,
    read_known_answers,
)
from tests.small_cells import nbgrader_cell


@pytest.fixture
def notebook():
    return new_notebook(
        cells=[
            new_code_cell("import torch"),
            nbgrader_cell("area", solution=True, source="stub"),
            nbgrader_cell("test-area", points=2),
            nbgrader_cell("test-area-more", points=1),
            nbgrader_cell("why", points=4, solution=True, markdown=True, source="stub"),
        ]
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "area.py").write_text('"""Answers."""\n\n# %% right: a\ndef f():\n    1\n\n\n# %% wrong: b: c\nx = 2\n')
    (tmp_path / "why.md").write_text("# %% good\nBecause.\n\nTruly.\n\n# %% poor\nNo idea.\n")
    return tmp_path


def test_variants_are_read_in_the_order_of_notebook_and_file(folder, notebook):
    assert read_known_answers(folder, notebook) == {
        "area": [KnownAnswer("area", "right", "a", "def f():\n    1"), KnownAnswer("area", "wrong", "b: c", "x = 2")],
        "why": [
            KnownAnswer("why", "good", "good", "Because.\n\nTruly."),
            KnownAnswer("why", "poor", "poor", "No idea."),
        ],
    }


def test_title_says_whether_the_visible_checks_pass():
    right, wrong, hidden = (
        KnownAnswer("a", kind, title, "")
        for kind, title in [("right", "a loop"), ("wrong", "square only"), ("wrong", "square only (hidden)")]
    )
    assert [sample.passes_visible_checks for sample in (right, wrong, hidden)] == [True, False, True]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("area.py", "x = 1\n", "no variants; start each with a line '# %% right: what it does'"),
        (
            "area.py",
            "# %% right\nx = 1\n",
            "area.py:1: the marker is '# %% right'; expected '# %% right: what it does'",
        ),
        ("area.py", "# %% right: a\nx = 1\n# %% maybe: b\nx = 2\n", "area.py:3: the marker is '# %% maybe: b'"),
        ("area.py", "# %% right: a\n\n# %% wrong: b\nx\n", "area.py:1: the variant is empty"),
        ("why.md", "# %% fair\nyes\n", "expected '# %% good' or '# %% poor'"),
    ],
)
def test_malformed_file_is_refused_with_its_place(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(KnownAnswerError) as error:
        read_file(tmp_path / name)
    assert message in str(error.value)


def test_file_without_an_answer_cell_is_refused(folder, notebook):
    (folder / "volume.py").write_text("# %% right: a\nx\n")
    with pytest.raises(KnownAnswerError, match=r"volume.py: no answer cell for it; the answers are \['area', 'why'\]"):
        read_known_answers(folder, notebook)


def test_answer_cell_without_a_file_is_refused(folder, notebook):
    (folder / "why.md").unlink()
    with pytest.raises(KnownAnswerError, match=r"answers without variants; write why\.md"):
        read_known_answers(folder, notebook)


def test_tests_judge_the_answer_before_them(notebook):
    assert [(t.grade_id, t.answer, t.points, t.written) for t in graded_cells(notebook)] == [
        ("test-area", "area", 2, False),
        ("test-area-more", "area", 1, False),
        ("why", "why", 4, True),
    ]


def test_probes_are_the_locked_code_cells_between_an_answer_and_its_test(notebook):
    notebook.cells[3:3] = [
        nbgrader_cell("probe-more"),
        nbgrader_cell("question-more", markdown=True),
        new_code_cell("ungraded"),
    ]
    notebook.cells.insert(2, nbgrader_cell("probe"))
    notebook.cells.insert(1, nbgrader_cell("before-the-answer"))
    assert {t.grade_id: t.probes for t in graded_cells(notebook)} == {
        "test-area": ("probe",),
        "test-area-more": ("probe", "probe-more"),
        "why": (),
    }


def test_answers_go_into_a_copy_and_others_stay(notebook):
    filled = fill(notebook, {"area": KnownAnswer("area", "right", "a", "x = 1")})
    assert [c.source for c in filled.cells] == ["import torch", "x = 1", "", "", "stub"]
    assert notebook.cells[1].source == "stub"
    nbformat.validate(filled)


def test_answer_that_no_cell_takes_is_refused(notebook):
    with pytest.raises(KnownAnswerError, match="no answer cells \\['volume'\\]"):
        fill(notebook, {"area": "x = 1", "volume": "x = 1"})


def test_mixtures_shift_from_answer_to_answer(folder, notebook):
    samples = read_known_answers(folder, notebook)
    assert [[s.kind for s in mixture(samples, k).values()] for k in (0, 1)] == [["right", "poor"], ["wrong", "good"]]
    assert {name: sample.kind for name, sample in first(samples, "wrong", "poor").items()} == {
        "area": "wrong",
        "why": "poor",
    }


def test_a_mistake_has_the_words_of_its_line_for_students_or_else_of_its_title(tmp_path):
    file = tmp_path / "square.py"
    file.write_text(
        "# %% wrong: x2 (hidden)\nx = 2\n# %% wrong: n.b. s/v\n# students: σ taken for σ² (see section 3)\nx = 3\n"
    )
    first, second = (answer.mistake for answer in read_file(file))
    assert (first.words, first.see) == ("x2", "")
    assert (second.words, second.see) == ("σ taken for σ²", "section 3")
