"""What a task does not allow is found in an answer's text by whatever name; what it allows is not."""

import time

import pytest

from course.not_allowed.reading import UNREADABLE, broken_rule
from course.notebook.task_rules import TaskRules

RULES = TaskRules(
    ("torch.cov", "torch.nn.functional.conv*", "torch.nn.Conv*", "course.models.PCA", "numpy.random.*"), "do it"
)
GIVEN = ["import torch\nimport numpy as np\nfrom torch import nn\nfrom torch.nn import functional as F"]
USES = {
    "def a(x): return torch.cov(x)": "torch.cov",
    "def a(x): return x.T.cov(correction=0)": "torch.cov",
    "def a(x): return torch.Tensor.cov(x)": "torch.Tensor.cov",
    "from torch import cov as c\ndef a(x): return c(x)": "torch.cov",
    "from torch import cov as a": "torch.cov",
    "from torch import *\ndef a(x): return cov(x)": "torch.cov",
    "import torch as t\ndef a(x): return t.functional.F.conv2d(x)": "torch.nn.functional.conv2d",
    "import torch.nn.functional as G\ndef a(x): return G.conv_transpose2d(x)": "torch.nn.functional.conv_transpose2d",
    "a = torch.cov": "torch.cov",
    "a = lambda x: torch.cov(x)": "torch.cov",
    "def a(x, f=torch.cov): return f(x)": "torch.cov",
    "import functools\na = functools.partial(torch.cov, correction=0)": "torch.cov",
    "for a in [torch.cov]: pass": "torch.cov",
    "a = {'c': torch.cov}['c']": "torch.cov",
    "m = torch\ndef a(x): return m.cov(x)": "torch.cov",
    "def a(x):\n    c = torch.cov\n    return c(x)": "torch.cov",
    "from numpy import random as r\nm = r\ndef a(x): return m.rand(3)": "numpy.random.rand",
    "def a(x):\n    from torch import cov as q\n    return q(x)": "torch.cov",
    "def a(x, F=F): return F.conv2d(x)": "torch.nn.functional.conv2d",
    "def b(x, m): return m.conv2d(x)\ndef a(x): return b(x, F)": "torch.nn.functional.conv2d",
    "class a:\n    def f(self, x): return nn.Conv2d(1, 1, 1)": "torch.nn.Conv2d",
    "def a(x): return getattr(torch, 'cov')(x)": "torch.cov",
    "def a(x): return getattr(torch, 'co' + 'v')(x)": "torch.cov",
    "def a(x): return vars(torch)['cov'](x)": "vars(torch)",
    "word = ''.join('cov')\nmine = [getattr(torch, word)]\ndef a(x): return mine[0](x)": "getattr(torch, …)",
    "mine = [*vars(torch).items()]\ndef a(x): return mine[7][1](x)": "vars(torch)",
    "import base64\ndef a(x): return eval(base64.b64decode('dG9y').decode())(x)": "eval of a text that it makes",
    "def a(x): return torch.__dict__['cov'](x)": "torch.cov",
    "from operator import methodcaller\na = methodcaller('cov')": "torch.cov",
    "def a(x): return eval('torch.cov(x)')": "torch.cov",
    "def a(x): return __import__('torch').cov(x)": "torch.cov",
    "def a(x): return torch.ops.aten.cov(x)": "torch.cov",
    "def a(x): return torch.sys.modules['torch'].cov(x)": "torch.cov",
    "def h(x): return F.conv2d(x)\ndef a(x): return h(x)": "torch.nn.functional.conv2d",
    "fs = []\nfs.append(torch.cov)\ndef a(x): return fs[0](x)": "torch.cov",
    "def a(x): return a.f(x)\na.f = torch.cov": "torch.cov",
    "from course.models import PCA as P\ndef a(x): return P(x, 1)": "course.models.PCA",
    "import course\ndef a(x): return course.models.autoencoders.PCA(x, 1)": "course.models.PCA",
    "%time\ndef a(x): return torch.cov(x)": "torch.cov",
    "def a(x): return np.random.rand(3)": "numpy.random.rand",
}
KEEPS = (
    "def a(x): return x.f(3) + x.power",
    "def a(x): return x.T @ x / len(x)",
    "def a(x): return np.cov(x)",
    "def a(x): return np.power(x, 2)",
    "def a(x): return x\nprint(a(1), torch.cov(x))",
    "def a(x): return x\nassert torch.allclose(torch.cov(x), a(x))",
    "def cov(x): return x\ndef a(x): return cov(x)",
    "def a(x, cov): return cov",
    "def a(x):\n    cov = x.T @ x\n    return cov",
    "from torch import cov\ndef a(x): return x",
    "class a:\n    def f(self): return self.cov",
    "def a(x):\n    'like torch.cov'\n    return x",
    "def a(x): return getattr(x, 'shape')",
    "def a(x, kind='relu'): return getattr(x, kind)() + getattr(torch, 'relu')(x)",
    "def a(x): return x",
    "a = 1 +",
)


def said(*texts, **more):
    return broken_rule(RULES, ["a"], texts, GIVEN, **more)


@pytest.mark.parametrize("text", USES, ids=lambda text: text[:60])
def test_what_is_not_allowed_is_found(text):
    assert said(text) == f"uses {USES[text]}, which is not allowed in this task: do it"


@pytest.mark.parametrize("text", KEEPS, ids=lambda text: text[:60])
def test_what_is_allowed_is_not_told(text):
    assert said(text) == ""


def test_a_task_without_rules_forbids_nothing():
    assert broken_rule(TaskRules(), ["a"], ["def a(x): return torch.cov(x)"], GIVEN) == ""


def test_helpers_are_found_in_other_cells():
    assert "torch.cov" in said("def helper(x): return torch.cov(x)", "def other(x): return helper(x)", "a = other")


def test_of_cells_that_ran_again_only_the_last_one_counts():
    before, now = "def a(x): return torch.cov(x)\ntried = 1", "def a(x): return x"
    assert (said(before, now, newest=True), said(now, before, newest=True)) == ("", said(before))


@pytest.mark.parametrize(
    "text",
    [
        f"def a(x): return {'1 + ' * 5_000}1",
        f"def a(x): return {'(' * 80}1{')' * 80}" + "\n" * 60_000,
        "%time\n" * 200 + "a = 1",
    ],
    ids=["deep", "long", "magics"],
)
def test_an_answer_that_cannot_be_looked_into_is_told_in_no_time(text):
    begin = time.process_time()
    assert said(text) == UNREADABLE
    assert time.process_time() - begin < 1


def test_what_cannot_be_looked_into_beside_an_answer_does_no_harm():
    assert said("x = 1" + "\n" * 60_000, f"y = {'1 + ' * 5_000}1", "%time\n" * 200, "def a(x): return x") == ""
