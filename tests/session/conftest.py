import sys
from types import ModuleType

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course.authoring.write_task_list import task_list_of
from course.session import environment, watcher
from course.session.progress import Progress
from tests.session.small import small_notebook

VARIABLES = ("KAGGLE_KERNEL_RUN_TYPE", "NBGRADER_EXECUTION", "JPY_SESSION_NAME", "JUPYTERHUB_USER", "VSCODE_PID")


@pytest.fixture
def released():
    return small_notebook()


@pytest.fixture
def table(released):
    return task_list_of(released)


@pytest.fixture
def progress(table):
    return Progress(table)


@pytest.fixture
def saved(released, tmp_path):
    """The notebook as a file."""
    path = tmp_path / "small.ipynb"
    nbformat.write(released, path)
    return path


@pytest.fixture
def shell(monkeypatch, table):
    """A real IPython shell, whose course has the small notebook only."""
    monkeypatch.setattr(watcher, "read_task_list", lambda assignment: table)
    monkeypatch.setattr(watcher, "_watcher", None)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setitem(sys.modules, "notebook-under-test", ModuleType("notebook-under-test"))
    InteractiveShell.clear_instance()
    yield InteractiveShell.instance(user_module=sys.modules["notebook-under-test"], colors="nocolor")
    InteractiveShell.clear_instance()


@pytest.fixture
def run(shell):
    """Run a cell as a kernel does; returns what it printed, errors included, and what it displayed."""

    def run(text):
        with capture_output() as captured:
            shell.run_cell(text, store_history=True)
        return captured.stdout + "".join(output.data["text/plain"] for output in captured.outputs)

    return run


@pytest.fixture
def bare(monkeypatch):
    """A plain Python on a machine without a graphics card; each test adds what its place has."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_PROFILE", "laptop")
    monkeypatch.setattr("course.training.profile._accelerator", lambda: "cpu")
    monkeypatch.setattr(environment, "_shell", lambda: None)
    for name in ("google", "google.colab", "google.colab.files", "google.colab.drive", "google.colab._message"):
        monkeypatch.setitem(sys.modules, name, None)  # cannot be imported


@pytest.fixture
def colab(monkeypatch):
    """Colab's own modules, which note what is asked of them."""
    asked = []
    files = ModuleType("google.colab.files")
    files.download = lambda name: asked.append(("download", name))
    drive = ModuleType("google.colab.drive")
    drive.mount = lambda where: asked.append(("mount", where))
    message = ModuleType("google.colab._message")
    message.blocking_request = lambda what, request, timeout_sec: {"ipynb": {"cells": [], "nbformat": 4, "what": what}}
    for module in (ModuleType("google"), ModuleType("google.colab"), files, drive, message):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return asked
