"""``nbgrader generate_feedback`` with our exporter, and what it reads from the gradebook."""

from datetime import datetime

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry

from course.grading.pages.grades import Grade, read_grades
from scripts.course_copy import run_nbgrader
from tests.grading.pages.building import answer, check, error, failed, notebook, question, written
from tests.grading.pages.test_page import text

ASSIGNMENT, NAME = "0-squares", "squares"
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "course"
c.ClearMarkScheme.enforce_metadata = False
c.GenerateFeedback.exporter_class = "course.grading.pages.exporter.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
"""
HEADING = new_markdown_cell("### Written answer 1 (4 points)")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one graded student; two answers, one of them marked by a person."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    solved = notebook(answer(), check(), HEADING, question(), written("Because."))
    solved.cells[1].source = "### BEGIN SOLUTION\ndef area(x):\n    return x * x\n### END SOLUTION"
    failure = failed(what="area(2)", expected="4", received="8", see="section 1")
    wrong = answer("def area(x):\n    return x ** 3")
    cells = (wrong, check([error("CheckError", "area(2)")]), HEADING, question(), written("Because."))
    graded = notebook(*cells, mended=("It was mended.",), failures=(failure,))
    for place, made in (f"source/{ASSIGNMENT}", solved), (f"autograded/4102/{ASSIGNMENT}", graded):
        (folder / place).mkdir(parents=True)
        nbformat.write(made, folder / place / f"{NAME}.ipynb")
    done = run_nbgrader(folder, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stdout
    with Gradebook(url(folder)) as gradebook:
        gradebook.add_student("4102", first_name="Jonas", last_name="Lindqvist")
        gradebook.add_submission(ASSIGNMENT, "4102", timestamp=datetime(2026, 11, 3, 9, 5))
        for name, points in {"test-area": 0.0, "answer-why": None}.items():
            grade = gradebook.find_grade(name, NAME, ASSIGNMENT, "4102")
            grade.auto_score, grade.manual_score = points, 3.0 if points is None else None
            grade.needs_manual_grade = False
        comment = gradebook.find_comment("answer-why", NAME, ASSIGNMENT, "4102")
        comment.auto_comment, comment.manual_comment = "No response.", "Well argued."
        gradebook.db.commit()
    return folder


def url(folder):
    return f"sqlite:///{folder / 'gradebook.db'}"


def test_the_gradebook_is_read_completely(course):
    grades = read_grades(url(course), ASSIGNMENT, NAME, "4102")
    assert grades.cells == {"test-area": Grade(0.0, 3.0), "answer-why": Grade(3.0, 4.0)}
    assert (grades.comments, grades.remarks) == ({"answer-why": "Well argued."}, {"answer-why": "No response."})
    assert (grades.name, grades.handed_in, grades.penalty) == ("Jonas Lindqvist", datetime(2026, 11, 3, 9, 5), 0.0)


def test_a_grade_that_waits_has_no_points(course):
    with Gradebook(url(course)) as gradebook:
        grade = gradebook.find_grade("answer-why", NAME, ASSIGNMENT, "4102")
        grade.needs_manual_grade = True
        gradebook.db.commit()
        assert read_grades(url(course), ASSIGNMENT, NAME, "4102").cells["answer-why"] == Grade(None, 4.0)
        grade.needs_manual_grade = False
        gradebook.db.commit()


def test_a_student_without_grades_is_named(course):
    with pytest.raises(MissingEntry, match="4103"):
        read_grades(url(course), ASSIGNMENT, NAME, "4103")


@pytest.mark.grading
def test_nbgrader_writes_our_page(course):
    done = run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stdout
    (path,) = (course / "feedback" / "4102" / ASSIGNMENT).iterdir()
    assert path.name == f"{NAME}.html"
    seen = text(path.read_text(encoding="utf-8"))
    assert "Feedback for Jonas Lindqvist (4102) · 0-squares · handed in on 3 November 2026, 09:05 UTC" in seen
    assert "3 of 7 points" in seen
    assert "It was mended." in seen
    assert "Expected 4 Came 8" in seen
    assert "Your teacher writes: Well argued." in seen
