"""One class for all attacks and faults, graded once in a process for all who look at it."""

import pytest

from scripts.course_copy import run_nbgrader
from tests.grading.attacks.attack import Attack, attack
from tests.grading.attacks.everybody import EVERYBODY, FAULTS
from tests.grading.attacks.small import ASSIGNMENT, Marks


@pytest.fixture(scope="session")
def attacked(tmp_path_factory) -> Attack:
    """The class, with feedback for all but those whose submission, or name, is at fault."""
    attacked = attack(tmp_path_factory.mktemp("attacked"), EVERYBODY, Marks())
    faulty = ",".join(attacked.student(title) for title, entry in FAULTS.items() if entry.state != "missing")
    without = f"--CourseDirectory.student_id_exclude={faulty}"
    done = run_nbgrader(attacked.folder, "generate_feedback", ASSIGNMENT, without)
    assert done.returncode == 0, done.stdout
    return attacked
