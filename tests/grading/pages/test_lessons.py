"""Pages of the lessons' own sample answers: right, mixed and untouched ones."""

import functools
import re
import time

import nbformat
import pytest

from course.grading.class_run.process_pair import Grader
from course.grading.pages.grades import Grade, Grades
from course.grading.pages.page import feedback_page
from course.grading.results.job import Job
from course.grading.safe.safe_notebook import sanitised
from course.notebook.graded_cells import graded_cells
from course.notebook.known_answers import fill, first
from course.notebook.regions import HIDDEN_TESTS, MARK_SCHEME, region_lines
from tests.grading.conftest import LESSONS
from tests.grading.pages.test_page import read, text
from tests.grading.reading import squeeze

pytestmark = pytest.mark.grading
STUBS = {"code_stub": {"python": "# YOUR CODE HERE\nraise NotImplementedError('write your answer here')"}}
CONFIG = {"ClearSolutions": STUBS | {"text_stub": "YOUR ANSWER HERE"}, "ClearMarkScheme": {"enforce_metadata": False}}


@pytest.fixture(scope="module")
def graded(lessons):
    """Grades known answers to a lesson: ``graded(assignment, who) -> notebook, grades, answers``."""
    with Grader(isolated=False) as grader:

        @functools.cache
        def grade(assignment, who):
            lesson = lessons(assignment)
            answers = {
                "right": first(lesson.samples, "right", "good"),
                "mixed": lesson.mixtures["mixture1"],
                "untouched": {},
            }[who]
            handed_in = nbformat.writes(fill(lesson.release, answers)).encode()
            job = Job(who, assignment, lesson.name, nbformat.writes(lesson.source), handed_in, config=CONFIG)
            outcome = grader.grade(job)
            assert outcome.status != "failed", outcome.reason
            cells = {c.grade_id: Grade(outcome.scores[c.grade_id], c.points) for c in graded_cells(lesson.source)}
            return nbformat.reads(outcome.executed, as_version=4), Grades(cells), answers

        yield grade


@pytest.fixture(params=LESSONS)
def assignment(request):
    return request.param


@pytest.fixture(params=["right", "mixed", "untouched"])
def who(request):
    return request.param


@pytest.fixture
def made(graded, assignment, who):
    notebook, grades, _ = graded(assignment, who)
    return feedback_page(sanitised(notebook), grades, student=who, assignment=assignment)


def hidden_lines(lesson, answers):
    """Lines of hidden tests and mark schemes that students have not seen or written."""
    given = [cell.source for cell in lesson.release.cells] + [answer.source for answer in answers.values()]
    seen = squeeze(" ".join(given))
    lines = [
        squeeze(line)
        for cell in lesson.source.cells
        for region in (HIDDEN_TESTS, MARK_SCHEME)
        for number, line in enumerate(cell.source.split("\n"), start=1)
        if number in region_lines(cell.source, region)
    ]
    return [line for line in lines if len(line) > 12 and line not in seen]


def test_no_page_shows_a_hidden_test_or_a_mark_scheme(made, graded, lessons, assignment, who):
    lines = hidden_lines(lessons(assignment), graded(assignment, who)[2])
    assert len(lines) > 50, "too few lines found: the search is wrong"
    shown = squeeze(read(made).get_text())
    assert not [line for line in lines if line in shown]


def test_every_task_is_on_the_page_by_its_own_title_and_with_its_state(made, lessons, assignment, who):
    rows = read(made).table.select("tbody tr:not(.section)")
    assert len(rows) == len(graded_cells(lessons(assignment).source))
    assert all(re.match(r"(Task|Written answer) \d+", row.td.get_text(strip=True)) for row in rows)
    states = {row.select_one(".state").get_text(strip=True) for row in rows}
    assert (
        states
        <= {
            "right": {"✓ right", "… to be marked"},
            "mixed": {"✓ right", "✗ not right yet", "… to be marked"},
            "untouched": {"○ no answer yet"},
        }[who]
    )


def test_what_went_wrong_is_said_in_words_and_not_in_our_own_code(made, who):
    wrong = read(made).select("details.task.wrong")
    assert bool(wrong) == (who == "mixed")
    for task in wrong:
        verdict = task.select_one(".verdict")
        assert len(verdict.p.get_text(strip=True)) > 8
        assert verdict.select_one("dl") or "What to do" in verdict.get_text() or "Where to look" in verdict.get_text()
    assert not re.search(r"checks\.py|_fail\(|course/grading", text(made))


def test_a_page_takes_little_time_and_room(graded, assignment):
    notebook, grades, _ = graded(assignment, "mixed")
    start = time.process_time()
    html = feedback_page(sanitised(notebook), grades, student="x", assignment=assignment)
    assert time.process_time() - start < 2  # a class of a thousand is done in minutes
    assert len(html) < 2_000_000
