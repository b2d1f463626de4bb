"""Who is who: by worksheet, by roster, by what was noted before; and never by guessing."""

import pytest

from course.grading.gradebook.course_folder import FolderError
from course.grading.moodle.collect import collect
from course.grading.moodle.identities import PeopleError, Student, read_roster
from tests.grading.moodle.as_moodle import AMINA, CLASS, MEI, Person, archive, place
from tests.grading.moodle.conftest import ROSTER


def test_two_participants_with_one_name_are_left_to_the_worksheet(collected, submitted):
    members = {f"{place('Amina Okafor', n)}/circle.ipynb": b"" for n in (4101, 4199)}
    report = collected(members, people=None)
    assert submitted() == {}
    assert {why for _, why in report.values()} == {"another participant would be student 'amina' too"}
    twins = [*ROSTER, Student("amina2", "Okafor", "Amina")]
    report = collected({f"{place('Amina Okafor', 4101)}/circle.ipynb": b""}, people=None, students=twins)
    assert [why for _, why in report.values()] == [
        "2 students are called 'Amina Okafor'; use the grading worksheet (--worksheet)"
    ]


def test_what_was_noted_before_needs_no_worksheet_again(collected, submitted):
    members = {f"{place(p.name, p.number)}/circle.ipynb": b"1" for p in CLASS}
    collected(members)
    collected(dict.fromkeys(members, (b"2", (2030, 1, 1, 0, 0, 0))), people=None, students=[])
    assert {files["circle.ipynb"] for files in submitted().values()} == {b"2"}


def test_a_participant_cannot_become_another_student(collected):
    members = {f"{place(AMINA.name, 4101)}/circle.ipynb": b"1"}
    collected(members)
    with pytest.raises(FolderError, match="would be student '4101' but was collected as 'amina'"):
        collected(members, id_column="Identifier")


@pytest.mark.parametrize("email", ["../x", "a/b", ".hidden", "con", "", "<b>", 'a"b', "x" * 129])
def test_an_id_that_is_no_folder_is_refused(collected, submitted, email):
    report = collected(
        {f"{place('A', 1)}/circle.ipynb": b""}, people=[Person(1, "A", email)], students=[], id_column="3"
    )
    assert submitted() == {}
    assert [outcome for outcome, _ in report.values()] == ["unmatched"]


def test_who_is_not_in_the_roster_is_said(collected):
    report = collected({f"{place(p.name, p.number)}/circle.ipynb": b"" for p in CLASS}, students=ROSTER[:2])
    assert report[f"{place(MEI.name, 4103)}/circle.ipynb", ""] == (
        "unmatched",
        "no student with the email 'mei@uni.example'; set it right with: nbgrader db student import",
    )


@pytest.mark.parametrize("students", [ROSTER, ROSTER[::-1]])  # databases have no order of their own
def test_an_address_that_two_students_share_is_nobodys(collected, submitted, students):
    twice = [*students, Student("eve", "Eve", "Okafor", AMINA.email.upper())]
    report = collected({f"{place(p.name, p.number)}/circle.ipynb": b"" for p in CLASS}, students=twice)
    assert sorted(submitted()) == ["jonas", "mei"]
    assert report[f"{place(AMINA.name, 4101)}/circle.ipynb", ""] == (
        "unmatched",
        "2 students have the email 'amina@uni.example': amina, eve; set it right with: nbgrader db student import",
    )


@pytest.mark.parametrize(("number", "was"), [("42", " '0042'"), ("42.0", " '0042'"), ("1.23457E+11", "")])
def test_an_id_that_a_spreadsheet_has_changed_is_no_new_students(collected, submitted, number, was):
    people = [Person(1, "A", number), Person(2, "B", "4711")]
    members = {f"{place(p.name, p.number)}/circle.ipynb": b"" for p in people}
    report = collected(members, people=people, students=[Student("0042"), Student("4711")])
    assert list(submitted()) == ["4711"]
    (why,) = (why for (_, student), (_, why) in report.items() if not student)
    assert why.startswith(f"no student with the id '{number}'; a spreadsheet has changed the id{was}:")


@pytest.mark.parametrize("students", ["amina AMINA", "AMINA amina"])
def test_ids_that_differ_in_capitals_only_are_told_apart(collected, submitted, students):
    people = [Person(1, "A", "amina")]
    collected(
        {f"{place('A', 1)}/circle.ipynb": b""}, people=people, students=[Student(name) for name in students.split()]
    )
    assert list(submitted()) == ["amina"]


def test_a_roster_is_what_nbgrader_imports(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("id,first_name,last_name,email,lms_user_id,group\namina,Amina,Okafor,a@b.c,17,Red team\n")
    assert read_roster(path) == [Student("amina", "Amina", "Okafor", "a@b.c", "17", "Red team")]
    path.write_text("name\nAmina\n")
    with pytest.raises(PeopleError, match="no column 'id'"):
        read_roster(path)
    path.write_text("id\na\na\n")
    with pytest.raises(PeopleError, match="'a' stands there 2 times"):
        read_roster(path)
    path.write_text("id,first_name\na,Amina\n,Jonas\n")
    with pytest.raises(PeopleError, match=r"csv: Jonas has no id; expected one for each"):
        read_roster(path)
    path.write_text("id\n<script>\n")
    with pytest.raises(PeopleError, match=r"the id '<script>' cannot be one: it holds one of \" < >"):
        read_roster(path)


def test_an_unknown_assignment_is_refused(course, tmp_path):
    path = archive(tmp_path / "class.zip", {f"{place('A', 1)}/circle.ipynb": b""})
    with pytest.raises(FolderError, match="no notebook of an assignment 'squares'"):
        collect(path, "squares", course)
