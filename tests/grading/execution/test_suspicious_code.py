"""Texts that could make a probe lie are told; what people write every day is not."""

import time

import pytest

from course.grading.execution.suspicion.suspicious_code import suspicions
from tests.grading.execution.hostile_and_usual_texts import HOSTILE
from tests.grading.execution.hostile_and_usual_texts import USUAL as EVERY_DAY

PROBE = """def steps(seed):
    layer = nn.Linear(2, 2)
    return bool(step(layer)), sum(w.grad is None for w in layer.parameters())"""
ANSWER = "def step(layer):\n    return True"
IMPORTS = "import math\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F"
STEP = "def step(layer): return True\n"
SUSPICIOUS = {
    "nn.Module.parameters = lambda self: []": "sets nn.Module.parameters",
    "for nn.Module.parameters in [None]: pass": "sets nn.Module.parameters",
    "del torch.ones": "sets torch.ones",
    "def f(kind): kind.parameters = None": "sets kind.parameters",
    "type(nn.Linear(1, 1)).bias = None": "sets type(nn.Linear(1, 1)).bias",
    "setattr(nn, 'Linear', None)": "uses setattr",
    "getattr(nn, 'Lin' + 'ear')": "uses getattr",
    "getattr(nn, '__dict__')": "uses getattr __dict__",
    "globals()['sum'] = None": "uses globals",
    "exec('x = 1')": "uses exec",
    "get_ipython().events": "uses get_ipython",
    "%run helper.py": "uses %run",
    "%time exec('x = 1')": "uses exec",
    "%%time\nexec('x = 1')": "uses exec",
    "import gc\ngc.get_objects()": "uses gc.get_objects",
    "import helper": "imports helper",
    "from .helper import x": "imports .helper.x",
    "from course.grading.execution import student": "imports course.grading.execution.student",
    "from torch.overrides import TorchFunctionMode": "imports torch.overrides.TorchFunctionMode",
    "torch._C.x": "uses _C",
    "nn.Module.__subclasses__()": "uses __subclasses__",
    "step.__code__": "uses __code__",
    "nn.modules.module.register_module_forward_hook(print)": "uses register_module_forward_hook",
    "torch.load('x.pt', weights_only=False)": "uses weights_only",
    "torch.load('x.pt', **{'weights_only': False})": "uses weights_only",
    "import timeit\ntimeit.timeit('x = 1')": "uses timeit.timeit",
    "import typing\ntyping.get_type_hints(step)": "uses typing.get_type_hints",
    "%timeit -n1 -r1 exec('x = 1')": "uses exec",
    "getattr(nn, '\\ud800\\x1b[2J' )": r"uses getattr \ud800\x1b[2J",
    "class T(torch.Tensor):\n    def __torch_function__(self): pass": "defines __torch_function__",
    "sum = lambda x: 0": "defines sum, on which the check relies",
    "class nn: pass": "defines nn, on which the check relies",
    "from math import pi as nn": "defines nn, on which the check relies",
    "def f():\n    global sum\n    sum = None": "defines sum, on which the check relies",
    f"x = {'1 + ' * 20_000}1": "has 80,005 characters in one cell",
    f"x = {'1 + ' * 700}1": "is nested too deeply, or has too long a number, to be looked into",
    f"x = 0x{'f' * 5000}": "is nested too deeply, or has too long a number, to be looked into",
    "%time\n" * 200: "has too many lines that may be magics to be looked into",
}
USUAL = (
    "import torch\nimport math\nimport numpy as np\nfrom torch import nn\nimport torch.nn.functional as F",
    "from torch.utils.data import DataLoader\nfrom course.checks import expect_close",
    "import matplotlib.pyplot as plt\nfrom IPython.display import display",
    "def step(layer):\n    layer.weight.grad = None\n    layer.weight.data = layer.weight.data * 2",
    "def train(layer):\n    layer.training = True",
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.forward = nn.ReLU()",
    "%matplotlib inline\n!pip install numpy\nfiles = !ls\n%time 1 + 1",
    "plt = None\nx, _ = 1, 2\nstep.__name__\nplt.rcParams['figure.dpi'] = 100",
    "this is no Python",
    "getattr(step, 'name', None)",
    "%%bash\necho hello",
    "%pip install open\n%timeit -n 10 step(1)",
)


def told(*texts):
    return suspicions(texts, [PROBE], ANSWER, [IMPORTS, ANSWER, PROBE])


@pytest.mark.parametrize("text", SUSPICIOUS, ids=lambda text: text[:60])
def test_suspicious_text_is_told(text):
    assert told(STEP, text) == [SUSPICIOUS[text]]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:60])
def test_ways_in_are_told_whatever_they_are_called(text):
    assert told(STEP, text)


@pytest.mark.parametrize("text", [*USUAL, *EVERY_DAY], ids=lambda text: text[:60])
def test_usual_text_is_not(text):
    assert told(STEP, text) == []


def test_what_was_found_is_told_also_if_the_rest_cannot_be_looked_into():
    first, second = told(f"import ctypes\nx = 0x{'f' * 5000}")
    assert (first, second.split(",")[0]) == ("imports ctypes", "is nested too deeply")


@pytest.mark.parametrize("nest", ["-" * 20_000 + "1", "(" * 5000, "x" + ".a" * 20_000], ids=lambda nest: nest[:5])
def test_nesting_that_does_not_run_does_no_harm(nest):
    with pytest.raises((SyntaxError, RecursionError, MemoryError)):
        compile(nest, "cell", "exec")
    assert told(nest, "import ctypes") == ["imports ctypes"]


def test_texts_that_are_too_long_together_are_told_for_it():
    begin = time.monotonic()
    assert told(*["1<" * 24_000 + "1"] * 10) == ["has 480,010 characters in all cells"]
    assert time.monotonic() - begin < 1


def test_many_magics_take_no_time():
    begin = time.monotonic()
    assert told("!ls\n" * 600) == ["has too many lines that may be magics to be looked into"]
    assert time.monotonic() - begin < 1
