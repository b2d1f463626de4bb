import sys
from types import ModuleType

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course.authoring.write_task_list import table_of
from course.session import watcher
from course.session.progress import Progress
from tests.session.small import small_notebook


@pytest.fixture
def released():
    return small_notebook()


@pytest.fixture
def table(released):
    return table_of(released)


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
    monkeypatch.setattr(watcher, "read_table", lambda assignment: table)
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
