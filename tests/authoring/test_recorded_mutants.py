"""What ``make mutants`` wrote down of each lesson holds: a tenth of the mutants is tried anew, others each day."""

import subprocess
import sys

import pytest

from course.authoring.mutants.__main__ import LEAST_LOST, too_many_equivalent
from course.authoring.mutants.record import read_record
from scripts.course_copy import ROOT
from tests.randomness import SEED

ASSIGNMENTS = sorted(path.parent.name for path in (ROOT / "lessons").glob("*/*.py"))


@pytest.fixture(params=ASSIGNMENTS)
def assignment(request):
    return request.param


@pytest.fixture
def record(assignment):
    return read_record(ROOT / "lessons" / assignment / "answers")


def test_nearly_all_mutants_of_each_task_lose_points(record):
    shares = {answer: result.share for answer, result in record.items()}
    assert shares
    assert {answer: share for answer, share in shares.items() if share < LEAST_LOST} == {}


def test_few_mutants_are_declared_to_be_no_mistakes(assignment, record):
    assert too_many_equivalent(assignment, record.values()) == []


def test_a_tenth_of_the_mutants_does_as_written_down(assignment):
    """In a process of its own: forked ones must not inherit what other tests have started."""
    run = [sys.executable, "-m", "course.authoring.mutants", "--lesson", assignment, "--tenth", str(SEED)]
    tried = subprocess.run([*run, "--processes", "1"], cwd=ROOT, capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
