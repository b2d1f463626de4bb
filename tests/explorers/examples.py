"""The explorers that there are, and for each the module of its tests, which offers ``example()``: a small one."""

import importlib
from pathlib import Path
from types import ModuleType

import course.explorers
from course.explorers import Explorer

EXPORTED = {name: getattr(course.explorers, name) for name in course.explorers.__all__}
NAMES = [
    name
    for name, value in EXPORTED.items()
    if isinstance(value, type) and issubclass(value, Explorer) and value is not Explorer
]


def module_for(name: str) -> ModuleType:
    """The module of tests of an explorer's folder."""
    folder = EXPORTED[name].__module__.split(".")[-2]
    return importlib.import_module(f"tests.explorers.test_{folder}")


def example_cells() -> list[str]:
    """The code of notebook cells that show an example of each explorer, the course's tests being found first."""
    find = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})"
    return [find, *(f"from {module_for(name).__name__} import example; example()" for name in NAMES)]
