"""The same submissions get the same points and the same words, however many are graded at a time, and by whom."""

import json

import nbformat
import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course import cli
from tests.grading.class_run.small import ASSIGNMENT, NAME, RIGHT, WRONG, dump, hand_in

IMPORTS = "import random\nimport numpy as np\nimport torch\nfrom course.checks import *\nfrom course.draw import Draw"
CHECK = "x = {drawn}\nexpect_close(double(x), 2 * x, f'double({{x.tolist()}})')"
TEST = f"""{CHECK.format(drawn="Draw().image(3)")}
### BEGIN HIDDEN TESTS
{CHECK.format(drawn="torch.randn(3) * Draw().whole(1, 9) + np.random.rand() + random.random()")}
### END HIDDEN TESTS"""
LUCKY = "def double(x):\n    return 2 * x if {luck} else x"
LUCK = (
    *("random.random() < 0.5", "np.random.rand() < 0.5", "torch.rand(()) < 0.5", "hash('luck') % 2"),
    *("x[0] > 0", "x.sum() < 1", "list({'a', 'b', 'c'})[0] == 'a'"),
)
LATER = "def double(x, calls=[]):\n    calls.append(x)\n    return 2 * x + (len(calls) > 1) * random.random()"
STATE = "print(random.random(), np.random.rand(), torch.rand(()), hash('luck'))\nprint(torch.get_num_threads())\n"
CODES = [RIGHT, WRONG, LATER, STATE + RIGHT, *(LUCKY.format(luck=luck) for luck in LUCK)]


@pytest.fixture
def lucky(course):
    """A course whose test draws, and answers that are right by luck."""
    path = course.source(ASSIGNMENT) / NAME
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source, notebook.cells[2].source = IMPORTS, TEST
    nbformat.write(notebook, path)
    for number, code in enumerate(CODES):
        hand_in(course, f"s{number:02}", code)
    return course


def found(course):
    """What grading came to: the gradebook, the reports without times, and all outputs."""
    reports = [
        json.loads(path.read_text()) for path in sorted((course.root / "reports" / ASSIGNMENT).glob("s[0-9]*.json"))
    ]
    told = [{name: report[name] for name in ("points", "flags", "failures", "said")} for report in reports]
    notebooks = [nbformat.read(path, as_version=4) for path in sorted(course.root.glob(f"autograded/*/*/{NAME}"))]
    outputs = [[cell.outputs for cell in notebook.cells if cell.cell_type == "code"] for notebook in notebooks]
    return dump(course), told, outputs


def test_a_class_graded_again_gets_the_same_points_and_words(lucky):
    command = ["grade", ASSIGNMENT, "--course", str(lucky.root)]
    assert cli.main([*command, "--workers", "1"]) == 0
    first = found(lucky)
    assert {report["points"] for report in first[1]} == {0.0, 2.0}
    config = Config(lucky.config)
    config.CourseDirectory.assignment_id = ASSIGNMENT
    config.Autograde.exporter_class = "course.grading.nbgrader_plugins.autograde.CourseGrade"
    config.Autograde.force, config.CourseGrade.workers = True, 2
    Autograde(coursedir=CourseDirectory(config=config), config=config).start()
    assert found(lucky) == first
