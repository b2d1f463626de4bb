"""Every plain value arrives as it was sent, everything else is refused on either end."""

import json
import math
from collections import OrderedDict, namedtuple

import numpy as np
import pytest
import torch

from course.draw import Draw
from course.grading.execution.wire.decode import unpack
from course.grading.execution.wire.encode import pack
from course.grading.execution.wire.frames import DTYPES, MAX_BODY, Frame, WireError
from tests.randomness import LONG

Pair = namedtuple("Pair", "a b")


def refuse(value):
    raise WireError(f"a {type(value).__name__} cannot travel")


def there_and_back(value):
    return unpack(pack(value, refuse), refuse)


def same(a, b):
    """Equal, and of the very same types all through."""
    if type(a) is not type(b):
        return False
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and a.shape == b.shape and a.requires_grad == b.requires_grad and bits(a) == bits(b)
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, torch.Generator):
        return torch.equal(a.get_state(), b.get_state())
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float):
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (a != a and b != b)
    return a == b


def bits(tensor):
    return tensor.detach().clone().reshape(-1).view(torch.uint8).tolist() if tensor.numel() else []


PLAIN = [
    *(None, True, False, 0, -1, 2**62, -(2**63), 2**64, 3**900, 1.5, -0.0, math.inf, -math.inf, math.nan, 1e-310),
    *(2 - 3j, "", "ä\U0001f600\x00", "\ud800", "long " * 1000, b"", b"\x00\xff", ..., slice(None), slice(1, -2, 3)),
    *([], [[]], (), ((),), {}, {1: "a", (2, "b"): [None]}, set(), {"a"}, frozenset({2.5}), range(3, 9, 2)),
    *(torch.Size([2, 3]), torch.Size([]), torch.float32, torch.bool, torch.device("cpu"), torch.device("cuda:1")),
    *(np.float64(0.1), np.float32(0.1), np.int8(-3), np.bool_(True), np.complex64(1j)),
    *(
        np.arange(6.0).reshape(2, 3),
        np.array(3),
        np.zeros((0, 4), np.int16),
        np.array([True, False]),
        np.arange(4)[::2],
    ),
    *(torch.zeros(0, 3), torch.tensor(2), torch.arange(6).reshape(2, 3).T, torch.ones(3)[::2], torch.ones(2, 1)[1::2]),
    *(torch.ones(1).expand(4), torch.ones(2, requires_grad=True), torch.Generator().manual_seed(3)),
    *(torch.tensor([1, 0, 3]).to(dtype) for dtype in DTYPES.values()),
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: repr(value)[:30])
def test_plain_value_arrives_as_it_was_sent(value):
    assert same(there_and_back(value), value)


def test_random_nests_of_plain_values_arrive_as_they_were_sent(seed):
    draw = Draw(seed)
    hashable = [value for value in PLAIN if isinstance(value, int | float | str | bytes | complex) and value == value]

    def nest(depth):
        pick = draw.whole(0, 9)
        if depth == 0 or pick > 4:
            return PLAIN[draw.whole(0, len(PLAIN) - 1)]
        parts = [nest(depth - 1) for _ in range(draw.whole(0, 4))]
        if pick < 3:
            return (list, tuple)[pick % 2](parts)
        return {hashable[draw.whole(0, len(hashable) - 1)]: part for part in parts}

    for _ in range(3000 if LONG else 100):
        value = nest(5)
        assert same(there_and_back(value), value), f"seed {draw.seed}: {value!r}"


class Liar:
    __eq__ = __lt__ = __gt__ = lambda *_: True
    __hash__ = None


@pytest.mark.parametrize("plain", [float, int, str, list, tuple, dict, set, frozenset, bytes, complex])
def test_subclass_arrives_as_the_plain_type_below_it(plain):
    text = {str: "abc", bytes: b"abc", dict: {1: 2}, float: 2.5, int: 3, complex: 2j}.get(plain, [1, 2])
    evil = type("Evil", (Liar, plain), {"__hash__": plain.__hash__})(text)
    assert same(there_and_back(evil), plain(text))


def test_tensor_subclass_parameter_and_array_subclass_arrive_plain():
    class Evil(torch.Tensor):
        @classmethod
        def __torch_function__(cls, function, types, args=(), kwargs=None):
            return True

    assert same(there_and_back(torch.ones(2).as_subclass(Evil)), torch.ones(2))
    assert same(there_and_back(torch.nn.Parameter(torch.ones(2))), torch.ones(2, requires_grad=True))
    assert same(there_and_back(np.ma.masked_array([1.0, 2.0], [True, False])), np.array([1.0, 2.0]))
    assert same(there_and_back(Pair(1, 2)), (1, 2))
    assert same(there_and_back(OrderedDict(a=1)), {"a": 1})
    assert same(there_and_back(torch.ones(3).to_sparse()), torch.ones(3))


def test_gradient_of_a_leaf_travels_with_it():
    weight = torch.ones(3, requires_grad=True)
    (weight * 2).sum().backward()
    assert there_and_back(weight).grad.tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (object(), "a object cannot travel"),
        (len, "cannot travel"),
        (np.array([{}], object), "an array of object cannot travel"),
        (np.array(["a"]), "cannot travel"),
        (1 << 5000, r"5,001 bits; 4,096 may travel"),
        (["a long list of numbers"] * 200_000, "use a tensor"),
        (torch.zeros(MAX_BODY + 1, dtype=torch.uint8), "no more may travel"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_cannot_travel_is_refused_by_the_sender(value, words):
    with pytest.raises(WireError, match=words):
        pack(value, refuse)


def test_list_that_contains_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(WireError, match="nested more than 40 levels deep"):
        pack(loop, refuse)


def nested(depth):
    return '["list",' * depth + "1" + "]" * depth


@pytest.mark.parametrize(
    "tree",
    [
        *(
            "",
            "{}",
            '{"a": 1}',
            "[]",
            '["nothing"]',
            "[1]",
            "[null]",
            "[[]]",
            '["list"',
            "x",
            nested(60),
            nested(100_000),
        ),
        *(str(2**64), "9" * 5000, '["int"]', '["int", 3]', '["int", "x"]', '["complex", "a", 1]', '["complex", 1]'),
        *('["bytes", 1]', '["bytes", -1]', '["bytes", 0.0]', '["text", true]', '["dict", 1]', '["dict", ["list"], 1]'),
        *(
            '["set", ["list"]]',
            '["size", "a"]',
            '["size", 1.5]',
            '["range", 1, 2, 0]',
            '["slice"]',
            '["dtype", "object"]',
        ),
        *(
            '["device", "file"]',
            '["device", 1]',
            '["array", "O", [0], 0]',
            '["array", "<f8", [1], 0]',
            '["array", "V8", [0], 0]',
        ),
        *('["array", "<f8", [-1], 0]', '["array", "<f8,<f8", [0], 0]', '["tensor", "float32", [1], 0, false]'),
        *('["tensor", "float32", [4611686018427387904, 4], 0, false]', '["tensor", "float32", [-1], 0, false]'),
        *(
            '["tensor", "float32", "a", 0, false]',
            '["tensor", "object", [0], 0, false]',
            '["tensor", "int64", [0], 0, true]',
        ),
        *(
            '["generator", 0]',
            '["tensor", "float32", [0], 0, false, 3]',
            '["handle", 1]',
            '["eval", "1"]',
            '["_Reader"]',
        ),
    ],
    ids=lambda tree: tree[:40],
)
def test_bytes_that_are_no_value_are_refused_by_the_receiver(tree):
    with pytest.raises(WireError):
        unpack(Frame(tree.encode(), b""), refuse)


def test_bytes_that_belong_to_no_value_are_refused():
    with pytest.raises(WireError, match="3 bytes belong to no value"):
        unpack(Frame(b"1", b"abc"), refuse)


def test_random_bytes_are_refused_or_plain(seed):
    draw = Draw(seed)
    good = pack([1, (2.5, "a"), {"k": torch.ones(2)}, np.ones(2), slice(1), torch.Generator()], refuse)
    for _ in range(20_000 if LONG else 500):
        tree = bytearray(good.tree)
        for _ in range(draw.whole(1, 3)):
            tree[draw.whole(0, len(tree) - 1)] = draw.whole(32, 126)
        try:
            value = unpack(Frame(bytes(tree), good.body), refuse)
        except WireError:
            continue
        assert same(there_and_back(value), value), f"seed {draw.seed}: {tree!r}"


def test_truth_values_that_are_neither_true_nor_false_are_made_true():
    tensor = unpack(Frame(b'["tensor","bool",[3],3,false]', b"\x00\x01\x07"), refuse)
    array = unpack(Frame(b'["array","|b1",[3],3]', b"\x00\x01\x07"), refuse)
    assert bits(tensor) == list(array.tobytes()) == [0, 1, 1]


def test_two_tensors_never_share_memory():
    one = torch.ones(2)
    first, second = there_and_back([one, one])
    first.zero_()
    assert second.tolist() == [1, 1]


def test_keys_made_to_collide_are_limited():
    collide = [["int", hex(k * (2**61 - 1))] for k in range(2, 10_100)]
    with pytest.raises(WireError, match="10,098 keys"):
        unpack(Frame(json.dumps(["set", *collide]).encode(), b""), refuse)
