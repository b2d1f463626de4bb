import pytest

from course.authoring.lesson import LessonError, read_lesson, strip_lines

TEXT = """\
# %% [markdown]
# # Title

# %%
x = 1

# %% [markdown]
# ## A section
# ### Task 1

# %% nbgrader={"grade_id": "answer", "solution": true}
y = 2

# %% nbgrader={"grade_id": "test-answer", "grade": true, "points": 2}
assert y == 2
"""


@pytest.fixture
def lesson(tmp_path):
    def write(text):
        path = tmp_path / "lesson.py"
        path.write_text(text)
        return path

    return write


def test_ids_are_the_grade_id_or_the_section_and_a_count(lesson):
    notebook = read_lesson(lesson(TEXT))
    assert [cell.id for cell in notebook.cells] == ["title--1", "title--2", "a-section--1", "answer", "test-answer"]


def test_notes_for_the_formatter_do_not_reach_students(lesson):
    notebook = read_lesson(lesson("# %%\nx = [1,\n     2]  # fmt: skip\ny = 2  # fmt: skip that\n"))
    assert notebook.cells[0].source == "x = [1,\n     2]\ny = 2  # fmt: skip that"


def test_ids_stay_when_texts_change(lesson):
    before = [cell.id for cell in read_lesson(lesson(TEXT)).cells]
    after = read_lesson(lesson(TEXT.replace("x = 1", "x = 100").replace("Task 1", "Task 1 (2 points)")))
    assert [cell.id for cell in after.cells] == before


def test_a_marker_need_not_spell_out_nbgraders_defaults(lesson):
    cells = read_lesson(lesson(TEXT)).cells
    assert cells[3].metadata.nbgrader == {
        "grade": False,
        "grade_id": "answer",
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
    assert cells[4].metadata.nbgrader.locked is True
    assert cells[4].metadata.nbgrader.points == 2


def test_notebook_metadata_is_the_kernel_only(lesson):
    notebook = strip_lines(read_lesson(lesson(TEXT)))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"nbgrader"} for cell in notebook.cells)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must start with a cell marker"),
        ("x = 1\n# %%\ny = 2\n", ":1: the text must start with a cell marker"),
        ('# %% nbgrader={"grade_id": "a", "pionts": 2}\nx = 1\n', r":1: nbgrader metadata has \['pionts'\]"),
        ('# %% nbgrader={"grade_id": "a", "grade": "yes"}\nx = 1\n', ":1: grade='yes' is neither true nor false"),
        ('# %%\nx = 1\n\n# %% nbgrader={"grade_id": "a"\ny = 1\n', ":4: the marker's metadata is not JSON: "),
        ("# %%\nx = 1\n\n#%%\ny = 1\n", "1 cell markers make 2 cells; write each as '# %%' at the start"),
        ('# %%\nx = 1\n\n# %% nbgrader="a"\ny = 1\n', ":4: nbgrader='a' is not a JSON object"),
    ],
)
def test_a_text_that_is_no_lesson_is_refused_with_file_and_line(lesson, text, message):
    path = lesson(text)
    with pytest.raises(LessonError, match=message) as caught:
        read_lesson(path)
    assert str(path) in str(caught.value)


def test_a_text_in_another_encoding_is_refused(lesson):
    path = lesson(TEXT)
    path.write_bytes("# %%\n# naïve".encode("latin-1"))
    with pytest.raises(LessonError, match=r"the text is not UTF-8 .*; save it as UTF-8"):
        read_lesson(path)


def test_a_byte_order_mark_does_no_harm(lesson):
    path = lesson(TEXT)
    path.write_bytes(TEXT.encode("utf-8-sig"))
    assert len(read_lesson(path).cells) == 5
