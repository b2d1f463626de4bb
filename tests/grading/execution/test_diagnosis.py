"""A failed test says which known mistake it is: by the same values on the same inputs, and without any points."""

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from course.authoring.seal_mistakes import seal_mistakes
from course.grading.execution.execute import execute
from course.notebook.known_answers import fill
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

CHECK = """x = Draw().image(4)
expect_close(call(double, x), 2 * x, "double(x)", see="section 1")
### BEGIN HIDDEN TESTS
given("numbers that are not whole")
expect_close(call(double, x / 8), x / 4, "double(x / 8)")
### END HIDDEN TESTS"""
SOURCE = lesson(
    new_markdown_cell("### Task 1: double"),
    nbgrader_cell("double", "def double(x):\n    return 2 * x", solution=True),
    nbgrader_cell("test-double", CHECK, points=1),
    new_markdown_cell("### Task 2: throw dice"),
    nbgrader_cell("dice", "def dice(n):\n    return torch.rand(n)", solution=True),
    nbgrader_cell("probe-dice", "def thrown(n):\n    return dice(n)"),
    nbgrader_cell("test-dice", 'expect_close(thrown(999).mean(), 0.5, "the mean", atol=0.1)', points=1),
    imports="import torch\nfrom course.checks import call, expect_close, given\nfrom course.draw import Draw",
)
KNOWN = {
    "double": """# %% wrong: the square
# students: the square (see section 2)
def double(x): return x * x

# %% wrong: the number itself
def double(x): return x

# %% wrong: rounded (hidden)
def double(x): return (2 * x) if x.abs().max() > 0.5 else (2 * x).round()

# %% wrong: never ends
def double(x):
    while True: pass

# %% wrong: does not run
1 / 0
""",
    "dice": """# %% wrong: dice from a Gaussian
def dice(n): return torch.randn(n) + 1
""",
}


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory):
    """The file of known mistakes, as the build makes it."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("source/small", "lessons/small/answers"):
        (root / folder).mkdir(parents=True)
    nbformat.write(SOURCE, root / "source" / "small" / "small.ipynb")
    for name, known in KNOWN.items():
        (root / "lessons" / "small" / "answers" / f"{name}.py").write_text(known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("course.authoring.seal_mistakes.SECONDS", 0.5)
        (file,) = seal_mistakes(root, root)
    return file.read_text()


@pytest.fixture
def failure(fork, mistakes):
    """Runs one answer and gives the failure of its test."""

    def run(**answers):
        done = execute(SOURCE, fill(SOURCE, answers), fork(), seconds=1, mistakes=mistakes)
        return done.failures[0]

    return run


def test_a_known_mistake_is_named_with_the_place_that_clears_it_up(failure):
    found = failure(double="def double(x):\n    return x ** 2")
    assert (found.hidden, found.mistakes, found.cleared_up) == (False, ("the square",), "section 2")


def test_where_the_author_names_no_place_it_is_that_of_the_check(failure):
    assert failure(double="def double(x):\n    return 1 * x").cleared_up == "section 1"


def test_what_only_hidden_lines_tell_is_named_with_the_kind_of_input(failure):
    found = failure(double="def double(x):\n    y = x + x\n    return y if x.abs().max() > 0.5 else torch.round(y)")
    assert (found.hidden, found.mistakes, found.category) == (True, ("rounded",), "numbers that are not whole")


def test_a_mistake_that_nobody_knows_gets_no_name_but_its_relation(failure):
    found = failure(double="def double(x):\n    return -2 * x")
    assert (found.mistakes, found.relation) == ((), "Its numbers have the wrong sign")


def test_what_is_random_is_compared_on_the_same_dice(failure):
    assert failure(dice="def dice(n):\n    return 1 + torch.randn(n)").mistakes == ("dice from a Gaussian",)
    assert failure(dice="def dice(n):\n    return 1 + 0.9 * torch.randn(n)").mistakes == ()


@pytest.mark.parametrize(
    "answer", ["def double(x):\n    while True: pass", "import os\ndef double(x): os._exit(1)", "raise ValueError"]
)
def test_an_answer_of_which_nothing_can_be_seen_gets_none(failure, answer):
    assert failure(double=answer).mistakes == ()
