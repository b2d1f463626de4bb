import json
import subprocess
import sys

from course.grading.workspace import ROOT


def test_a_run_killed_at_any_moment_leaves_no_half_grade_and_run_again_ends_as_an_undisturbed_one(course):
    command = [sys.executable, "-m", "tests.grading.batch.killed", str(course.root), "45", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["moments"] > 200, "too few moments: nothing was tried out"
    assert found["killed"] > 20
    assert found["half"] == []
    assert found["different"] == []
