"""What hidden tests give to an answer reaches its author by no way out: notebook, pages, comments, reports."""

import json

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.notebook.cells import is_graded
from tests.grading.attacks.small import ASSIGNMENT, NOTEBOOK
from tests.grading.attacks.tellers import TELLERS


def executed(attacked, title):
    path = attacked.folder / "autograded" / attacked.student(title) / ASSIGNMENT / NOTEBOOK
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("title", TELLERS)
def test_nothing_that_reaches_a_student_holds_the_secret(attacked, title):
    student, notebook = attacked.student(title), executed(attacked, title)
    assert attacked.pages(student)
    failures = [failure for failure in notebook.metadata.course.pop("failures") if not failure.hidden]
    seen = attacked.pages(student) + json.dumps([notebook.metadata, failures])  # the others are an instructor's
    for cell in notebook.cells:
        shown = [out for out in cell.get("outputs", []) if not out.get("text", "").startswith("For instructors only")]
        own = cell.source if not is_graded(cell) else ""
        seen += json.dumps(shown) + own
    with Gradebook(f"sqlite:///{attacked.folder / 'gradebook.db'}") as book:
        entry = book.find_submission(ASSIGNMENT, student)
        seen += "".join(comment.auto_comment or "" for one in entry.notebooks for comment in one.comments)
    report = attacked.report(student)
    seen += report["reason"] + "".join(report["said"]) + "".join(flag["evidence"] for flag in report["flags"])
    assert "TOLD" not in "".join(out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", []))
    assert str(attacked.marks.secret) not in seen
    files = (attacked.folder / "autograded" / student).rglob("*")
    assert not [path for path in files if path.suffix not in ("", ".ipynb")]


def test_the_secret_was_given_to_answers_and_verdicts_are_right(attacked):
    notebook = executed(attacked, "tells by raises where it is called")
    texts = [out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", [])]
    assert any(str(attacked.marks.secret) in text for text in texts)
    points = {title: attacked.points[attacked.student(title)]["double"] for title in TELLERS}
    assert points == {title: entry.points["double"] for title, entry in TELLERS.items()}
