"""What students read after grading: each task in its words, and nothing of hidden tests and mark schemes."""

import re
import time

import pytest

from course.grading.pages.grades import Grade, Grades
from course.grading.pages.page import feedback_page
from course.grading.safe.safe_notebook import sanitised
from tests.grading.pages.test_page import read
from tests.randomness import LONG

pytestmark = pytest.mark.grading
STATES = {
    "solution": {"✓ right", "… to be marked"},
    "mixture1": {"✓ right", "✗ not right yet", "… to be marked"},
    "untouched": {"○ no answer yet"},
}


def test_no_page_shows_a_hidden_test_or_a_mark_scheme(graded_class, lesson):
    for student in graded_class.scores:
        lines = graded_class.secrets(student)
        assert len(lines) > len(lesson.graded), "too few lines found: the search is wrong"
        seen = graded_class.page_text(student)
        assert " points" in seen
        assert not [line for line in lines if line in seen], student


def test_a_page_keeps_what_visible_checks_said_and_hides_what_hidden_ones_said(graded_class, lesson):
    judged = {test.grade_id: test.answer for test in lesson.graded if not test.written}
    shown = withheld = 0
    for student, answers in lesson.handed_in.items():
        seen = graded_class.page_text(student)
        failed = graded_class.failures(student)
        for name, message in failed.items():
            hidden = answers[judged[name]].passes_visible_checks
            # The page sets apart what was expected, what came and where to look.
            said = re.sub(r" \(see [^()]*\)$", "", message).split(": ")[0]
            assert said in seen, f"{student}, {name}, hidden={hidden}: {message}"
            assert message.startswith("A further test, with ") == hidden
            shown, withheld = shown + (not hidden), withheld + hidden
        further = seen.count("A further test, with ")
        withheld_here = sum(answers[judged[name]].passes_visible_checks for name in failed)
        assert further == 2 * withheld_here, "once beside what to work on, and once at the task"
    assert min(shown, withheld) > 0 if LONG else shown + withheld > 0, "no answer failed: nothing was looked at"


@pytest.mark.parametrize("student", STATES)
def test_every_task_is_on_the_page_by_its_own_title_and_with_its_state(graded_class, lesson, student):
    rows = read(graded_class.page(student)).table.select("tbody tr:not(.section)")
    assert len(rows) == len(lesson.graded)
    assert all(re.match(r"(Task|Written answer) \d+", row.td.get_text(strip=True)) for row in rows)
    assert {row.select_one(".state").get_text(strip=True) for row in rows} <= STATES[student]


@pytest.mark.parametrize("student", STATES)
def test_what_went_wrong_is_said_in_words_and_not_in_our_own_code(graded_class, student):
    page = read(graded_class.page(student))
    wrong = page.select("details.task.wrong")
    assert bool(wrong) == (student == "mixture1")
    for task in wrong:
        verdict = task.select_one(".verdict")
        assert len(verdict.p.get_text(strip=True)) > 8
        helps = ("What to do", "Where to look", "A mistake that is known")
        assert verdict.select_one("dl") or any(words in verdict.get_text() for words in helps)
    assert not re.search(r"checks\.py|_fail\(|course/grading", page.body.get_text(" "))


def test_a_page_takes_little_time_and_room(graded_class, lesson):
    scores = graded_class.scores["mixture1"]
    grades = Grades({name: Grade(score.points, score.maximum) for name, score in scores.items()})
    notebook = graded_class.autograded("mixture1")
    start = time.process_time()
    page = feedback_page(sanitised(notebook), grades, student="x", assignment=lesson.assignment)
    assert time.process_time() - start < 2  # a class of a thousand is done in minutes
    assert len(page) < 2_000_000
