"""A class of forty, from Moodle's archive to Moodle's grades: each number is what it must be, or there is none."""

import time
from contextlib import nullcontext
from datetime import datetime, timedelta

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.grading.class_run.grade_class import Choices, grade_class
from course.grading.class_run.pool import open_pool
from course.grading.class_run.preload import preload
from course.grading.class_run.process_pair import Grader
from course.grading.class_run.submissions import open_assignment
from course.grading.gradebook.course_folder import open_folder
from course.grading.gradebook.dates import set_due, set_extension
from course.grading.moodle import fill as filling
from course.grading.moodle.collect import collect
from course.grading.moodle.collect_report import LOOK, to_write_to
from course.grading.moodle.identities import gradebook_students
from course.grading.moodle.worksheet import read_worksheet
from course.grading.moodle.worksheet_report import ABSENT, LEFT_OUT, as_list, keep
from course.grading.pages.grades import read_grades
from course.grading.pages.page import feedback_page
from tests.grading.any_course.by_course import generate
from tests.grading.class_run.small import Notes
from tests.grading.moodle.as_moodle import archive, imported, place, worksheet
from tests.grading.moodle.class_of_forty import (
    ABSENTEES,
    ASSIGNMENT,
    BROKEN,
    CHANGED,
    COMMENTS,
    CONFIG,
    EXTRA,
    FLAGS,
    LATE,
    MAXIMUM,
    MORE_TIME,
    NAME,
    NEWER,
    NO_GRADE,
    NOTHING,
    ONLY_MORE_TIME,
    OTHER_EXERCISE,
    OTHERS,
    PEOPLE,
    POINTS,
    REMOVED,
    SAID,
    TOO_MUCH,
    TWICE,
    TWO_FILES,
    WAITS,
    WORD_FILE,
    WRONG,
    answered,
    moodles_rows,
    source,
    work,
)

pytestmark = pytest.mark.grading
EARLIER, ONTIME, LATER = ((2026, 11, day, 12, 0, 0) for day in (19, 20, 22))
DUE = datetime(2026, 11, 21).astimezone()


def student(n):
    return f"s{n:02}"


def shown(n):
    return f"{PEOPLE[n].name} ({student(n)})"


def book_of(folder):
    return Gradebook(str(folder.settings.db_url))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course folder with two exercises, and the class in its gradebook."""
    root = tmp_path_factory.mktemp("forty") / "course"
    for name, notebook in ((ASSIGNMENT, source()), (OTHER_EXERCISE, source("circle"))):
        (root / "source" / name).mkdir(parents=True)
        nbformat.write(notebook, root / "source" / name / f"{name}.ipynb")
    (root / "nbgrader_config.py").write_text(CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        folder = open_folder(root)
        generate(folder, (ASSIGNMENT,))
        with book_of(folder) as book:
            for n, person in enumerate(PEOPLE):
                book.add_student(student(n), first_name=person.name, email=person.email)
            set_due(book, ASSIGNMENT, DUE)
            for n in (MORE_TIME, ONLY_MORE_TIME):
                set_extension(book, ASSIGNMENT, student(n), timedelta(days=2))
        yield folder
    time.tzset()


def download(folder, numbers, when=ONTIME, code=None):
    """Moodle's archive of these students' work, collected."""
    members = {}
    for n in numbers:
        files = work(n) if code is None else {NAME: answered(code)}
        late = LATER if n in (LATE, MORE_TIME) else when
        owner = place(PEOPLE[n].name, PEOPLE[n].number)
        members |= {f"{owner}/{name}": (data, late) for name, data in files.items()}
    sheet = folder.root / "worksheet.csv"
    sheet.write_bytes(worksheet(moodles_rows(), maximum=MAXIMUM))
    with book_of(folder) as book:
        students = gradebook_students(book)
    path = archive(folder.root / "class.zip", members)
    return collect(path, ASSIGNMENT, folder, sheet=read_worksheet(sheet), students=students)[0]


def mark(folder, n, cell="why", points=None, extra=None):
    with book_of(folder) as book:
        grade = book.find_grade(cell, "tiny", ASSIGNMENT, student(n))
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, extra, False
        book.db.commit()


@pytest.fixture(scope="module")
def term(course):
    """Everything that happens, up to the first worksheet; what was collected, graded and filled in."""
    assignment = open_assignment(course, ASSIGNMENT)
    with open_pool(Grader(preload(assignment.sources.values())), 2) as pool:

        def run(**choices):
            return grade_class(course, assignment, Choices(**choices), Notes(), lambda: nullcontext(pool))

        download(course, [TWICE], EARLIER, code=WRONG)
        run()
        lines = download(course, [n for n in range(40) if n not in (NOTHING, ONLY_MORE_TIME)])
        summary = run()
        with book_of(course) as book:
            book.remove_student(student(REMOVED))
        for n in range(40):
            if student(n) in summary.waiting and n not in (WAITS, REMOVED):
                mark(course, n, points=3)
        mark(course, EXTRA, points=1, extra=1)
        mark(course, TOO_MUCH, points=3, extra=1)
        mark(course, CHANGED, "test-double", points=1)
        run(students=(student(CHANGED), student(EXTRA)), force=True)
        again = run()
    download(course, [NEWER], LATER, code=WRONG)
    return lines, summary, again, filled_in(course)


def filled_in(course):
    return filling.fill(read_worksheet(course.root / "worksheet.csv"), ASSIGNMENT, course, filling.Choices())


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
    assert f"{shown(BROKEN)} <{PEOPLE[BROKEN].email}>: {NO_GRADE[BROKEN]}; Moodle still shows 4.00" in listed
    assert listed.endswith("30 written (0 changed), 6 left out, 4 with nothing to grade")
    addresses = {student(n): person.email for n, person in enumerate(PEOPLE)}
    asked = [f"  {shown(n)} <{PEOPLE[n].email}>" for n in (OTHERS, WORD_FILE)]
    assert to_write_to(lines, addresses).splitlines()[1:] == asked
    assert summary.people == {student(n): f"{PEOPLE[n].name} <{PEOPLE[n].email}>" for n in (OTHERS, BROKEN)}
    assert summary.absent == [student(n) for n in (WORD_FILE, NOTHING, ONLY_MORE_TIME)]
    assert again.removed == [student(REMOVED)]


def test_what_a_person_should_look_at_is_told_where_it_was_collected(term):
    lines, *_ = term
    assert {line.student for line in lines if line.outcome == LOOK} == {student(TWO_FILES), student(OTHERS)}


def test_flags_are_the_accidents_and_nobody_elses(term):
    _, summary, *_ = term
    found = {report.student: {flag.kind for flag in report.flags} for report in summary.reports if report.flags}
    assert found == {student(n): {kind} for n, kind in FLAGS.items()}


def test_comments_say_what_came_from_tests_by_hand_extra_and_for_being_late(term):
    comments = {number: text for number, (_, text) in imported(term[-1].data).items() if text}
    assert comments == {PEOPLE[n].number: text for n, text in COMMENTS.items()}


def test_gradebook_worksheet_and_feedback_page_agree_on_every_student(term, course):
    filled = term[-1]
    for n in COMMENTS:
        with book_of(course) as book:
            submission = book.find_submission(ASSIGNMENT, student(n))
            total = max(0.0, submission.score - submission.late_submission_penalty)
        assert (n, total, float(filled.grades[student(n)].grade)) == (n, POINTS[n], POINTS[n])
        page = page_of(course, n)
        assert f'<p class="total"><b>{POINTS[n]:g}</b> of 6 points' in page
        assert SAID.get(n, "") in page


def page_of(course, n):
    notebook = nbformat.read(course.autograded(student(n), ASSIGNMENT) / NAME, as_version=4)
    grades = read_grades(str(course.settings.db_url), ASSIGNMENT, "tiny", student(n))
    return feedback_page(notebook, grades, student=student(n), assignment=ASSIGNMENT)


def test_the_next_worksheet_tells_what_has_changed_since(term, course):
    before = filled_in(course)
    keep(course, ASSIGNMENT, before.lines, before.grades)
    mark(course, 39, points=1)
    mark(course, WAITS, points=2)
    listed = as_list(filled_in(course).lines)
    changed = listed.partition("changed since the last worksheet:\n")[2].partition("\nnothing to grade")[0]
    assert changed == f"  {shown(39)}: 4.00, before: 6.00 → 4.00 (why: 3 → 1)"
    assert "31 written (1 changed), 5 left out" in listed
