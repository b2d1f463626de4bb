"""A class of forty, from Moodle's archive to Moodle's grades: each number is what it must be, or there is none.

Nothing is executed: what matters is which grade leaves for whom.
"""

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.grading.moodle.collect import collect
from course.grading.moodle.collect_report import to_write_to
from course.grading.moodle.fill import Choices, fill
from course.grading.moodle.identities import gradebook_students
from course.grading.moodle.worksheet import read_worksheet
from course.grading.moodle.worksheet_report import ABSENT, LEFT_OUT, as_list, keep
from course.grading.pages.grades import read_grades
from course.grading.pages.page import feedback_page
from tests.grading.class_run.small import ASSIGNMENT, CONFIG, RIGHT, WRONG, answered, make_course, run
from tests.grading.moodle.as_moodle import Person, archive, imported, place, worksheet

# Names that Moodle, file systems and spreadsheets trip over; the rest have plain ones.
NAMES = ["李小龙", "Мария Иванова", "محمد علي", "Zoë O'Brien", "Anna Schmidt", "Anna Schmidt", "=1+1 Formula", "Νίκος"]
NAMES += ["Nguyễn Thị Hoa", "Ana-María de la Cruz", "J. R. Smith Jr.", "प्रिया शर्मा"]
NAMES += [f"Student Number{n}" for n in range(len(NAMES), 40)]
PEOPLE = [Person(5000 + n, name, f"s{n:02}@uni.example") for n, name in enumerate(NAMES)]
ONTIME, EARLIER, LATER = ((2026, 11, day, 12, 0, 0) for day in (20, 19, 22))
DUE = datetime(2026, 11, 21)
BLANK = "YOUR ANSWER HERE"

# What happens to whom, by the student's number; everybody else has all points: 2 by tests, 3 by hand.
WRONG_CODE, NO_ESSAY, TWICE, LATE, BROKEN, WORD_FILE, WAITS = range(10, 17)
LOCKED, TOO_MUCH, EXTRA, CHANGED, REMOVED, NOTHING, NEWER = range(17, 24)
POINTS = dict.fromkeys(range(40), 5.0) | {WRONG_CODE: 3.0, NO_ESSAY: 2.0, LATE: 0.0, EXTRA: 4.0, CHANGED: 4.0}
NO_GRADE = {
    BROKEN: "could not be graded: the machine stopped",
    WAITS: "waits for a person to grade why",
    LOCKED: "is locked: 'Grade can be changed' says 'No' (if that means yes, add --yes 'No')",
    TOO_MUCH: "has 6 points, more than Moodle's maximum of 5",
    NEWER: "a newer submission, of 2026-11-22 12:00 UTC, is not graded; run the autograder",
}
ABSENTEES = {WORD_FILE: "nothing was collected", NOTHING: "nothing was collected"}
ABSENTEES |= {REMOVED: "was removed from the class; the work is kept"}


def student(n):
    return f"s{n:02}"


def shown(n):
    return f"{PEOPLE[n].name} ({student(n)})"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course folder with the class in its gradebook, and a policy for late work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        patch.setenv("TZ", "UTC")
        policy = "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
        folder = make_course(tmp_path_factory.mktemp("forty") / "course", config=CONFIG + policy)
        with book_of(folder) as book:
            book.update_or_create_assignment(ASSIGNMENT, duedate=DUE)
            for n, person in enumerate(PEOPLE):
                book.add_student(student(n), first_name=person.name, email=person.email)
        yield folder


def book_of(folder):
    return Gradebook(str(folder.settings.db_url))


def download(folder, numbers, time=ONTIME, code=None):
    """Moodle's archive of these students' work."""
    members = {}
    for n in numbers:
        text = code or {WRONG_CODE: WRONG, CHANGED: WRONG, BROKEN: "break"}.get(n, RIGHT)
        essay = BLANK if n in (NO_ESSAY, LATE) else f"Because of {n}."
        name, data = "tiny.ipynb", nbformat.writes(answered(text, essay)).encode()
        if n == WORD_FILE:
            name, data = "essay.docx", b"PK\x03\x04"
        members[f"{place(PEOPLE[n].name, PEOPLE[n].number)}/{name}"] = (data, LATER if n == LATE else time)
    sheet = folder.root / "worksheet.csv"
    sheet.write_bytes(worksheet(moodles_rows(), maximum=5))
    with book_of(folder) as book:
        students = gradebook_students(book)
    path = archive(folder.root / "class.zip", members)
    return collect(path, ASSIGNMENT, folder, sheet=read_worksheet(sheet), students=students)[0]


def moodles_rows():
    """The class as Moodle has it: one grade is locked, and of earlier work there are grades."""
    rows = [replace(person, locked=n == LOCKED) for n, person in enumerate(PEOPLE)]
    rows[BROKEN] = replace(rows[BROKEN], grade="4.00")
    return rows


def mark(folder, n, cell="why", points=None, extra=None):
    with book_of(folder) as book:
        grade = book.find_grade(cell, "tiny", ASSIGNMENT, student(n))
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, extra, False
        book.db.commit()


@pytest.fixture(scope="module")
def term(course):
    """Everything that happens, up to the first worksheet; what was collected, graded and filled in."""
    first = [n for n in range(40) if n != NOTHING]
    download(course, [TWICE], EARLIER, code=WRONG)
    run(course)
    lines = download(course, first)
    summary = run(course)
    with book_of(course) as book:
        book.remove_student(student(REMOVED))
    for n in first:
        if n not in (WAITS, NO_ESSAY, LATE, WORD_FILE, BROKEN, REMOVED):
            mark(course, n, points=3)
    mark(course, EXTRA, points=1, extra=1)
    mark(course, TOO_MUCH, points=3, extra=1)
    mark(course, CHANGED, "test-double", points=1)
    again = run(course, force=True)
    download(course, [NEWER], LATER, code=WRONG)
    return lines, summary, again, filled_in(course)


def filled_in(course):
    return fill(read_worksheet(course.root / "worksheet.csv"), ASSIGNMENT, course, Choices())


def test_every_grade_in_moodle_is_the_one_that_was_earned_and_nobody_else_has_one(term):
    *_, filled = term
    without = {**NO_GRADE, **ABSENTEES}
    expected = {PEOPLE[n].number: points for n, points in POINTS.items() if n not in without}
    expected |= {PEOPLE[n].number: None for n in without} | {PEOPLE[BROKEN].number: 4.0}  # what Moodle has had before
    assert {number: grade for number, (grade, _) in imported(filled.data).items()} == expected


def test_who_has_no_grade_is_named_with_reason_and_address(term):
    lines, summary, again, filled = term
    assert filled.of(LEFT_OUT) == {shown(n): why for n, why in NO_GRADE.items()}
    assert filled.of(ABSENT) == {shown(n): why for n, why in ABSENTEES.items()}
    listed = as_list(filled.lines)
    assert f"{shown(BROKEN)} <s14@uni.example>: {NO_GRADE[BROKEN]}; Moodle still shows 4.00" in listed
    assert listed.endswith("32 written (0 changed), 5 left out, 3 with nothing to grade")
    assert to_write_to(lines, {student(WORD_FILE): "s15@uni.example"}).endswith(f"{shown(WORD_FILE)} <s15@uni.example>")
    assert summary.people == {student(BROKEN): f"{PEOPLE[BROKEN].name} <s14@uni.example>"}
    assert again.removed == [student(REMOVED)]


def test_comments_say_what_came_from_tests_by_hand_extra_and_for_being_late(term):
    comments = {number: text for number, (_, text) in imported(term[-1].data).items()}
    assert comments[PEOPLE[0].number] == "5 of 5 points. Tests: 2 of 2. Written answers: 3 of 3."
    assert comments[PEOPLE[CHANGED].number].endswith("Your teacher has changed: double (from 0 to 1).")
    assert comments[PEOPLE[EXTRA].number].endswith("Extra points: why (1).")
    assert comments[PEOPLE[LATE].number].startswith("0 of 5 points. Tests: 2 of 2.")
    assert comments[PEOPLE[LATE].number].endswith("Less 2 for handing in late.")


def test_gradebook_worksheet_and_feedback_page_agree_on_every_student(term, course):
    filled = term[-1]
    for n in range(40):
        if n in ABSENTEES or n in NO_GRADE:
            continue
        with book_of(course) as book:
            submission = book.find_submission(ASSIGNMENT, student(n))
            total = max(0.0, submission.score - submission.late_submission_penalty)
        assert (total, float(filled.grades[student(n)].grade)) == (POINTS[n], POINTS[n])
        notebook = nbformat.read(course.autograded(student(n), ASSIGNMENT) / "tiny.ipynb", as_version=4)
        grades = read_grades(str(course.settings.db_url), ASSIGNMENT, "tiny", student(n))
        page = feedback_page(notebook, grades, student=student(n), assignment=ASSIGNMENT)
        assert f'<p class="total"><b>{POINTS[n]:g}</b> of 5 points' in page


def test_the_next_worksheet_tells_what_has_changed_since(term, course):
    before = filled_in(course)
    keep(course, ASSIGNMENT, before.lines, before.grades)
    mark(course, 0, points=1)
    mark(course, WAITS, points=2)
    listed = as_list(filled_in(course).lines)
    changed = listed.partition("changed since the last worksheet:\n")[2].partition("\nnothing to grade")[0]
    assert changed == f"  {shown(0)}: 3.00, before: 5.00 → 3.00 (why: 3 → 1)"
    assert "33 written (1 changed), 4 left out" in listed
