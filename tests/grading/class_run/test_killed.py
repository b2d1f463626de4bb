import json
import subprocess
import sys

import pytest

from scripts.course_copy import ROOT
from tests.grading.class_run.killed import IN_A_ROW
from tests.randomness import LONG


@pytest.mark.parametrize(("database", "kills"), [("sqlite", 300 if LONG else 9), ("postgresql", 60 if LONG else 3)])
def test_a_run_killed_at_any_moment_leaves_no_half_grade_and_run_again_ends_as_an_undisturbed_one(course, kills, seed):
    command = [sys.executable, "-m", "tests.grading.class_run.killed", str(course.root), str(kills), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["moments"] > 150, "too few moments: nothing was tried out"
    assert found["killed"] >= kills / IN_A_ROW  # a later one may come when all is done
    assert found["half"] == []
    assert found["different"] == []
