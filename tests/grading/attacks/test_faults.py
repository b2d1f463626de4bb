"""More than sixty submissions that go wrong, each in its own way, in one class with sound ones."""

import json

import pytest

from tests.grading.attacks.everybody import FAULTS
from tests.grading.attacks.small import ASSIGNMENT

SECONDS = 3  # for each, on a machine that does other work, too; 2 quiet cores take a third of it


@pytest.mark.parametrize("title", FAULTS)
def test_fault_has_its_own_outcome_and_its_reason(attacked, title):
    entry = FAULTS[title]
    student = attacked.student(title)
    if entry.state == "missing":
        assert ascii(student)[1:-1] in attacked.text
        assert student not in attacked.points
        return
    assert attacked.points[student] == entry.points
    report = attacked.report(student)
    tried = {flag["kind"] for flag in report["flags"]} == {"tried"}  # a line for the instructor, and no more
    assert ("graded" if tried else report["status"]) in entry.state.split("|")
    said = attacked.said(student)
    assert [words for words in entry.said if words not in said] == []


def test_everybody_is_accounted_for_and_the_command_says_that_not_all_is_well(attacked):
    summary = json.loads((attacked.folder / "reports" / ASSIGNMENT / "summary.json").read_text())
    reported = {report["student"] for report in summary["reports"]}
    missing = {student for student, (_, entry) in attacked.students.items() if entry.state == "missing"}
    assert len(FAULTS) >= 60
    assert reported == (attacked.students.keys() | attacked.honest.keys()) - missing
    assert summary["gaps"].keys() == {ascii(student) for student in missing}
    assert summary["absent"] == ["on-leave"]
    assert attacked.status == 1  # as documented: some have no result of their own


def test_the_class_takes_a_minute_or_two(attacked):
    assert attacked.seconds < SECONDS * len(attacked.students)
