"""The explorers that there are, and for each the module of its tests, which offers ``example()``: a small one."""

import importlib
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
