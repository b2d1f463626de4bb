"""What notebooks import: short names, each there when it is asked for, and nothing slow before."""

import importlib
import pkgutil
import pydoc
import subprocess
import sys

import pytest

PUBLIC = ("checks", "data", "explorers", "figures", "models", "report", "session", "training")
LAZY = [package for package in PUBLIC if package != "checks"]  # nobody imports the checks without using them
SLOW = {"IPython", "PIL", "ipywidgets", "matplotlib", "nbgrader", "numpy", "torch", "torchvision"}


@pytest.fixture(params=PUBLIC)
def package(request):
    return importlib.import_module(f"course.{request.param}")


def test_each_name_of_a_package_is_there_and_defined_in_it(package):
    """So type checkers see it, too: a lazy package finds its names by what it imports for them."""
    for name in package.__all__:
        assert getattr(package, name).__module__.startswith(f"{package.__name__}.")


def test_completion_star_import_and_help_know_a_packages_names(package):
    assert set(package.__all__) <= set(dir(package))
    names = {}
    exec(f"from {package.__name__} import *", names)
    assert set(package.__all__) <= set(names)
    text = pydoc.plain(pydoc.render_doc(package))
    assert all(name in text for name in package.__all__)


def test_no_name_of_a_package_is_also_a_module_of_it(package):
    """Else it would be the one or the other, depending on what was imported before."""
    assert not set(package.__all__) & {module.name for module in pkgutil.iter_modules(package.__path__)}


def test_another_name_is_refused_in_pythons_words(package):
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'teapot'"):
        package.teapot  # noqa: B018


def test_importing_the_packages_imports_nothing_slow():
    code = f"import sys, {', '.join(f'course.{package}' for package in LAZY)}; print({SLOW!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
