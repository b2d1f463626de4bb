"""`course moodle` from the archive to the feedback zip, as an instructor types it."""

import zipfile

import pytest

from course.cli import main
from tests.grading.moodle.as_moodle import AMINA, CLASS, archive, imported, place, worksheet
from tests.grading.moodle.conftest import ASSIGNMENT


@pytest.fixture
def files(tmp_path):
    """An archive and a worksheet of the class."""
    (tmp_path / "sheet.csv").write_bytes(worksheet(CLASS))
    archive(tmp_path / "class.zip", {f"{place(p.name, p.number)}/circle.ipynb": b"{}" for p in CLASS})
    return tmp_path


@pytest.fixture
def moodle(course, files, capsys):
    """Runs `course moodle <command> ...` in the course; returns exit status, stdout and stderr."""

    def run(command, *arguments):
        paths = [str(files / a) if a.endswith((".csv", ".zip")) else a for a in arguments]
        status = main(["moodle", command, *paths, "--course", str(course.root)])
        return status, *capsys.readouterr()

    return run


def test_there_and_back(moodle, course, graded, files):
    for person in CLASS:
        graded(person.email, [10, 14, 4])
    status, out, _ = moodle("collect", "class.zip", ASSIGNMENT, "--worksheet", "sheet.csv")
    assert (status, "3 taken, 0 ignored, 0 unmatched" in out) == (0, True)
    assert "who is who: column 'Email address' (the students' id)" in out
    assert (course.submission(AMINA.email, ASSIGNMENT) / "circle.ipynb").read_bytes() == b"{}"
    for person in CLASS:  # graded as they are now
        (course.submission(person.email, ASSIGNMENT) / "timestamp.txt").write_text("2025-11-21 15:14:00 UTC")

    status, out, _ = moodle("worksheet", "sheet.csv", ASSIGNMENT)
    assert (status, "3 of 3 rows filled in, with comments" in out) == (0, True)
    assert {grade for grade, _ in imported((files / "sheet-graded.csv").read_bytes()).values()} == {28}
    assert (files / "sheet.csv").read_bytes() == worksheet(CLASS)

    for person in CLASS:
        page = course.feedback(person.email, ASSIGNMENT) / "circle.html"
        page.parent.mkdir(parents=True)
        page.write_text(person.name)
    status, out, _ = moodle("feedback", ASSIGNMENT)
    assert (status, "pages of 3 students" in out) == (0, True)
    with zipfile.ZipFile(course.notes(ASSIGNMENT) / "feedback.zip") as packed:
        assert packed.read("Amina Okafor_4101_assignsubmission_file_/circle.html") == b"Amina Okafor"


def test_a_roster_tells_who_is_who_by_name(moodle, files, course):
    (files / "roster.csv").write_text("id,first_name,last_name\na,Amina,Okafor\nj,Jonas,Lindqvist\n")
    status, out, _ = moodle("collect", "class.zip", ASSIGNMENT, "--roster", "roster.csv")
    assert (status, "2 taken, 0 ignored, 1 unmatched" in out) == (1, True)
    assert sorted(path.name for path in course.submitted.iterdir()) == ["a", "j"]


def test_feedback_takes_participants_from_a_worksheet(moodle, course):
    page = course.feedback(AMINA.email, ASSIGNMENT) / "circle.html"
    page.parent.mkdir(parents=True)
    page.write_text("page")
    status, out, _ = moodle("feedback", ASSIGNMENT, "--worksheet", "sheet.csv", "--output", "mine.zip")
    said = "Jonas Lindqvist (jonas@uni.example): nothing was collected, nothing to return"
    assert (status, said in out) == (0, True)
    mine = course.submission(CLASS[1].email, ASSIGNMENT)
    mine.mkdir(parents=True)
    status, out, _ = moodle("feedback", ASSIGNMENT, "--worksheet", "sheet.csv", "--output", "mine.zip")
    assert (status, "handed in and has no feedback page" in out) == (1, True)


def test_the_worksheet_itself_can_be_filled_in(moodle, graded, files):
    graded(AMINA.email, [10, 14, 4])
    status, out, _ = moodle("worksheet", "sheet.csv", ASSIGNMENT, "--output", "sheet.csv", "--no-comments")
    assert (status, "without comments" in out, "is nobody in the gradebook" in out) == (0, True, False)
    assert imported((files / "sheet.csv").read_bytes())[4101] == (28, "")
    assert not list(files.glob(".*.part"))


def test_a_refused_worksheet_writes_nothing(moodle, graded, files):
    graded(AMINA.email, [10, 14, 4])
    (files / "sheet.csv").write_bytes(worksheet(CLASS, maximum=100))
    status, out, err = moodle("worksheet", "sheet.csv", ASSIGNMENT)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("course moodle: the maximum grade is 100 in Moodle and 28 in the gradebook")
    assert not (files / "sheet-graded.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["collect", "nothing.zip", ASSIGNMENT], "nothing.zip cannot be opened"),
        (["collect", "class.zip", "squares"], "no notebook of an assignment 'squares'"),
        (["collect", "class.zip", ASSIGNMENT, "--worksheet", "nothing.csv"], "No such file or directory"),
        (["worksheet", "nothing.csv", ASSIGNMENT], "No such file or directory"),
        (["worksheet", "sheet.csv", ASSIGNMENT], "no assignment 'circles'"),
        (["worksheet", "class.zip", ASSIGNMENT], "is a spreadsheet's own file, a web page or a PDF; save it as CSV"),
        (["feedback", ASSIGNMENT], "run nbgrader generate_feedback circles first"),
    ],
)
def test_what_is_missing_is_said_in_one_line(moodle, arguments, said):
    status, out, err = moodle(*arguments)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert said in err


def test_another_folder_is_no_course(tmp_path, capsys):
    assert main(["moodle", "feedback", ASSIGNMENT, "--course", str(tmp_path)]) == 1
    assert "has no nbgrader_config.py; run this in the course folder" in capsys.readouterr().err


def test_names_cannot_control_the_terminal(moodle, files):
    eve = place("Eve\x1b[2J", 9)
    archive(files / "class.zip", {f"{eve}/circle.ipynb": b"", "\x1b[31mx": b""})
    status, out, err = moodle("collect", "class.zip", ASSIGNMENT)
    assert status == 1
    assert "\x1b" not in out + err


def test_a_worksheet_with_somebody_left_out_says_so_by_its_status(moodle, graded):
    graded(AMINA.email, [10, 14, 4])
    graded(CLASS[1].email, [10, 14, None])
    status, out, _ = moodle("worksheet", "sheet.csv", ASSIGNMENT)
    assert status == 3
    assert "left out:\n  Jonas Lindqvist (jonas@uni.example) <jonas@uni.example>: waits for a person" in out
    assert "1 written (0 changed), 1 left out, 1 with nothing to grade" in out


def test_who_sent_no_notebook_stands_there_with_the_address_to_write_to(moodle, files):
    mine = {f"{place(p.name, p.number)}/{'essay.docx' if p is AMINA else 'circle.ipynb'}": b"{}" for p in CLASS}
    archive(files / "class.zip", mine)
    status, out, _ = moodle("collect", "class.zip", ASSIGNMENT, "--worksheet", "sheet.csv")
    assert status == 1
    assert "to be asked for a notebook:\n  Amina Okafor (amina@uni.example) <amina@uni.example>\n" in out
