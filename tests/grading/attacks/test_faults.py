"""More than sixty submissions that go wrong, each in its own way, in one class with ten sound ones."""

import json

import pytest

from tests.grading.attacks.attack import SOUND, Attack, attack
from tests.grading.attacks.faults_of_code import FAULTS_OF_CODE
from tests.grading.attacks.faults_of_files import FAULTS_OF_FILES
from tests.grading.attacks.small import ASSIGNMENT, Marks

FAULTS = FAULTS_OF_CODE | FAULTS_OF_FILES
assert len(FAULTS) == len(FAULTS_OF_CODE) + len(FAULTS_OF_FILES)
SECONDS = 240  # on a machine that does other work, too; 2 quiet cores take a third of it


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Attack:
    return attack(tmp_path_factory.mktemp("faults"), FAULTS, Marks())


@pytest.mark.parametrize("title", FAULTS)
def test_fault_has_its_own_outcome_and_its_reason(graded, title):
    entry = FAULTS[title]
    student = graded.student(title)
    if entry.state == "missing":
        assert ascii(student)[1:-1] in graded.text
        assert student not in graded.points
        return
    assert graded.points[student] == entry.points
    assert graded.report(student)["status"] in entry.state.split("|")
    said = graded.said(student)
    assert [words for words in entry.said if words not in said] == []


def test_all_sound_submissions_are_graded_right(graded):
    assert len(graded.honest) == SOUND
    assert {student: graded.points[student] for student in graded.honest} == graded.honest


def test_everybody_is_accounted_for_and_the_command_says_that_not_all_is_well(graded):
    summary = json.loads((graded.folder / "reports" / ASSIGNMENT / "summary.json").read_text())
    reported = {report["student"] for report in summary["reports"]}
    missing = {graded.student(title) for title, entry in FAULTS.items() if entry.state == "missing"}
    assert len(FAULTS) >= 60
    assert reported == (graded.students.keys() | graded.honest.keys()) - missing
    assert summary["gaps"].keys() == {ascii(student) for student in missing}
    assert summary["absent"] == ["on-leave"]
    assert graded.status == 1  # as documented: some have no result of their own


def test_nothing_is_left_behind_or_changed(graded):
    assert graded.left == []
    assert graded.changed() == []


def test_the_batch_takes_a_minute_or_two(graded):
    assert graded.seconds < SECONDS
