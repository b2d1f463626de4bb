"""`course moodle feedback`: every page reaches its participant in each version of Moodle."""

import os
import shutil
import zipfile

import pytest

from course.grading.moodle.feedback import FeedbackError, pack_feedback, parse_size
from course.grading.moodle.participants import Participant
from tests.grading.moodle.as_moodle import feedback_owner
from tests.grading.moodle.conftest import ASSIGNMENT

KNOWN = {
    "4101": Participant("amina", "Amina Okafor"),
    "4102": Participant("jonas", "Jonas_Lind qvist: <x>/y"),
    "4103": Participant("mei", "李 小龍"),
    "4104": Participant("x", "_"),
}


@pytest.fixture
def pages(course):
    """Writes feedback pages: pages(student, {name: bytes})."""

    def put(student, files):
        folder = course.feedback(student, ASSIGNMENT)
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)

    return put


@pytest.fixture
def pack(course, tmp_path):
    def pack(known=KNOWN, max_size=None):
        return pack_feedback(ASSIGNMENT, course, known, tmp_path / "out" / "feedback.zip", max_size)

    return pack


@pytest.mark.parametrize("before_4_1", [True, False])
def test_moodle_gives_each_page_to_its_participant(course, pages, pack, before_4_1):
    shutil.copy(course.source(ASSIGNMENT) / "circle.ipynb", course.source(ASSIGNMENT) / "part_2.ipynb")
    for student in ("amina", "jonas", "mei", "x"):
        pages(student, {"circle.html": student.encode(), "part_2.html": b"", "circle.ipynb": b"no page"})
    packed = pack()
    assert (packed.students, packed.without) == (4, {})
    with zipfile.ZipFile(packed.archives[0]) as archive:
        assert archive.testzip() is None
        numbers = {int(number) for number in KNOWN}
        found = {
            feedback_owner(name, numbers, before_4_1=before_4_1): archive.read(name) for name in archive.namelist()
        }
    assert found == {
        (int(number), name): known.student.encode() if name == "circle.html" else b""
        for number, known in KNOWN.items()
        for name in ("circle.html", "part_2.html")
    }


def test_only_pages_of_the_assignments_notebooks_are_packed(course, pages, pack):
    pages("amina", {"circle.html": b"page", "evil.html": b"<script>"})
    pages("jonas", {"evil.html": b"<script>"})
    course.feedback("mei", ASSIGNMENT).mkdir(parents=True)
    (course.feedback("mei", ASSIGNMENT) / "circle.html").symlink_to("/etc/passwd")
    with zipfile.ZipFile(pack().archives[0]) as archive:
        assert archive.namelist() == ["Amina Okafor_4101_assignsubmission_file_/circle.html"]


def test_who_has_no_page_and_who_is_unknown_is_said(pages, pack, submit):
    pages("amina", {"circle.html": b""})
    pages("stranger", {"circle.html": b""})
    submit("mei")
    packed = pack({number: KNOWN[number] for number in ("4101", "4103", "4104")})
    assert packed.without == {
        "李 小龍 (mei)": "handed in and has no feedback page",
        "stranger": "has a page and is no known participant; add --worksheet",
    }
    assert [*packed.absent] == ["_ (x)"]


def test_a_page_of_an_earlier_grading_is_left_out_and_said(course, pages, pack):
    for student in ("amina", "mei"):
        pages(student, {"circle.html": b"page"})
        graded = course.autograded(student, ASSIGNMENT) / "circle.ipynb"
        graded.parent.mkdir(parents=True)
        graded.touch()
        os.utime(graded, (1_000, 1_000))
    page = course.feedback("mei", ASSIGNMENT) / "circle.html"
    os.utime(page, (999, 999))
    packed = pack()
    assert packed.students == 1
    assert packed.without == {
        "李 小龍 (mei)": f"was graded again after the page was made; run nbgrader generate_feedback {ASSIGNMENT}"
    }
    os.utime(page, (1_000, 1_000))
    assert pack().students == 2


def test_archives_stay_below_moodles_limit_and_lose_no_page(pages, pack):
    import random

    noise = random.Random(1)
    for student in ("amina", "jonas", "mei", "x"):
        pages(student, {"circle.html": noise.randbytes(40_000)})
    packed = pack(max_size=100_000)
    assert [path.name for path in packed.archives] == ["feedback-1.zip", "feedback-2.zip"]
    assert all(path.stat().st_size <= 100_000 for path in packed.archives)
    names = [name for path in packed.archives for name in zipfile.ZipFile(path).namelist()]
    assert len(names) == len(set(names)) == 4


def test_archives_of_an_earlier_run_are_named(pages, pack):
    pages("amina", {"circle.html": b"1"})
    pages("mei", {"circle.html": b"2"})
    first = pack(max_size=900)
    assert (len(first.archives), first.older) == (2, [])
    assert pack().older == first.archives


def test_a_page_above_the_limit_is_named(pages, pack):
    pages("amina", {"circle.html": bytes(range(256)) * 100})
    with pytest.raises(FeedbackError, match=r"Amina Okafor_4101_assignsubmission_file_ take \d+ bytes, more than"):
        pack(max_size=300)


def test_without_any_page_the_command_that_makes_them_is_named(pack):
    with pytest.raises(FeedbackError, match="run nbgrader generate_feedback circles first"):
        pack()
    with pytest.raises(FeedbackError, match="tell who is who by --worksheet"):
        pack({})


@pytest.mark.parametrize(
    ("text", "size"),
    [("100MB", 100 * 2**20), ("1.5 G", 3 * 2**29), ("800k", 800 * 1024), ("5", 5), ("5 B", 5)],
)
def test_sizes_are_read_as_moodle_counts(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-3MB", "0", "nan", "inf", "big"])
def test_no_size_is_refused(text):
    with pytest.raises(ValueError, match=r"size|float"):
        parse_size(text)
