"""Answers that no test is tested with are named, with file, line and mend."""

import re

import pytest

from course.authoring.answer_files import missing_answers
from course.authoring.build import ROOT
from course.authoring.lesson import read_lesson
from course.authoring.new_lesson import new_lesson
from course.notebook.headings import own_headings
from course.notebook.known_answers import read_file

LESSONS = sorted((ROOT / "lessons").glob("*/*.py"))
NUMBERED = re.compile(r"\b(?:section|task) \d+")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.parent.name)
def test_every_answer_of_every_lesson_has_known_answers(path):
    assert list(missing_answers(path, read_lesson(path))) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.parent.name)
def test_places_that_clear_mistakes_up_are_in_the_lesson(path):
    cells = read_lesson(path).cells
    text = " ".join(cell.source.lower() for cell in cells if cell.cell_type == "markdown")
    headings = [heading.text.lower() for cell in cells for heading in own_headings(cell)]
    numbered = {found[0] for heading in headings if (found := NUMBERED.match(re.sub(r"^(?=\d)", "section ", heading)))}
    known = [one for file in sorted(path.parent.glob("answers/*.py")) for one in read_file(file) if one.kind == "wrong"]
    lost = [
        (one.grade_id, one.title, part)
        for one in known
        for part in one.mistake.see.lower().split(", ")
        if not set(NUMBERED.findall(part)) <= numbered or not (NUMBERED.search(part) or part in text)
    ]
    assert any(one.mistake.see for one in known)
    assert lost == []
    assert [one.title for one in known if "(see" in one.mistake.words] == []  # a place that is not read as one


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "square.py",
            None,
            "",
            r"squares\.py:\d+: cell square: no known answers; write 2 or more '# %% right'",
        ),
        ("answer-sign.md", None, "", r"cell answer-sign: no known answers; write 1 or more '# %% good' and 1 or more"),
        (
            "square.py",
            "# %% wrong: twice",
            "# %% right: twice",
            r"too few known answers, 3 right, 3 wrong; .*\.py needs",
        ),
        ("square.py", "# %% wrong: twice", "# %% odd: twice", r"cannot be read; .*square\.py:\d+: the marker is"),
        (
            "cube.py",
            None,
            "x",
            r"cube\.py:1: no answer cell has this name; name it after one of square, a",
        ),
    ],
)
def test_what_is_missing_is_named_with_file_line_and_mend(tmp_path, file, old, new, message):
    lesson = new_lesson(tmp_path, "4-1-squares")
    path = lesson.parent / "answers" / file
    if old is not None:
        path.write_text(path.read_text().replace(old, new))
    elif new:
        path.write_text(new)
    else:
        path.unlink()
    (line,) = missing_answers(lesson, read_lesson(lesson))
    assert re.search(message, line), line
