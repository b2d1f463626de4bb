"""`course moodle worksheet`: what Moodle reads from the filled worksheet is what the gradebook says, and no more."""

from dataclasses import replace
from datetime import datetime

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from course.grading.class_run.reports import Report, Reports
from course.grading.gradebook.class_list import note_class
from course.grading.moodle.fill import NO_REPORT, YES, Choices, FillError, fill
from course.grading.moodle.grades import GradesError
from course.grading.moodle.participants import Participant, note_participants
from course.grading.moodle.worksheet import read_worksheet
from course.grading.moodle.worksheet_report import ABSENT, LEFT_OUT, as_list, keep
from tests.grading.moodle.as_moodle import AMINA, CLASS, HEADERS, JONAS, MEI, WORDS, imported, worksheet
from tests.grading.moodle.conftest import ASSIGNMENT, notebook_of

FULL, PART = [10, 14, 4], [10, 7.5, 0]
OPTIONS = [{}, {"groups": True, "workflow": True, "typed": True}, {"bom": False, "newline": "\r\n"}]
FULL_COMMENT = "28 of 28 points. Tests: 24 of 24. Written answers: 4 of 4."
PART_COMMENT = (
    "17.5 of 28 points. Tests: 17.5 of 24. Written answers: 0 of 4. "
    "Points are missing in: ring (7.5 of 14), answer-why (0 of 4)."
)


@pytest.fixture
def run(course, tmp_path):
    """Fills in a worksheet given as bytes."""

    def run(data, **choices):
        path = tmp_path / "worksheet.csv"
        path.write_bytes(data)
        return fill(read_worksheet(path), ASSIGNMENT, course, Choices(**choices))

    return run


@pytest.fixture
def class_graded(graded):
    graded("amina", FULL, email=AMINA.email)
    graded("jonas", PART, email=JONAS.email)
    graded("mei", None, email=MEI.email)


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize(("separator", "options"), list(zip([",", ";", "\t"], OPTIONS, strict=True)))
def test_moodle_reads_what_the_gradebook_says(run, class_graded, language, separator, options):
    filled = run(worksheet(CLASS, language, separator=separator, **options))
    assert imported(filled.data, language, separator) == {
        4101: (28, FULL_COMMENT),
        4102: (17.5, PART_COMMENT),
        4103: (None, ""),
    }
    assert (len(filled.grades), filled.of(LEFT_OUT)) == (2, {})
    assert filled.of(ABSENT) == {f"{MEI.name} (mei)": "nothing was collected"}


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_rows_without_a_grade_and_all_other_cells_keep_their_bytes(run, class_graded, language, newline):
    before = worksheet([*CLASS, replace(AMINA, number=9, name='"Zoë"; O, b', email="")], language, newline=newline)
    after = run(before).data
    old, new = (data.split(newline.encode()) for data in (before, after))
    assert len(old) == len(new)
    assert [a == b for a, b in zip(old, new, strict=True)] == [True, False, False, True, True, True]
    assert worksheet(CLASS[2:], language, newline=newline, bom=False).split(newline.encode())[1] in new
    decimal = "28.00".replace(".", WORDS[language][-1])
    grade = f'"{decimal}"' if "," in decimal else decimal
    comment = f'"{FULL_COMMENT}"'.encode()
    assert new[1].endswith(b",-," + comment)
    # Taking the two cells out again gives the old row.
    assert new[1].removesuffix(comment).replace(f",{grade},{grade},".encode(), f",,{grade},".encode()) == old[1]


def test_a_grade_is_written_with_the_digits_it_needs(run, graded):
    graded("amina", [10, 1 / 3, 0], email=AMINA.email)
    graded("jonas", [1, 2, 3], email=JONAS.email)
    rows = run(worksheet(CLASS[:2], "de", decimals=1), comments=False).data.decode().splitlines()
    assert ['"10,33333","28,0"' in rows[1], '"6,0","28,0"' in rows[2]] == [True, True]
    rows = run(worksheet(CLASS[:2], decimals=0), comments=False).data.decode().splitlines()
    assert [",10.33333,28," in rows[1], ",6,28," in rows[2]] == [True, True]


def test_an_old_grade_and_comment_are_replaced_unless_comments_stay(run, class_graded):
    before = worksheet([replace(AMINA, grade="3.00", comment="=<b>by hand</b>")])
    assert imported(run(before).data) == {4101: (28, FULL_COMMENT)}
    assert imported(run(before, comments=False).data) == {4101: (28, "=<b>by hand</b>")}


def test_a_worksheet_without_comments_gets_grades_only(run, class_graded):
    filled = run(worksheet(CLASS, comments=False))
    assert filled.comments is False
    assert imported(filled.data)[4101] == (28, "")


@pytest.mark.parametrize("maximum", [27.5, 100])
def test_another_maximum_is_refused_with_both_numbers(run, class_graded, maximum):
    with pytest.raises(FillError, match=rf"is {maximum:g} in Moodle and 28 in the gradebook.*--scale"):
        run(worksheet(CLASS, maximum=maximum))


def test_scaling_has_to_be_asked_for(run, class_graded):
    read = imported(run(worksheet(CLASS, maximum=100), scale=True).data)
    assert (read[4101][0], read[4102][0]) == (100, 62.5)
    assert read[4102][1].startswith("62.5 of 100 points. Tests: 62.5 of 85.71429.")


def test_a_submission_that_waits_for_a_person_gets_no_grade(run, graded):
    graded("amina", [10, 14, None], email=AMINA.email)
    filled = run(worksheet([AMINA]))
    assert imported(filled.data) == {4101: (None, "")}
    assert filled.of(LEFT_OUT) == {"Amina Okafor (amina)": "waits for a person to grade answer-why"}


def test_a_submission_that_is_not_graded_gets_no_grade(run, graded, submit):
    graded("amina", None, email=AMINA.email)
    submit("amina")
    filled = run(worksheet([AMINA]))
    assert not filled.grades
    assert filled.of(LEFT_OUT) == {"Amina Okafor (amina)": "handed in but not graded; run the autograder"}


def test_a_newer_submission_than_the_graded_one_gets_no_old_grade(run, graded, submit):
    graded("amina", FULL, email=AMINA.email, time="2025-11-21 15:14:00 UTC")
    submit("amina", time="2025-11-21 15:14:00 UTC")
    assert [*run(worksheet([AMINA])).grades] == ["amina"]
    submit("amina", time="2025-11-22 08:00:00 UTC")
    filled = run(worksheet([AMINA]))
    assert not filled.grades
    assert "a newer submission, of 2025-11-22 08:00 UTC, is not graded" in filled.of(LEFT_OUT)["Amina Okafor (amina)"]


@pytest.mark.parametrize("language", HEADERS)
def test_a_locked_grade_is_left_alone_in_every_language(run, class_graded, language):
    filled = run(worksheet([replace(AMINA, locked=True), JONAS], language))
    assert imported(filled.data, language)[4101] == (None, "")
    assert imported(filled.data, language)[4102][0] == 17.5
    assert "is locked" in filled.of(LEFT_OUT)["Amina Okafor (amina)"]


def test_an_unknown_word_for_yes_can_be_named(run, class_graded):
    data = worksheet([AMINA]).replace(b"Yes", b"Jawoll")
    assert "add --yes 'Jawoll'" in run(data).of(LEFT_OUT)["Amina Okafor (amina)"]
    assert [*run(data, yes="jawoll").grades] == ["amina"]


def test_no_word_for_no_counts_as_yes():
    no = "no nein non não nee nej nei ne nie nem nu ei не нет ні όχι hayır لا לא خیر 否 いいえ 아니오 không ไม่ tidak jo"
    assert not YES & set(no.split())
    assert {words[1].casefold() for words in WORDS.values()} <= YES


def test_more_points_than_the_maximum_are_left_out_as_moodle_would_drop_them(run, graded):
    graded("amina", [12, 14, 4], email=AMINA.email)
    filled = run(worksheet([AMINA]))
    assert filled.of(LEFT_OUT) == {"Amina Okafor (amina)": "has 30 points, more than Moodle's maximum of 28"}


def test_a_graded_student_without_a_row_is_named(run, class_graded):
    filled = run(worksheet([AMINA]))
    assert filled.of(LEFT_OUT) == {"jonas": "is graded and has no row in the worksheet"}


def test_who_was_collected_is_known_without_any_column(run, graded, course):
    graded("a17", FULL)
    note_participants(course, ASSIGNMENT, {"4101": Participant("a17", "Amina Okafor")})
    filled = run(worksheet([AMINA, JONAS], blind=True))
    assert imported(filled.data)[4101][0] == 28


def test_two_participants_with_one_id_get_no_grade(run, class_graded):
    filled = run(worksheet([AMINA, replace(JONAS, email=AMINA.email)]))
    assert not filled.grades
    assert filled.of(ABSENT)["Amina Okafor (4101)"] == "2 participants have the id 'amina'"


def test_the_penalty_for_being_late_counts_and_is_said(run, graded, course):
    graded("amina", FULL, email=AMINA.email, time="2025-11-22 10:00:00 UTC")
    course.config.AssignLatePenalties.plugin_class = "course.grading.nbgrader_plugins.late_policy.LatePolicy"
    with course.gradebook() as gradebook:
        gradebook.find_assignment(ASSIGNMENT).duedate = datetime(2025, 11, 22, 9, 0)
        gradebook.db.commit()
    late = FULL_COMMENT.replace("28 of 28", "25.2 of 28") + " Less 2.8 for handing in late."
    filled = run(worksheet([AMINA]))
    assert imported(filled.data) == {4101: (25.2, late)}
    assert filled.penalties == ["amina: 2.8 points taken off circle (1 hour late), 0 before"]
    assert run(worksheet([AMINA])).penalties == []


def test_comments_of_the_gradebook_stay_there(run, graded, course):
    graded("amina", FULL, email=AMINA.email)
    with course.gradebook() as gradebook:
        gradebook.find_comment("answer-why", "circle", ASSIGNMENT, "amina").manual_comment = "flag: patched allclose"
        gradebook.db.commit()
    assert imported(run(worksheet([AMINA])).data)[4101][1] == FULL_COMMENT


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a & b"])
def test_comments_are_html_that_holds_no_tags(run, course, graded, name):
    graded("amina", PART, email=AMINA.email)
    with course.gradebook() as gradebook:
        gradebook.find_grade_cell("answer-why", "circle", ASSIGNMENT).name = name
        gradebook.db.commit()
    comment = imported(run(worksheet([AMINA])).data)[4101][1]
    assert "<" not in comment
    assert ("&lt;script&gt;" in comment) or ("a &amp; b" in comment)


def test_tasks_go_by_the_names_and_order_of_the_notebook_whatever_those_of_the_gradebook(run, graded, course):
    notebook = notebook_of(["answer-why", "test-ring", "test-area"])
    notebook.cells.insert(0, new_markdown_cell("### Written answer 1 (4 points)"))
    notebook.cells.insert(2, new_markdown_cell("### Task 1: rings and areas (24 points)"))
    nbformat.write(notebook, course.source(ASSIGNMENT) / "circle.ipynb")
    graded("amina", [10, 7, 0], email=AMINA.email)
    text = imported(run(worksheet([AMINA])).data)[4101][1]
    assert text.endswith("Points are missing in: Written answer 1 (0 of 4), Task 1 (17 of 24).")
    graded("amina", [None, None, None], email=AMINA.email)
    assert run(worksheet([AMINA])).of(LEFT_OUT)[f"{AMINA.name} (amina)"].endswith("to grade Written answer 1, Task 1")


def test_cells_of_one_name_in_two_notebooks_both_count(run, graded, course):
    with Gradebook(str(course.settings.db_url)) as gradebook:
        gradebook.add_notebook("ring", ASSIGNMENT)
        gradebook.add_grade_cell("test-area", "ring", ASSIGNMENT, max_score=10, cell_type="code")
    graded("amina", FULL, email=AMINA.email)
    with Gradebook(str(course.settings.db_url)) as gradebook:
        grade = gradebook.find_grade("test-area", "ring", ASSIGNMENT, "amina")
        grade.auto_score, grade.needs_manual_grade = 7, False
        gradebook.db.commit()
    points, text = imported(run(worksheet([AMINA], maximum=38)).data)[4101]
    assert points == 35
    assert text.startswith("35 of 38 points.")
    assert text.endswith("Points are missing in: ring: area (7 of 10).")


def test_a_gradebook_without_the_assignment_is_named(run):
    with pytest.raises(GradesError, match="no assignment 'circles'"):
        run(worksheet(CLASS))


def by_hand(course, cell, *, points=None, extra=None):
    """What an instructor gives in the formgrader."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(cell, "circle", ASSIGNMENT, "amina")
        grade.manual_score, grade.extra_credit = points, extra
        gradebook.db.commit()


def test_points_by_hand_and_extra_points_are_told_apart_in_the_comment(run, graded, course):
    graded("amina", [0, 14, 3], email=AMINA.email)
    by_hand(course, "test-area", points=4)
    by_hand(course, "test-ring", extra=2)
    points, text = imported(run(worksheet([AMINA])).data)[4101]
    assert points == 23
    assert text == (
        "23 of 28 points. Tests: 18 of 24. Written answers: 3 of 4. Points are missing in: area (4 of 10), answer-why "
        "(3 of 4). Your teacher has changed: area (from 0 to 4). Extra points: ring (2)."
    )


def report_of(course, status, reason=""):
    """What `course grade` keeps of a submission."""
    Reports.of(course, ASSIGNMENT).write(Report("amina", status, "", points=0, maximum=28, waiting=0, reason=reason))


def test_a_submission_that_could_not_be_graded_is_never_a_number(run, graded, submit, course):
    graded("amina", [0, 0, 0], email=AMINA.email)
    submit("amina")
    report_of(course, "failed", "This is a Word document.")
    filled = run(worksheet([replace(AMINA, grade="12.00")]))
    assert imported(filled.data)[4101][0] == 12, "what Moodle has stays"
    assert filled.of(LEFT_OUT) == {"Amina Okafor (amina)": "could not be graded: This is a Word document."}
    assert (
        "(amina) <amina@uni.example>: could not be graded: This is a Word document.; Moodle still shows 12.00"
        in as_list(filled.lines)
    )
    by_hand(course, "answer-why", points=3)
    assert imported(run(worksheet([AMINA])).data)[4101][0] == 3, "what a person has given for it all the same counts"


def test_zero_is_written_where_zero_was_earned(run, graded, submit, course):
    graded("amina", [0, 0, 0], email=AMINA.email)
    submit("amina")
    report_of(course, "graded")
    assert imported(run(worksheet([AMINA])).data)[4101][0] == 0


def test_without_its_report_no_submission_is_taken_for_one_that_earned_zero(run, graded, submit, course):
    graded("amina", [0, 0, 0], email=AMINA.email)
    graded("jonas", PART, email=JONAS.email)
    submit("amina")
    assert run(worksheet(CLASS)).of(LEFT_OUT) == {"Amina Okafor (amina)": NO_REPORT}
    report_of(course, "graded")
    assert run(worksheet(CLASS)).of(LEFT_OUT) == {"Jonas Lindqvist (jonas)": NO_REPORT}
    (course.root / "reports" / ASSIGNMENT / "amina.json").write_text("{}")  # of another version
    assert set(run(worksheet(CLASS)).of(LEFT_OUT).values()) == {NO_REPORT}
    by_hand(course, "answer-why", points=3)
    assert imported(run(worksheet([AMINA])).data)[4101][0] == 3


def test_who_was_removed_from_the_class_is_nothing_to_grade(run, graded, submit, course):
    graded("jonas", FULL, email=JONAS.email)
    submit("amina")
    note_participants(course, ASSIGNMENT, {"4101": Participant("amina", AMINA.name)})
    assert run(worksheet([AMINA])).of(LEFT_OUT)["Amina Okafor (amina)"].startswith("handed in but not graded")
    note_class(course, {"amina", "jonas"})
    assert run(worksheet([AMINA])).of(ABSENT) == {
        "Amina Okafor (amina)": "was removed from the class; the work is kept"
    }


def test_what_has_changed_since_the_last_worksheet_is_told_by_task(run, graded, course):
    graded("amina", FULL, email=AMINA.email)
    graded("jonas", PART, email=JONAS.email)
    first = run(worksheet(CLASS[:2]))
    assert "changed since" not in as_list(first.lines)
    keep(course, ASSIGNMENT, first.lines, first.grades)
    graded("amina", [10, 12, 3], email=AMINA.email)
    second = run(worksheet(CLASS[:2]))
    keep(course, ASSIGNMENT, second.lines, second.grades)
    said = "Amina Okafor (amina): 25.00, before: 28.00 → 25.00 (ring: 14 → 12, answer-why: 4 → 3)"
    assert as_list(second.lines).count(said) == 2, "among all that were written, and among those that changed"
    assert as_list(second.lines).endswith("2 written (1 changed), 0 left out, 0 with nothing to grade")
    assert not [line for line in run(worksheet(CLASS[:2])).lines if line.changed]
    rows = (course.notes(ASSIGNMENT) / "worksheet-report.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "outcome,who,email,grade,changed,why,Moodle still shows"
    assert rows[1].startswith("written,Amina Okafor (amina),amina@uni.example,25.00,")
