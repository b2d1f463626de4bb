"""The build rule finds the idioms that do not travel, and leaves alone those that do."""

import nbformat
import pytest

from course.authoring.build import ROOT
from course.authoring.process_boundary import untravelled
from tests.grading.execution.conftest import lesson
from tests.small_cells import nbgrader_cell

ANSWER = nbgrader_cell("f", "def f(x): ...", solution=True)
IMPORTS = "import inspect\nimport torch\nfrom torch import nn\nfrom course.draw import Draw\nx = torch.ones(3)"


def told(test):
    return untravelled(lesson(ANSWER, nbgrader_cell("test-f", test, points=1), imports=IMPORTS))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("f(x).sum().backward()", "goes back through what an answer returned"),
        ("nn.functional.mse_loss(f(x), x).backward()", "goes back through"),
        ("torch.autograd.grad(f(x).mean(), x)", "torch.autograd.grad goes back through"),
        ("f(lambda x: x)", "a lambda is given to f, but only plain values travel"),
        ("f(x, act=torch.relu)", "torch.relu is given to f"),
        ("f(nn.Linear(2, 3))", "a nn.Linear is given to f"),
        ("isinstance(f(x), nn.Module)", "whether an answer's object is a nn.Module"),
        ("inspect.getsource(f)", "inspect.getsource looks into an answer"),
        ("f.__code__", "f.__code__ is an inside of an answer"),
        ("f(3).weight.data.fill_(1)", "changes a copy of what the answer holds"),
    ],
)
def test_idiom_that_does_not_travel_is_named_with_line_and_mend(line, words):
    (sentence,) = told(f"# a comment\n{line}")
    assert sentence.startswith("test-f, line 2: ")
    assert words in sentence
    assert sentence.endswith("write a probe that does it beside the answer and returns plain values")


def test_names_are_followed_through_the_cell():
    sentences = told(
        "y = f(x)\nloss = ((y - x) ** 2).mean()\nloss.backward()\n"
        "def g(x): return x\nlayer = nn.Linear(2, 3)\nf(g)\nf(layer)\n"
        "model = f(3)\nmodel.weight.data = x\nmodel(layer)"
    )
    assert [sentence.split(":")[0] for sentence in sentences] == [f"test-f, line {n}" for n in (3, 6, 7, 9, 10)]


def test_magic_is_named():
    assert told("%time f(2)")[0] == "test-f: a magic or shell command does not run in a test; write it in Python"


@pytest.mark.parametrize(
    "source",
    [
        "f(int(f(x).sum()), torch.Generator().manual_seed(2), [1.0, (2, 3)], dtype=torch.float32)",
        "isinstance(f(x), torch.Tensor) and isinstance(f(x), (list, int))",
        "k = f(2)['k']\nsmall = nn.functional.conv2d(x, torch.ones(1, 1, k, k), stride=k)\nsmall.sum().backward()",
        "y = f(x)\ny = nn.Linear(2, 3)(x)\ny.sum().backward()",
        "model = f(3)\nmodel(x)\n[w.shape for w in model.parameters()]\nmodel.encode(Draw().image(2))",
    ],
)
def test_what_travels_is_not_named(source):
    assert told(source) == []


@pytest.mark.parametrize("path", sorted((ROOT / "source").glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_lessons_travel(path):
    assert untravelled(nbformat.read(path, as_version=4)) == []
