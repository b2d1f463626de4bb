"""Imports run one way, downwards, as `tests.layers` says; imports in functions and module names in strings count."""

from __future__ import annotations

import ast
import graphlib
import re
from collections.abc import Iterator

import pytest

from tests.imports import ROOT, Use, modules, named, uses
from tests.layers import GROUND, LAYERS

MODULES = modules()
# Named to be kept out of reach, not to be used.
SHUT_OUT = {
    ("course.grading.execution.suspicion.usual_names", "course.authoring"),
    ("course.grading.execution.suspicion.usual_names", "course.grading"),
    ("course.grading.execution.suspicion.usual_names", "course.session"),
    ("course.grading.sandbox.escape_attempts", "course.authoring.build"),
    ("course.grading.sandbox.escape_attempts", "course.grading.gradebook.database"),
}
USES = {
    module: [use for use in uses(module, MODULES) if (module, use.module) not in SHUT_OUT]  #
    for module in MODULES
}
BY_NAME = {layer.name: layer for layer in LAYERS}
LESSON = re.compile(r"conv|autoencoder|vae|mnist|digit", re.I)  # words of single lessons
CONFIGURATION = ("nbgrader_config.py", "pyproject.toml", "Makefile", "course/assets/jupyter/course.json")


def layer_of(module: str) -> str:
    """The innermost layer that a module lies in; empty for the package itself."""
    name = module.removeprefix("course").removeprefix(".")
    while name and name not in BY_NAME:
        name = name.rpartition(".")[0]
    return name


def broken_rule(module: str, use: Use) -> str:
    """Which rule a use breaks, in words; empty if none."""
    ours, theirs = layer_of(module), layer_of(use.module)
    if theirs in ("", ours, *GROUND):
        return ""
    if not ours:
        return f"{use}: the package itself imports nothing, so that each layer can be had alone"
    layer = BY_NAME[ours]
    if theirs in layer.uses:
        return ""
    return f"{use}: {ours} may use {', '.join((*GROUND, *layer.uses))}, and not {theirs}: {layer.rule}"


def test_a_module_uses_only_layers_that_its_own_may_use() -> None:
    found = {(module, use.module): broken_rule(module, use) for module in MODULES for use in USES[module]}
    assert not [rule for pair, rule in found.items() if rule]


def test_layers_may_use_only_layers_that_stand_below_them() -> None:
    order = [layer.name for layer in LAYERS]
    assert len(order) == len(set(order))
    for layer in LAYERS:
        above = [use for use in layer.uses if use not in order[: order.index(layer.name)]]
        assert not above, f"{layer.name} may not use {above}: they stand above it, or nowhere"


def test_authoring_and_grading_may_not_use_each_other() -> None:
    for one, other in (("authoring", "grading"), ("grading", "authoring")):
        layers = [layer for layer in LAYERS if layer.name.startswith(one)]
        assert not [use for layer in layers for use in layer.uses if use.startswith(other)]


def test_no_module_uses_itself_by_way_of_others() -> None:
    graph = {module: {use.module for use in found} - {module} for module, found in USES.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as circle:
        pytest.fail(" uses ".join(reversed(circle.args[1])))


def test_grading_names_nothing_of_a_single_lesson() -> None:
    found = [
        f"{use}: the grading side knows no lesson by name"
        for module in MODULES
        for use in USES[module]
        if module.startswith("course.grading") and LESSON.search(use.module)
    ]
    assert not found


def test_nothing_that_is_installed_reads_the_tests() -> None:
    found = [f"{module}: {text}" for module in MODULES for text in _texts(module) if re.search(r"\btests/\w", text)]
    assert not found


def test_every_module_lies_in_a_layer_and_few_are_loose() -> None:
    assert [module for module in MODULES if not layer_of(module)] == ["course"]
    assert len(list((ROOT / "course").glob("*.py"))) <= 10
    assert 8 <= len(list((ROOT / "course").glob("*/__init__.py"))) <= 14


def test_the_page_about_the_architecture_lists_the_layers_in_their_order() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    order = [layer.name for layer in LAYERS]
    outer = [name for name in order if (ROOT / "course" / name).is_dir()]
    inner = [name.removeprefix("grading.").replace(".", "/") for name in order if name.startswith("grading.")]
    assert re.findall(r"^\| `([a-z_/]+)/` \|", page, re.M) == [*outer, *inner]


def test_every_package_says_its_purpose_in_one_line() -> None:
    for module, file in MODULES.items():
        if file.name == "__init__.py":
            purpose = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
            assert purpose, f"{module} has no docstring"
            assert purpose.splitlines()[0].endswith("."), f"the first line of {module} is no sentence"


@pytest.mark.parametrize("file", CONFIGURATION)
def test_configuration_names_modules_that_exist(file: str) -> None:
    for name in named((ROOT / file).read_text(encoding="utf-8")):
        assert name in MODULES or name.rpartition(".")[0] in MODULES, f"{file} names {name}, which is nowhere"


def _texts(module: str) -> Iterator[str]:
    """What a module imports, and its strings."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield ast.unparse(node).replace("from tests", "from tests/").replace("import tests.", "import tests/")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
