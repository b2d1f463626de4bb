"""Random numbers while grading: the same at each run for a key, in the test and in the student's process."""

import random
import re

import numpy as np
import pytest
import torch

from course.draw import Draw
from course.grading.execution.execute import execute
from course.grading.execution.trusted.random_numbers import begin_test, own_random_numbers, student_seed
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

PRINT = "print(*(Draw().whole(0, 10**9) for _ in 'ab'), float(torch.rand(())), random.random(), np.random.rand())"
TEST = f"{PRINT}\nprint(*luck())\n### BEGIN HIDDEN TESTS\n{PRINT}\nprint(*luck())\nassert False\n### END HIDDEN TESTS"
ANSWER = "def luck():\n    return random.random(), np.random.rand(), float(torch.rand(()))"
IMPORTS = "import random\nimport numpy as np\nimport torch\nfrom course.draw import Draw"
NUMBERS = re.compile(r"\d[\d.e -]+")


@pytest.fixture
def printed(fork):
    """What a test, its hidden lines, and a cell of the student's before it, draw."""

    def run(key, tests=("test-luck",), own="print(*luck())"):
        answer = nbgrader_cell("luck", ANSWER, solution=True)
        source = lesson(answer, *(nbgrader_cell(test, TEST, points=1) for test in tests), imports=IMPORTS)
        rebuilt = lesson(answer, nbgrader_cell("own", own), *source.cells[2:], imports=IMPORTS)
        rebuilt.cells[2].metadata = {}
        client = fork()
        done = execute(source, rebuilt, client, key=key)
        client.close()
        outputs = [output for cell in done.notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        lines = (line for output in outputs for line in output.get("text", "").splitlines())
        return [line for line in lines if NUMBERS.fullmatch(line)]

    return run


def test_a_key_draws_the_same_for_all_at_every_run_and_another_one_something_else(printed):
    first = printed(b"key")
    assert len(first) == 5
    assert first == printed(b"key")
    assert set(first).isdisjoint(printed(b"another"))


def test_what_is_drawn_for_a_test_does_not_depend_on_what_else_was_drawn(printed):
    once, twice = printed(b"key"), printed(b"key", own="print(*luck())\nprint(*luck())")
    assert once[1:] == twice[2:]


def test_each_test_draws_its_own_and_hidden_lines_go_on(printed):
    drawn = printed(b"key", tests=("test-luck", "test-more"))
    assert len(set(drawn)) == len(drawn) == 9


def test_the_students_seed_is_none_of_the_tests_own():
    with own_random_numbers():
        begin_test(b"key", "test-a")
        ours = {Draw().seed, torch.initial_seed(), random.random(), np.random.rand()}  # noqa: NPY002
    assert student_seed(b"key", "test-a") not in ours
    assert student_seed(b"key", "test-a") != student_seed(b"key", "test-b")


def test_after_a_test_draws_are_fresh_again():
    with own_random_numbers():
        begin_test(b"key", "test-a")
        seed = Draw().seed
    with own_random_numbers():
        begin_test(b"key", "test-a")
        assert Draw().seed == seed
    assert Draw().seed != seed
