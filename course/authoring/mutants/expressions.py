"""Mistakes within a line: each operator takes one expression and yields what somebody might have written instead."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from libcst import matchers as m

Nodes = Iterator[cst.CSTNode]

ARITHMETIC: dict[type[cst.CSTNode], tuple[type[cst.BaseBinaryOp], ...]] = {
    cst.Add: (cst.Subtract,),
    cst.Subtract: (cst.Add,),
    cst.Multiply: (cst.Divide, cst.Add),
    cst.Divide: (cst.Multiply, cst.FloorDivide),
    cst.FloorDivide: (cst.Divide, cst.Modulo),
    cst.Modulo: (cst.FloorDivide,),
    cst.Power: (cst.Multiply,),
}
COMPARISONS: dict[type[cst.CSTNode], tuple[type[cst.BaseCompOp], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThan),
    cst.LessThanEqual: (cst.LessThan, cst.GreaterThanEqual),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThan),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThanEqual),
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
}
_PAIRS = (
    "mean sum, min max, amin amax, argmin argmax, zeros ones, std var, log exp, floor ceil, randn rand, sqrt square, "
    "mse_loss l1_loss, relu sigmoid, ReLU Sigmoid, conv2d conv_transpose2d, Conv2d ConvTranspose2d, round floor, "
    "randn_like rand_like"
)
NAMES = {one: other for pair in _PAIRS.split(", ") for one, other in (pair.split(), pair.split()[::-1])}
WHOLE = ("zeros", "ones", "full", "empty", "tensor", "as_tensor", "zeros_like", "ones_like", "arange", "linspace")
LAYERS = ("Linear", "Conv2d", "ConvTranspose2d")
MODULES = ("torch", "F", "nn", "math", "self", "np")  # attributes of these are not methods of a value
AXES = (0, 1, -1)
SIZES = (1, 2, 3, 4)  # of the inputs that somebody tries first
SMALL = 1e-3


def code(node: cst.CSTNode) -> str:
    """A node's text."""
    return cst.Module([]).code_for_node(node)


def parsed(text: str) -> cst.BaseExpression:
    """An expression, in brackets so that it can stand anywhere."""
    return cst.parse_expression(f"({text})")


def another_operator(node: cst.CSTNode) -> Nodes:
    """``-`` for ``+``, ``<=`` for ``<``, ``or`` for ``and``; matrices the other way round; no sign, no ``not``."""
    if isinstance(node, cst.BinaryOperation):
        for other in ARITHMETIC.get(type(node.operator), ()):
            yield node.with_changes(operator=other())
        if isinstance(node.operator, cst.MatrixMultiply):
            yield node.with_changes(left=node.right, right=node.left)
    elif isinstance(node, cst.ComparisonTarget):
        for compare in COMPARISONS.get(type(node.operator), ()):
            yield node.with_changes(operator=compare())
    elif isinstance(node, cst.BooleanOperation):
        swapped = cst.Or() if isinstance(node.operator, cst.And) else cst.And()
        yield node.with_changes(operator=swapped)
    elif isinstance(node, cst.UnaryOperation):
        yield node.expression


def one_side(node: cst.CSTNode) -> Nodes:
    """A term or factor dropped, or taken twice; one branch of a choice."""
    if isinstance(node, cst.BinaryOperation):
        yield from (node.left, node.right)
        if isinstance(node.operator, cst.Multiply):
            yield parsed(f"{code(node)} * {code(node.right)}")
    elif isinstance(node, cst.BooleanOperation):
        yield from (node.left, node.right)
    elif isinstance(node, cst.IfExp):
        yield from (node.body, node.orelse)


def another_number(node: cst.CSTNode) -> Nodes:
    """Off by one, another axis, twice or half; True for False."""
    if isinstance(node, cst.Integer):
        number = int(node.value, 0)
        for other in (number + 1, number - 1, 0):
            yield cst.parse_expression(str(other))
    elif isinstance(node, cst.Float):
        value = float(node.value)
        for scaled in (2 * value, value / 2) if abs(value) > SMALL else (0.1, 1.0):
            yield cst.parse_expression(repr(scaled))
    elif m.matches(node, m.Name("True") | m.Name("False")):
        yield cst.Name("False" if m.matches(node, m.Name("True")) else "True")


def another_axis(node: cst.CSTNode) -> Nodes:
    """Another ``dim`` or ``axis``."""
    if isinstance(node, cst.Arg) and node.keyword and node.keyword.value in ("dim", "axis"):
        for axis in AXES:
            yield node.with_changes(value=cst.parse_expression(str(axis)))


def another_name(node: cst.CSTNode) -> Nodes:
    """``sum`` for ``mean``, ``zeros`` for ``ones``."""
    if isinstance(node, cst.Attribute) and node.attr.value in NAMES:
        yield node.with_changes(attr=cst.Name(NAMES[node.attr.value]))
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in NAMES:
        yield node.with_changes(func=cst.Name(NAMES[node.func.value]))


def other_arguments(node: cst.CSTNode) -> Nodes:
    """An argument left out (of `nn.Sequential`: a layer), or two in the wrong order."""
    if not isinstance(node, cst.Call):
        return
    for index, argument in enumerate(node.args):
        if argument.keyword or len(node.args) > 1:
            yield node.with_changes(args=[*node.args[:index], *node.args[index + 1 :]])
    for index, (one, other) in enumerate(zip(node.args, node.args[1:])):  # noqa: B905
        if not (one.keyword or other.keyword or one.star or other.star):
            pair = [other.with_changes(comma=one.comma), one.with_changes(comma=other.comma)]
            yield node.with_changes(args=[*node.args[:index], *pair, *node.args[index + 2 :]])


def other_call(node: cst.CSTNode) -> Nodes:
    """A call or transpose left out of a chain; whole numbers where fractions belong; a layer without bias."""
    if m.matches(node, m.Attribute(attr=m.Name("T") | m.Name("mT"))):
        yield cst.ensure_type(node, cst.Attribute).value
    if not isinstance(node, cst.Call):
        return
    name = node.func.attr.value if isinstance(node.func, cst.Attribute) else code(node.func)
    if node.args and not node.args[0].keyword:
        yield node.args[0].value
    if isinstance(node.func, cst.Attribute) and code(node.func.value) not in MODULES:
        yield node.func.value
    extra = "dtype=torch.int64" if name in WHOLE else "bias=False" if name in LAYERS else ""
    if extra:
        yield cst.parse_expression(f"{code(node.func)}({', '.join([*map(_argument, node.args), extra])})")


def other_size(node: cst.CSTNode) -> Nodes:
    """A size that holds for the first example only."""
    shape = m.Subscript(value=m.Attribute(attr=m.Name("shape")))
    if m.matches(node, shape | m.Call(func=m.Name("len") | m.Attribute(attr=m.Name("size") | m.Name("numel")))):
        for size in SIZES:
            yield cst.Integer(str(size))


def off_by_one(node: cst.CSTNode) -> Nodes:
    """One more or one less: in a slice, in an index, in `range`."""
    if isinstance(node, cst.Slice):
        for side in ("lower", "upper"):
            bound: cst.BaseExpression | None = getattr(node, side)
            if bound is not None:
                for other in _beside(bound):
                    yield node.with_changes(**{side: other})
                yield node.with_changes(**{side: None})
    elif isinstance(node, cst.Index):
        for other in _beside(node.value):
            yield node.with_changes(value=other)
    elif isinstance(node, cst.Call) and code(node.func) == "range":
        for index, argument in enumerate(node.args):
            for other in _beside(argument.value):
                changed = argument.with_changes(value=other)
                yield node.with_changes(args=[*node.args[:index], changed, *node.args[index + 1 :]])


def other_elements(node: cst.CSTNode) -> Nodes:
    """Entries of a tuple or list the other way round, or one of them twice."""
    if isinstance(node, cst.Tuple | cst.List) and len(node.elements) > 1:
        first, second, *others = [code(element.value) for element in node.elements]
        brackets = "[]" if isinstance(node, cst.List) else "()"
        for pair in ((second, first), (first, first)):
            yield cst.parse_expression(", ".join([*pair, *others]).join(brackets))


def _argument(argument: cst.Arg) -> str:
    text = argument.star + code(argument.value)
    return f"{argument.keyword.value}={text}" if argument.keyword else text


def _beside(node: cst.BaseExpression) -> Nodes:
    """One more and one less than a value; numbers are changed by `another_number`, and a tuple is none."""
    if not isinstance(node, cst.Integer | cst.Tuple | cst.SimpleString):
        yield from (parsed(f"{code(node)} {sign} 1") for sign in "+-")


EXPRESSIONS = (
    another_operator,
    one_side,
    another_number,
    another_axis,
    another_name,
    other_arguments,
    other_call,
    other_size,
    off_by_one,
    other_elements,
)
