"""The README's table of exercises is what the lessons say."""

import pytest

from course.authoring.build import ROOT, build
from course.authoring.exercise_table import write_table
from course.authoring.lesson import LessonError
from course.authoring.new_lesson import new_lesson

README = "# Course\n\n<!-- exercises -->\nold\n<!-- /exercises -->\n\nMore.\n"


@pytest.fixture
def course(tmp_path):
    new_lesson(tmp_path, "4-1-squares")
    build(tmp_path / "lessons", tmp_path)
    (tmp_path / "README.md").write_text(README)
    return tmp_path


def test_each_lesson_has_its_line_and_the_rest_of_the_readme_stays(course):
    assert write_table(course) == [course / "README.md"]
    line = (
        "| [4-1: Squares](release/4-1-squares/squares.ipynb) | squares, and why none of them is negative "
        "| 1 program, 1 written answer | 4 |\n"
    )
    before, after = README.split("old\n")
    text = (course / "README.md").read_text()
    assert (text.startswith(before), text.endswith(line + after)) == (True, True)
    assert write_table(course) == []


def test_the_committed_table_is_up_to_date(built, tmp_path):
    for folder in ("lessons", "source"):
        (tmp_path / folder).symlink_to((ROOT if folder == "lessons" else built) / folder)
    (tmp_path / "README.md").write_bytes((ROOT / "README.md").read_bytes())
    assert write_table(tmp_path) == [], "run `make build` and commit README.md"


def test_a_lesson_without_a_summary_and_a_readme_without_the_place_are_refused(course):
    lesson = course / "lessons" / "4-1-squares" / "squares.py"
    lesson.write_text(lesson.read_text().replace("<!-- summary:", "<!--"))
    with pytest.raises(LessonError, match=r"squares\.py:1: the introduction has no summary .*'# <!-- summary: what"):
        write_table(course)
    (course / "README.md").write_text("# Course\n")
    with pytest.raises(LessonError, match=r"README\.md: no place for the exercises; write <!-- exercises -->"):
        write_table(course)
