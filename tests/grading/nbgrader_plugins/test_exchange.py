"""nbgrader's exchange between an instructor's and two students' accounts, from release to feedback."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from nbgrader.utils import parse_utc

from scripts.course_copy import ROOT
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, WRONG
from tests.grading.nbgrader_plugins.accounts import accounts

ANSWER = f"""
import nbformat
path = Path("{ASSIGNMENT}/tiny.ipynb")
notebook = nbformat.read(path, 4)
for cell in notebook.cells:
    if cell.metadata.get("nbgrader", {{}}).get("grade_id") == "double":
        cell.source = %r
nbformat.write(notebook, path)
"""
# What a student does to the own submission, and beside it, in the folder that all can write to.
HOSTILE = """
own = Path({own!r})
inbound = own.parent
os.mkfifo(own / "pipe")
(own / "link").symlink_to({secret!r})
(own / "zero").symlink_to("/dev/zero")
(own / "folder").symlink_to({folder!r})
(own / "submission_secret.txt").unlink()
os.truncate(os.open(own / "huge", os.O_CREAT | os.O_WRONLY), 10**12)
late = "+tiny+2099-01-01 00:00:00 UTC+x"
for name in ("amina" + late, "<b>" + late, "x+tiny+", "jonas+tiny+soon+x"):
    (inbound / name).mkdir()
    (inbound / name / "tiny.ipynb").write_text("forged")
own.rename(inbound / "jonas+tiny+2020-01-01 00:00:00.0 UTC+x")
"""


@pytest.fixture(scope="module")
def people():
    with accounts() as running:
        exchange = running.folder / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)  # as nbgrader wants it
        shared = f"c.CourseDirectory.course_id = 'tiny'\nc.Exchange.root = {str(exchange)!r}\n"
        (running.folder / "students.py").write_text("c = get_config()\n" + shared)
        (running.folder / "instructors.py").write_text((ROOT / "nbgrader_config.py").read_text() + shared)
        running.run("teacher", "python", "small.make_course(Path.cwd(), config=Path('../instructors.py').read_text())")
        for student in ("amina", "jonas"):
            running.run(student, "python", "Path('nbgrader_config.py').symlink_to('../students.py')")
        yield running


@pytest.fixture(scope="module")
def released(people):
    people.run("teacher", "generate_assignment", ASSIGNMENT)
    people.run("teacher", "release_assignment", ASSIGNMENT)
    return people


@pytest.fixture(scope="module")
def handed_in(released):
    """Both students have fetched, answered and submitted the released assignment; where, by student."""
    places = {}
    for student, code in {"amina": RIGHT, "jonas": WRONG}.items():
        assert f"tiny {ASSIGNMENT}" in released.run(student, "list")
        released.run(student, "fetch_assignment", ASSIGNMENT)
        released.run(student, "python", ANSWER % code)
        (places[student],) = re.findall("Destination: (.*)", released.run(student, "submit", ASSIGNMENT))
    return places


@pytest.fixture(scope="module")
def collected(people, handed_in):
    """One of them has done what he could against the class; the instructor has collected, graded, and fed back."""
    home = people.home("teacher")
    words = {"own": handed_in["jonas"], "secret": str(home / "gradebook.db"), "folder": str(home / "source")}
    people.run("jonas", "python", HOSTILE.format(**words))
    log = people.run("teacher", "collect", ASSIGNMENT)
    people.run("teacher", "python", "assert small.run(small.open_folder(Path.cwd())).complete")
    log += people.run("teacher", "generate_feedback", ASSIGNMENT)
    log += people.run("teacher", "release_feedback", ASSIGNMENT)
    return people, log


def test_a_student_without_the_grading_side_can_use_the_instructors_configuration(released):
    """As on a JupyterHub with one configuration for all."""
    released.run(
        "jonas",
        "python",
        "os.replace('nbgrader_config.py', 'own'); os.symlink('../instructors.py', 'nbgrader_config.py')",
    )
    try:
        assert f"tiny {ASSIGNMENT}" in released.run("jonas", "list", bare=True)
    finally:
        released.run("jonas", "python", "os.replace('own', 'nbgrader_config.py')")


def test_feedback_finds_its_way_back_to_each_student(collected):
    people, _ = collected
    people.run("amina", "fetch_feedback", ASSIGNMENT)
    (page,) = (people.home("amina") / ASSIGNMENT / "feedback").glob("*/tiny.html")
    assert "2 of 5 points" in " ".join(re.sub("<[^>]+>", " ", page.read_text()).split())


def test_whoever_removes_the_secret_gets_no_page_and_costs_nobody_else_theirs(collected):
    people, log = collected
    assert re.search(r"jonas/tiny: not released; was it collected by nbgrader's exchange", log)
    people.run("jonas", "fetch_feedback", ASSIGNMENT)
    assert not list(people.home("jonas").glob("tiny/feedback/*/*.html"))


def test_only_a_students_own_regular_files_are_collected(collected):
    people, log = collected
    place = people.home("teacher") / "submitted"
    found = {str(path.relative_to(place)) for path in place.rglob("*") if not path.is_dir() or path.is_symlink()}
    assert found == {
        "amina/tiny/tiny.ipynb",
        "amina/tiny/timestamp.txt",
        "amina/tiny/submission_secret.txt",
        "jonas/tiny/tiny.ipynb",
        "jonas/tiny/timestamp.txt",
    }
    for words in (
        "pipe: is a pipe",
        "link: is a link",
        "zero: is a link",
        "folder: is a link",
        "huge: has 953,674.3 MB",
    ):
        assert words in log
    assert "forged" not in (place / "amina" / "tiny" / "tiny.ipynb").read_text()
    assert "amina+tiny+2099-01-01 00:00:00 UTC+x is not collected: it belongs to jonas" in log


def test_names_that_are_none_stop_nothing(collected):
    _, log = collected
    assert "x+tiny+ is no submission" in log
    assert "jonas+tiny+soon+x is no submission" in log
    assert "<b>+tiny+2099-01-01 00:00:00 UTC+x is not collected" in log


def test_a_time_before_the_arrival_does_not_count(collected):
    people, log = collected
    noted = (people.home("teacher") / "submitted" / "jonas" / "tiny" / "timestamp.txt").read_text()
    age = datetime.now(timezone.utc).replace(tzinfo=None) - parse_utc(noted)
    assert timedelta() <= age < timedelta(hours=1), "it was handed in a moment ago, and claimed to be of 2020"
    assert "that time counts" in log
