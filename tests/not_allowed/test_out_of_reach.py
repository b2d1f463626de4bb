"""What a task does not allow raises its sentence when the answer gets there, and nowhere else."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from course.models import kl_to_standard_normal
from course.not_allowed.out_of_reach import NotAllowedError, out_of_reach
from course.notebook.task_rules import TaskRules

RULES = TaskRules(
    ("torch.cov", "numpy.cov", "torch.nn.functional.conv*", "torch.nn.Conv*", "course.models.*", "numpy.random.*"),
    "do it",
)
CELLS = {
    "imports": "import torch\nimport numpy as np\nfrom torch import nn\nfrom torch.nn import functional as F",
    "helpers": "from torch import cov as c\ndef helper(x): return torch.Tensor.cov(x)\nclass Net(nn.Conv2d): pass",
}
REACHES = (
    "torch.cov(x)",
    "c(x)",
    "x.cov()",
    "helper(x)",
    "np.cov(x)",
    "F.conv2d(x[None, None], x[None, None])",
    "nn.functional.conv2d(x[None, None], x[None, None])",
    "torch.conv2d(x[None, None], x[None, None])",
    "nn.Conv2d(1, 1, 1)",
    "Net(1, 1, 1)",
    "getattr(torch, 'c' + 'o' + 'v')(x)",
    "torch.sys.modules['torch'].cov(x)",
    "__import__('course.models').models.kl_to_standard_normal(x, x)",
    "__import__('course.models.vae').models.vae.kl_to_standard_normal(x, x)",
    "next(map(torch.cov, [x]))",
)


def run(*bodies, answer):
    """The names of a notebook with these cells."""
    names = {"__name__": "__main__", "x": torch.rand(3, 4)}
    for file, text in {**CELLS, **dict(enumerate(bodies)), "answer": answer}.items():
        exec(compile(text, f"<{file}>", "exec"), names)
    return names


@pytest.mark.parametrize("reach", REACHES)
def test_an_answer_does_not_get_there(reach):
    names = run(answer=f"def a(x): return {reach}")
    with out_of_reach(RULES, ["a"], names), pytest.raises(NotAllowedError, match=r"which is not allowed.*: do it"):
        names["a"](names["x"])
    assert names["a"](names["x"]) is not None


def test_a_method_of_a_class_does_not_get_there():
    names = run(answer="class A(nn.Module):\n    def forward(self, x): return torch.cov(x)")
    with out_of_reach(RULES, ["A"], names), pytest.raises(NotAllowedError):
        names["A"]()(names["x"])


def test_checks_and_probes_get_there_also_with_an_answer_that_they_call():
    names = run(answer="def a(x): return x @ x.T")
    exec(compile("def probe(x): return a(x), torch.cov(x), nn.Conv2d(1, 1, 1)", "<probe>", "exec"), names)
    with out_of_reach(RULES, ["a"], names):
        names["probe"](names["x"])
        assert functional.conv2d(torch.ones(1, 1, 2, 2), torch.ones(1, 1, 2, 2)).item() == 4
        assert isinstance(nn.Conv2d(1, 1, 1), nn.Conv2d)


@pytest.mark.parametrize("error", [None, KeyError, KeyboardInterrupt])
def test_everything_is_as_it_was_afterwards(error):
    names = run(answer="def a(x): return x")

    def things():
        of_torch = torch.cov, functional.conv2d, torch.conv2d, nn.Conv2d.__init__, torch.Tensor.cov
        return *of_torch, np.cov, np.random.rand, kl_to_standard_normal, names["c"], "cov" in vars(torch.Tensor)

    before = things()
    try:
        with out_of_reach(RULES, ["a"], names):
            assert torch.cov is not before[0]
            if error:
                raise error
    except (KeyError, KeyboardInterrupt):
        pass
    assert things() == before


def test_a_name_that_the_check_gives_anew_keeps_what_it_was_given():
    names = run(answer="def a(x): return x")
    with out_of_reach(RULES, ["a"], names):
        names["c"] = 5
    assert names["c"] == 5


@pytest.mark.parametrize(
    "answer", ["a = 3", "a = torch.cov", "a = None", "import functools\na = functools.partial(max)"]
)
def test_an_answer_of_any_kind_does_no_harm(answer):
    with out_of_reach(RULES, ["a", "missing"], run(answer=answer)):
        torch.cov(torch.rand(2, 3))
