"""What notebooks import: short names, each there when it is asked for, and nothing slow before."""

import importlib
import pkgutil
import pydoc
import subprocess
import sys

import pytest

ROOMS = ("checks", "data", "explorers", "figures", "models", "report", "session", "training")
LAZY = [room for room in ROOMS if room != "checks"]  # nobody imports the checks without using them
SLOW = {"IPython", "PIL", "ipywidgets", "matplotlib", "nbgrader", "numpy", "torch", "torchvision"}


@pytest.fixture(params=ROOMS)
def room(request):
    return importlib.import_module(f"course.{request.param}")


def test_each_name_of_a_room_is_there_and_defined_in_it(room):
    """So type checkers see it, too: a lazy room finds its names by what it imports for them."""
    for name in room.__all__:
        assert getattr(room, name).__module__.startswith(f"{room.__name__}.")


def test_completion_star_import_and_help_know_a_rooms_names(room):
    assert set(room.__all__) <= set(dir(room))
    names = {}
    exec(f"from {room.__name__} import *", names)
    assert set(room.__all__) <= set(names)
    text = pydoc.plain(pydoc.render_doc(room))
    assert all(name in text for name in room.__all__)


def test_no_name_of_a_room_is_also_a_module_of_it(room):
    """Else it would be the one or the other, depending on what was imported before."""
    assert not set(room.__all__) & {module.name for module in pkgutil.iter_modules(room.__path__)}


def test_another_name_is_refused_in_pythons_words(room):
    with pytest.raises(AttributeError, match=f"module '{room.__name__}' has no attribute 'teapot'"):
        room.teapot  # noqa: B018


def test_importing_the_rooms_imports_nothing_slow():
    code = f"import sys, {', '.join(f'course.{room}' for room in LAZY)}; print({SLOW!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
