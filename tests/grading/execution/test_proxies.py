"""Answers by proxy: what they give, do and raise arrives; what they are never decides anything here."""

import copy
import math
import pickle

import numpy as np
import pytest
import torch

from course.checks import expect_close, expect_equal
from course.grading.execution.trusted.proxies import StudentFunction, StudentObject

TORCH = "import torch\nfrom torch import nn\nimport numpy as np\n"
NET = TORCH + (
    "class Net(nn.Module):\n"
    "    def __init__(self, d):\n        super().__init__()\n        self.first, self.d = nn.Linear(d, 2), d\n"
    "    def forward(self, x, *, twice=False):\n        return self.first(x) * (2 if twice else 1)\n"
    "net = Net(3)"
)


def test_values_come_plain_and_functions_as_proxies(given):
    side = given("a, b, c = 3, [1, (2.5, 'x')], lambda x: x + 1")
    assert (side.get("a"), side.get("b")) == (3, [1, (2.5, "x")])
    assert type(side.get("c")) is StudentFunction
    assert side.get("c")(4) == 5
    assert side.get("c").__name__ == "<lambda>"


def test_missing_name_is_a_name_error(side):
    with pytest.raises(NameError, match="name 'nothing' is not defined"):
        side.get("nothing")


def test_module_can_be_used_as_lessons_do(given):
    net = given(NET).get("Net")(3)
    x = torch.ones(4, 3)
    weight, bias = net.parameters()
    assert weight.requires_grad
    assert type(weight) is torch.Tensor
    expect_close(net(x, twice=True), 2 * (x @ weight.T + bias), "net")
    assert (net.d, net.first.in_features, net.training) == (3, 3, True)
    assert net.eval() is net
    assert net.training is False
    assert sorted(net.state_dict()) == ["first.bias", "first.weight"]
    net.load_state_dict({"first.weight": torch.zeros(2, 3), "first.bias": torch.zeros(2)})
    assert net(x).sum() == 0
    assert hasattr(net, "first")
    assert not hasattr(net, "second")


def test_instances_can_be_asked_indexed_and_iterated(given):
    side = given(
        "class Box:\n    size = 3\n    def __len__(self): return 3\n    def __getitem__(self, i): return [4, 5, 6][i]\n"
        "    def __float__(self): return 2.5\n    def __add__(self, other): return 7\n"
        "    def __str__(self): return 'box'\n"
        "box = Box()\nwords = {'a': Box()}\ncounting = (n * n for n in range(4))"
    )
    box = side.get("box")
    assert type(box) is StudentObject
    assert (len(box), box[1], list(box), float(box), str(box), box + box) == (3, 5, [4, 5, 6], 2.5, "box", 7)
    assert list(side.get("counting")) == [0, 1, 4, 9]
    assert repr(side.get("words")["a"]) == "<Box of the answer>"
    box.size = 5
    assert side.get("box").size == 5
    assert 5 in box
    assert copy.deepcopy(box) is not box


def test_proxies_go_back_as_the_objects_that_they_stand_for(given):
    side = given("class A: pass\na = A()\ndef same(x, y): return x is a and y['k'][0] is a")
    assert side.get("same")(side.get("a"), {"k": [side.get("a")]}) is True


def test_objects_that_nobody_holds_any_more_are_forgotten_there(given):
    side = given(
        "import weakref\nclass A: pass\nseen = []\n"
        "def make():\n    a = A()\n    seen.append(weakref.ref(a))\n    return a"
    )
    made = side.get("make")()
    assert side.run_cell("assert seen[0]() is not None", 2, seconds=5).finished
    del made
    assert side.run_cell("assert seen[0]() is None", 3, seconds=5).finished


def test_changes_in_place_are_carried_back_and_noted(given):
    side = given(
        TORCH + "def change(x, parts, box, array, whole):\n    x[0] = 7\n    parts[1].add_(1)\n    parts.append(3)\n"
        "    box['new'] = 1\n    array[:] = 2\n    whole.add(5)\n    return x"
    )
    base = torch.zeros(3, 2)
    x, parts, box, array, whole = base[1], [1, torch.ones(2)], {"old": torch.ones(1)}, np.zeros(2), {4}
    inner, old = parts[1], box["old"]
    returned = side.get("change")(x, parts, box, array, whole)
    assert base.tolist() == [[0, 0], [7, 0], [0, 0]]
    assert parts[1] is inner
    assert inner.tolist() == [2, 2]
    assert parts[2] == 3
    assert box["old"] is old
    assert box["new"] == 1
    assert (array.tolist(), whole) == ([2, 2], {4, 5})
    assert returned is not x
    assert len(side.changed) == 1


def test_arguments_that_stay_as_they_were_are_left_alone(given):
    side = given("def look(x, g): return float(x.sum())")
    x = torch.ones(2, requires_grad=True)
    y = x * 2
    side.get("look")(x, None)
    side.get("look")(y, None)
    y.sum().backward()  # fails if anything had been written
    assert side.changed == []


def test_generator_advances_here_when_it_is_drawn_from_there(given):
    side = given(TORCH + "def draw(generator): return torch.rand(3, generator=generator)")
    ours, same = torch.Generator().manual_seed(5), torch.Generator().manual_seed(5)
    assert torch.equal(side.get("draw")(ours), torch.rand(3, generator=same))
    assert torch.equal(torch.rand(2, generator=ours), torch.rand(2, generator=same))
    assert side.changed == []


def test_gradients_that_an_answer_computes_reach_our_leaf(given):
    side = given("def step(w): (w * 3).sum().backward()")
    w = torch.ones(2, requires_grad=True)
    side.get("step")(w)
    assert w.grad.tolist() == [3, 3]


ANYTHING = TORCH + (
    "seen = []\n"
    "class Any:\n"
    "    def yes(self, *args):\n        seen.append(args)\n        return True\n"
    "    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __instancecheck__ = yes\n"
    "    def me(self, *args):\n        seen.append(args)\n        return self\n"
    "    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __abs__ = __call__ = __getitem__ = me\n"
    "    def __array__(self, *args, **more):\n        seen.append(args)\n        return np.zeros(3)\n"
    "    __array_interface__ = {'shape': (3,), 'typestr': '<f8', 'data': (4096, False), 'version': 3}\n"
    "    __cuda_array_interface__ = __array_interface__\n"
    "    @classmethod\n    def __torch_function__(cls, *args, **more):\n        seen.append(args)\n"
    "        return True\n    def __getattr__(self, name): return self\n"
    "    __hash__ = None\n"
    "anything = Any()"
)


def test_object_that_equals_everything_equals_nothing_and_learns_nothing(given):
    side = given(ANYTHING)
    anything, secret = side.get("anything"), torch.tensor([123456.0, 2, 3])
    assert anything != 3
    assert (anything == 3) is False
    assert not bool(np.all(np.asarray(3) == anything))
    assert not isinstance(3, anything)
    for work in (
        *(lambda: anything < 3, lambda: anything >= 3, lambda: anything - 3, lambda: 3 - anything),
        *(lambda: anything - secret, lambda: secret - anything, lambda: torch.isclose(anything, secret)),
        *(lambda: torch.allclose(secret, anything), lambda: torch.equal(secret, anything)),
        lambda: abs(anything - 3.0),
    ):
        with pytest.raises(TypeError):
            work()
    with pytest.raises(AssertionError):
        expect_close(anything, secret, "anything")
    with pytest.raises(AssertionError):
        expect_equal(anything, 3, "anything")
    with pytest.raises((AssertionError, TypeError)):
        np.testing.assert_allclose(np.asarray([1.0, 2]), anything)
    assert "123456" not in repr(side.ask("repr", side.get("seen")))


@pytest.mark.parametrize(
    "name", ["__array_interface__", "__cuda_array_interface__", "__array__", "__dlpack__", "__code__"]
)
def test_proxy_gives_no_memory_address_and_no_inside(given, name):
    with pytest.raises(AttributeError, match="does not travel"):
        getattr(given(ANYTHING).get("anything"), name)


@pytest.mark.parametrize("kind", [len, bool, int, float, str])
def test_conversion_to_a_wrong_type_is_refused(given, kind):
    side = given(
        "from course.grading.execution.student import student_server\nclass A: pass\nodd = A()\n"
        "for name in ('len', 'bool', 'int', 'float', 'str'): student_server.OPERATIONS[name] = lambda x: A()"
    )
    with pytest.raises(TypeError, match=f"the answer gives a StudentObject for {kind.__name__}"):
        kind(side.get("odd"))


def test_proxy_cannot_be_pickled(given):
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(given("f = lambda: 1").get("f"))


def test_object_of_the_tests_own_is_not_sent(given):
    side = given("def f(x): return x")
    with pytest.raises(ValueError, match="a object of the test cannot go to the answer; send plain values, or write"):
        side.get("f")(object())
    assert side.get("f")(2) == 2


TEST = """
import math
SHIFT, STEPS = 3, [1, 2]

def shifted(x):
    return x + SHIFT + math.floor(0.5)

def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)

above, longer, rest = lambda x: shifted(x) + 1, lambda x, more=1: x + more + len(STEPS), lambda x: [
    y for y in range(x) if y % SHIFT
]
"""


def test_functions_of_the_tests_own_go_over_with_what_they_look_up(given):
    apply = given("def apply(f, *xs): return [f(x) for x in xs]").get("apply")
    names = {"__name__": "__main__"}
    exec(TEST, names)
    factor = 10
    assert apply(lambda x: factor * x, 1, 2) == [10, 20]
    assert apply(names["shifted"], 1) == [4]
    assert apply(names["above"], 1) == [5]
    assert apply(names["factorial"], 4) == [24]
    assert apply(names["longer"], 1, 2) == [4, 5]
    assert apply(names["rest"], 5) == [[1, 2, 4]]


def test_functions_of_libraries_and_of_the_answer_go_over_by_their_names(given):
    side = given("def apply(f, x): return f(x)\ndef double(x): return 2 * x")
    apply, double = side.get("apply"), side.get("double")
    assert apply(double, 4) == 8
    assert apply(lambda x: double(x) + 1, 4) == 9
    for function in (math.sqrt, np.sqrt, abs, float, str, np.linalg.norm):
        assert apply(function, 4.0) == function(4.0)
    for function in (torch.sqrt, torch.nn.functional.relu):
        assert apply(function, torch.tensor(4.0)) == function(torch.tensor(4.0))


def test_what_a_function_of_the_test_changes_it_changes_over_there(given):
    calls = []
    given("def apply(f): return f(1)").get("apply")(lambda x: calls.append(x))
    assert calls == []


def test_an_error_in_a_function_of_the_test_is_the_answers_error(given):
    with pytest.raises(ZeroDivisionError):
        given("def apply(f): return f(0)").get("apply")(lambda x: 1 / x)


def test_whether_an_object_is_of_a_class_of_the_answers_is_asked_there(given):
    side = given("class A: pass\nclass B(A): pass\na, b = A(), B()")
    a, b, A, B = map(side.get, "abAB")
    assert (isinstance(b, A), isinstance(b, B), isinstance(a, B)) == (True, True, False)
    assert (issubclass(B, A), issubclass(A, B)) == (True, False)
    assert not isinstance(3, A), "of a value of ours nothing is asked"
