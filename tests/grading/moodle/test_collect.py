"""`course moodle collect`: the right work in the right place, each file accounted for."""

import csv
import stat
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.grading.moodle.collect import CollectError
from course.grading.moodle.collect_report import FileLine, as_table
from course.grading.moodle.identities import Student
from course.grading.moodle.participants import Participant, read_participants
from tests.grading.moodle.as_moodle import AMINA, CLASS, JONAS, MEI, NOTEBOOK, Person, archive, place
from tests.grading.moodle.conftest import ASSIGNMENT, ROSTER
from tests.small_cells import nbgrader_cell

EARLY, LATE = (2025, 11, 20, 12, 0, 0), (2025, 11, 21, 12, 0, 0)
LAYOUTS = ["{}/circle.ipynb", "{}_/circle.ipynb", "{}_circle.ipynb", "{}/my work/circle.ipynb"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_collected(collected, submitted, course, layout):
    report = collected({layout.format(place(p.name, p.number)): p.name.encode() for p in CLASS})
    assert {outcome for outcome, _ in report.values()} == {"taken"}
    works = {"amina": AMINA, "jonas": JONAS, "mei": MEI}
    assert submitted() == {student: {"circle.ipynb": p.name.encode()} for student, p in works.items()}
    assert collected.told_by == "column 'Email address' (the students' email)"
    assert read_participants(course, ASSIGNMENT)["4103"] == Participant("mei", "Mei-Ling van der Tran")


@pytest.mark.parametrize("name", ["Smith, Ann-Marie", "李 小龍", "محمد علي", "Иван Петров", "a_b c_d"])
def test_unusual_names_are_collected_by_number_and_by_name(collected, submitted, name):
    person, student = Person(7, name, "x@uni.example"), Student("x", name, "", "x@uni.example")
    members = {f"{place(name, 7)}/circle.ipynb": NOTEBOOK}
    collected(members, people=[person], students=[student])
    assert list(submitted()) == ["x"]
    assert set(collected(members, people=None, students=[student]).values()) == {("taken", "already there")}


def test_blind_marking_is_collected_by_number(collected, submitted):
    shown = [Person(p.number, f"{p.name} (Participant {p.number})", p.email) for p in CLASS]
    collected({f"{place('Participant', p.number)}/circle.ipynb": NOTEBOOK for p in CLASS}, people=shown)
    assert sorted(submitted()) == ["amina", "jonas", "mei"]


def test_blind_marking_without_names_uses_the_number_as_id(collected, submitted):
    members = {f"{place('Participant', p.number)}/circle.ipynb": NOTEBOOK for p in CLASS}
    collected(members, students=[], sheet_options={"blind": True})
    assert sorted(submitted()) == ["4101", "4102", "4103"]


def team_people():
    return [
        Person(4101, "Amina Okafor", "amina@uni.example", group="Red team"),
        Person(12, "Jonas Lindqvist", "jonas@uni.example", group="Red team"),
        Person(13, "Mei-Ling van der Tran", "mei@uni.example", group="Default group"),
    ]


def team_members():
    # The group's number is that of a participant by chance.
    return {f"{place('Red_team', 13)}/circle.ipynb": b"red", f"{place('Default group', None)}/circle.ipynb": b"rest"}


def test_a_teams_work_goes_to_each_member(collected, submitted, course):
    collected(team_members(), people=team_people(), sheet_options={"groups": True})
    assert {student: files["circle.ipynb"] for student, files in submitted().items()} == {
        "amina": b"red",
        "jonas": b"red",
        "mei": b"rest",
    }
    assert {number: known.student for number, known in read_participants(course, ASSIGNMENT).items()} == {
        "4101": "amina",
        "12": "jonas",
        "13": "mei",
    }


def test_teams_of_a_roster_need_no_worksheet(collected, submitted, course):
    students = [Student(s.id, s.first_name, s.last_name, s.email, team="Red team") for s in ROSTER[:1]]
    report = collected(team_members(), people=None, students=students)
    assert list(submitted()) == ["amina"]
    assert [why for outcome, why in report.values() if outcome == "unmatched"] == [
        "no student and no group is called 'Default group'; use the grading worksheet (--worksheet)"
    ]
    assert read_participants(course, ASSIGNMENT) == {}  # a group's number is no participant's


def test_a_member_whom_nobody_knows_costs_the_team_nothing(collected, submitted):
    people = [*team_people(), Person(14, "Eve", "eve@uni.example", group="Red team")]
    report = collected(team_members(), people=people, sheet_options={"groups": True})
    assert sorted(submitted()) == ["amina", "jonas", "mei"]
    outcome, why = report["Red team_13", ""]
    assert (outcome, why.startswith("participant 14 of this group: no student with the email")) == ("unmatched", True)


def test_a_groups_number_is_not_taken_for_a_participants_noted_before(collected, submitted):
    collected({f"{place(MEI.name, 13)}/circle.ipynb": b"mei"}, people=None)
    report = collected({f"{place('Red team', 13)}/circle.ipynb": (b"red", (2030, 1, 1, 0, 0, 0))}, people=None)
    assert submitted() == {"mei": {"circle.ipynb": b"mei"}}
    assert [outcome for outcome, _ in report.values()] == ["unmatched"]


def test_the_newest_of_several_attempts_wins(collected, submitted):
    own = place(AMINA.name, 4101)
    report = collected(
        {
            f"{own}/circle.ipynb": (b"old", EARLY),
            f"{own}/circle (1).ipynb": (b"new", LATE),
            f"{own}/old/Copy of circle.ipynb": (b"oldest", (2025, 1, 1, 0, 0, 0)),
        }
    )
    assert submitted() == {"amina": {"circle.ipynb": b"new"}}
    assert report[f"{own}/circle (1).ipynb", "amina"] == ("taken", "as circle.ipynb")
    assert report[f"{own}/circle.ipynb", "amina"] == ("ignored", "not the newest: taken was circle (1).ipynb")


def test_among_files_of_the_same_download_the_right_name_wins(collected, submitted):
    own = place(AMINA.name, 4101)
    report = collected({f"{own}/circle.ipynb": (b"right", LATE), f"{own}/circle-2.ipynb": (b"other", (*LATE[:5], 8))})
    assert submitted() == {"amina": {"circle.ipynb": b"right"}}
    assert report[f"{own}/circle.ipynb", "amina"] == (
        "look at",
        "of the same time as circle-2.ipynb; this one was taken: by its name",
    )
    assert report[f"{own}/circle-2.ipynb", "amina"] == ("ignored", "taken was circle.ipynb")


def test_among_files_of_the_same_download_the_one_with_more_answers_wins(collected, submitted, course):
    own = place(AMINA.name, 4101)
    nbformat.write(answered(""), course.root / "source" / ASSIGNMENT / "circle.ipynb")
    blank, filled = (nbformat.writes(answered(text)).encode() for text in ("", "Because."))
    report = collected({f"{own}/circle.ipynb": blank, f"{own}/circle (1).ipynb": filled})
    assert submitted() == {"amina": {"circle.ipynb": filled}}
    outcome, why = report[f"{own}/circle (1).ipynb", "amina"]
    assert (outcome, "it answers 1 task, not 0" in why) == ("look at", True)


def answered(text):
    return new_notebook(cells=[nbgrader_cell("answer-why", text, solution=True, points=4, markdown=True)])


def test_another_exercises_notebook_is_named_and_gives_way_to_the_right_one(collected, submitted, course):
    squares = course.root / "source" / "squares"
    squares.mkdir()
    (squares / "square.ipynb").write_bytes(notebook_with("side"))
    amina, jonas = place(AMINA.name, 4101), place(JONAS.name, 4102)
    right = nbformat.writes(answered("Because.")).encode()
    report = collected(
        {
            f"{amina}/circle.ipynb": (notebook_with("side"), LATE),
            f"{jonas}/circle.ipynb": (notebook_with("side"), LATE),
            f"{jonas}/square.ipynb": (right, EARLY),
        }
    )
    assert report[f"{amina}/circle.ipynb", "amina"] == ("look at", "this is the notebook of squares")
    assert submitted()["jonas"] == {"circle.ipynb": right}
    assert "square.ipynb was taken for circle.ipynb." in report["Jonas Lindqvist_4102", "jonas"][1]


def test_a_data_set_beside_the_notebook_is_one_line(collected, course):
    own = place(AMINA.name, 4101)
    report = collected({f"{own}/circle.ipynb": b"{}"} | {f"{own}/data/{number}.png": b"" for number in range(50)})
    lines = [FileLine(*key, *rest) for key, rest in report.items()]
    assert as_table(lines).count("\n") == 2
    assert "and 49 more files: no notebook" in as_table(lines)


RENAMED = ["homework.ipynb", "my_circle.ipynb", "CIRCLE.IPYNB", "circle.ipynb.txt", "circle-Copy1.ipynb.json"]


@pytest.mark.parametrize("name", RENAMED)
def test_a_renamed_notebook_is_taken_under_its_name(collected, submitted, name):
    report = collected({f"{place(AMINA.name, 4101)}/{name}": b"mine"})
    assert submitted() == {"amina": {"circle.ipynb": b"mine"}}
    assert list(report.values()) == [("taken", "as circle.ipynb")]


def test_two_notebooks_of_other_names_are_left_to_a_person(collected, submitted):
    own = place(AMINA.name, 4101)
    report = collected({f"{own}/a.ipynb": b"a", f"{own}/b.ipynb": b"b"})
    assert submitted() == {}
    assert report[f"{own}/a.ipynb", "amina"] == ("ignored", "cannot be told which notebook it is")
    assert report["Amina Okafor_4101", "amina"] == ("unmatched", "no file could be taken for circle.ipynb; ask for it")


def notebook_with(grade_id):
    cell = new_code_cell("1", metadata={"nbgrader": {"grade_id": grade_id}})
    return nbformat.writes(new_notebook(cells=[cell])).encode()


def test_a_students_own_archive_is_unpacked(collected, submitted, tmp_path):
    inner = archive(tmp_path / "inner.zip", {"work/circle.ipynb": NOTEBOOK, "work/data.csv": b"1"})
    own = place(AMINA.name, 4101)
    report = collected({f"{own}/work.zip": inner.read_bytes()})
    assert submitted() == {"amina": {"circle.ipynb": NOTEBOOK}}
    assert report == {
        (f"{own}/work.zip", "amina"): ("ignored", "looked into"),
        ("Amina Okafor_4101", "amina"): ("taken", "found inside."),
    }


def test_a_renamed_notebook_beside_others_is_known_by_its_cells(collected, submitted, course):
    (course.root / "source" / ASSIGNMENT / "circle.ipynb").write_bytes(notebook_with("area"))
    own = place(AMINA.name, 4101)
    report = collected({f"{own}/homework.ipynb": notebook_with("area"), f"{own}/other.ipynb": notebook_with("volume")})
    assert submitted()["amina"]["circle.ipynb"].count(b'"area"') == 1
    assert report["Amina Okafor_4101", "amina"][0] == "taken"


def test_every_file_is_in_the_report_and_in_its_csv(collected, course):
    own, typed = place(AMINA.name, 4101), place(JONAS.name, 4102, kind="onlinetext")
    members = {
        f"{own}/circle.ipynb": b"{}",
        f"{own}/notes.pdf": b"",
        "__MACOSX/._x": b"",
        f"{typed}/onlinetext.html": b"my work",
        "=cmd()": b"",
        f"{place('Nobody', 9)}/circle.ipynb": b"{}",
    }
    report = collected(members)
    assert {key[0] for key in report} == {*members, "Jonas Lindqvist_4102"}
    outcomes = {key[0]: outcome for key, (outcome, _) in report.items()}
    assert list(outcomes.values()).count("taken") == 1
    assert {name for name, outcome in outcomes.items() if outcome == "unmatched"} == {
        "=cmd()",
        "Jonas Lindqvist_4102",
        f"{place('Nobody', 9)}/circle.ipynb",
    }
    with (course.notes(ASSIGNMENT) / "collected.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["file"] for row in rows} == {*members, "Jonas Lindqvist_4102"} - {"=cmd()"} | {"'=cmd()"}


def test_bad_members_cost_only_themselves(collected, submitted, tmp_path, course):
    path = tmp_path / "bad.zip"
    link = zipfile.ZipInfo(f"{place(JONAS.name, 4102)}/circle.ipynb", LATE)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(link, "../../../gradebook.db")
        packed.writestr(f"{place(MEI.name, 4103)}/../../../gradebook.db", b"mine")
        packed.writestr(f"{place(MEI.name, 4103)}/circle.ipynb", b"0" * 20_000_000)
        packed.writestr(f"{place(AMINA.name, 4101)}/circle.ipynb", b"sound")
    report = collected(path)
    assert submitted() == {"amina": {"circle.ipynb": b"sound"}}
    whys = sorted(why for outcome, why in report.values() if outcome == "ignored")
    assert ["is a link" in why or "zip bomb" in why or ".." in why for why in whys] == [True] * 3
    assert {key for key, (outcome, _) in report.items() if outcome == "unmatched"} == {
        ("Jonas Lindqvist_4102", "jonas"),
        ("Mei-Ling van der Tran_4103", "mei"),
    }


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_archive_is_refused(collected, tmp_path, data):
    path = tmp_path / "bad.zip"
    path.write_bytes(data)
    with pytest.raises(CollectError, match=r"bad\.zip is"):
        collected(path)


def test_an_archive_from_elsewhere_is_refused_with_what_was_expected(collected):
    with pytest.raises(CollectError, match="is it 'Download all submissions'"):
        collected({"circle.ipynb": b"{}"})
