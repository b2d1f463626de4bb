"""Mistakes that change lines: left out, run twice, spoilt; each operator takes a block, and yields others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst
from libcst import matchers as m

from course.authoring.mutants.expressions import Nodes, code

RESULTS = (  # what may become of a result on its way out
    "-({})",
    "2 * ({})",
    "({}) + 1",
    "({}).squeeze()",
    "({}).transpose(-1, -2)",
    "({}).long()",
    "({})[:1]",
    "int({})",
    "({}).apply(lambda layer: [weight.data.zero_() for weight in layer.parameters()] and None)",
)
CUT = ("({}).detach()", "({}).item()", "({}).apply(lambda layer: layer.requires_grad_(False) and None)")
FIXED = (1, 2, 3)  # an argument as in the first example


def lines_left_out(node: cst.CSTNode) -> Nodes:
    """A line left out, or one that changes something run twice; a ``with`` without its block; one round of a loop."""
    if not isinstance(node, cst.IndentedBlock):
        return
    for index, line in enumerate(node.body):
        if is_docstring(line):
            continue
        yield _with(node, index, [cst.parse_statement("pass")])
        if m.matches(line, m.SimpleStatementLine(body=[m.Expr() | m.AugAssign()])):
            yield _with(node, index, [line, line.with_changes(leading_lines=())])
        if isinstance(line, cst.With) and isinstance(line.body, cst.IndentedBlock):
            yield _with(node, index, line.body.body)
        if isinstance(line, cst.For) and isinstance(line.body, cst.IndentedBlock):
            once = line.body.with_changes(body=[*line.body.body, cst.parse_statement("break")])
            yield _with(node, index, [line.with_changes(body=once)])


def other_results(node: cst.CSTNode) -> Nodes:
    """A result, or one of several, with another sign, as whole numbers, of the first only …; a network of zeros."""
    if isinstance(node, cst.Return) and node.value is not None:
        for wrong in RESULTS:
            for changed in _wrapped(node.value, wrong):
                yield node.with_changes(value=changed)


def other_assignments(node: cst.CSTNode) -> Nodes:
    """What is computed on the way cut to whole numbers; ``=`` or ``-=`` for ``+=``."""
    if isinstance(node, cst.Assign):
        for changed in _wrapped(node.value, "({}).long()"):
            yield node.with_changes(value=changed)
    elif isinstance(node, cst.AugAssign):
        yield cst.Assign([cst.AssignTarget(node.target)], node.value)
        swapped = {cst.AddAssign: cst.SubtractAssign(), cst.SubtractAssign: cst.AddAssign()}.get(type(node.operator))
        if swapped:
            yield node.with_changes(operator=swapped)


def spoilt_arguments(node: cst.CSTNode) -> Nodes:
    """An argument of the function is fixed, cut short, or returned at once; or the function leaves it changed."""
    if not isinstance(node, cst.FunctionDef):
        return
    for name in parameters(node):
        for fixed in FIXED:
            yield _begun_with(node, f"{name} = {fixed}")
        for part in ("[:1]", "[:-1]"):
            yield _begun_with(node, f"{name} = {name}{part}")
        yield _begun_with(node, f"return {name}")
        used_up = cst.Finally(cst.IndentedBlock([cst.parse_statement(f"{name}.zero_()")]))
        yield node.with_changes(body=cst.IndentedBlock([cst.Try(body=node.body, finalbody=used_up)]))


def lost_gradients(node: cst.CSTNode) -> Nodes:
    """A function below `torch.no_grad`, or with a ``detach()``; a network whose weights are frozen."""
    if isinstance(node, cst.FunctionDef):
        yield node.with_changes(decorators=[cst.Decorator(cst.parse_expression("torch.no_grad()"))])
        for name in parameters(node):
            yield _begun_with(node, f"{name} = {name}.detach()")
        if node.name.value == "__init__":
            yield _ended_with(node, "self.requires_grad_(False)")
    elif isinstance(node, cst.Assign | cst.Return) and node.value is not None:
        for cut in CUT:
            for changed in _wrapped(node.value, cut):
                yield node.with_changes(value=changed)


def not_allowed_calls(node: cst.CSTNode, names: Iterable[str]) -> Nodes:
    """A function that uses what its task does not allow, one name after the other."""
    if isinstance(node, cst.FunctionDef):
        for name in names:
            yield _begun_with(node, f"import {name.partition('.')[0]}; {name}")


def confused_arguments(node: cst.CSTNode) -> Nodes:
    """One argument of the function where another belongs."""
    if not isinstance(node, cst.FunctionDef):
        return
    names = parameters(node)
    kept = [node.keyword for node in m.findall(node.body, m.Arg()) if isinstance(node, cst.Arg)]
    kept += [node.attr for node in m.findall(node.body, m.Attribute()) if isinstance(node, cst.Attribute)]
    for place in m.findall(node.body, m.Name()):
        if isinstance(place, cst.Name) and place.value in names and not any(place is name for name in kept):
            for other in names:
                yield node.with_changes(body=node.body.deep_replace(place, cst.Name(other)))


def parameters(node: cst.FunctionDef) -> list[str]:
    """Names of a function's parameters, but for ``self``."""
    return [parameter.name.value for parameter in node.params.params if parameter.name.value != "self"]


def is_docstring(line: cst.CSTNode) -> bool:
    """Whether a line is a text that stands for itself."""
    return m.matches(line, m.SimpleStatementLine(body=[m.Expr(m.SimpleString() | m.ConcatenatedString())]))


def _wrapped(value: cst.BaseExpression, wrong: str) -> Iterator[cst.BaseExpression]:
    """A value so changed; of a tuple, one entry after the other."""
    if isinstance(value, cst.Tuple):
        texts = [code(element.value) for element in value.elements]
        for index, text in enumerate(texts):
            changed = [*texts[:index], wrong.format(text), *texts[index + 1 :]]
            yield cst.parse_expression(", ".join(changed))
    else:
        yield cst.parse_expression(wrong.format(code(value)))


def _with(block: cst.IndentedBlock, index: int, lines: Sequence[cst.BaseStatement]) -> cst.IndentedBlock:
    """The block with other lines in one's place; comments above it stay."""
    if lines and index < len(block.body):
        above = getattr(block.body[index], "leading_lines", ())
        lines = [lines[0].with_changes(leading_lines=above), *lines[1:]]
    return block.with_changes(body=[*block.body[:index], *lines, *block.body[index + 1 :]])


def _ended_with(node: cst.FunctionDef, line: str) -> cst.FunctionDef:
    """The function with one more line."""
    return node.with_changes(body=node.body.with_changes(body=[*node.body.body, cst.parse_statement(line)]))


def _begun_with(node: cst.FunctionDef, line: str) -> cst.FunctionDef:
    """The function with a line before all others but its docstring."""
    assert isinstance(node.body, cst.IndentedBlock)
    start = 1 if node.body.body and is_docstring(node.body.body[0]) else 0
    lines = [*node.body.body[:start], cst.parse_statement(line), *node.body.body[start:]]
    return node.with_changes(body=node.body.with_changes(body=lines))


STATEMENTS = (
    lines_left_out,
    other_results,
    other_assignments,
    spoilt_arguments,
    lost_gradients,
    confused_arguments,
)
