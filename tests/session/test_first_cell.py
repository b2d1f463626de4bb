"""What the first cell of every notebook prepares: packages, one line on what is there, the tasks' progress."""

import importlib.metadata
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

import course
from course.errors import CourseError
from course.session import environment, first_cell

pytestmark = pytest.mark.usefixtures("bare")


@pytest.fixture
def watched(monkeypatch):
    calls = []
    monkeypatch.setattr("course.session.watcher.watch", calls.append)
    return calls


def test_prepare_prints_one_line_and_then_watches_the_tasks(capsys, watched):
    first_cell.prepare("3-3-vae", version=course.__version__)
    assert capsys.readouterr().out == environment.describe() + "\n"
    assert watched == ["3-3-vae"]


def test_another_version_than_the_notebooks_is_pointed_out_with_the_mend(monkeypatch, capsys, watched):
    first_cell.prepare("3-3-vae", version="9.0.0")
    _, second = capsys.readouterr().out.splitlines()
    assert second == (
        f"This notebook was made for version 9.0.0 of the course, but {course.__version__} is installed. "
        "Use the notebook and the folder course/ of one and the same version, and restart the kernel."
    )
    links = SimpleNamespace(get_all=lambda name: ["Homepage, x", "Repository, https://github.com/a/b"])
    monkeypatch.setattr(importlib.metadata, "metadata", lambda name: links)
    first_cell.prepare("3-3-vae", version="9.0.0")
    assert "%pip install --quiet --no-deps --force-reinstall https://github.com/a/b/archive/refs/tags/v9.0.0.zip" in (
        capsys.readouterr().out
    )


@pytest.fixture
def pip(monkeypatch):
    """A pip that notes its arguments and its constraints; ``pip.result`` is what it ends with."""
    pip = SimpleNamespace(calls=[], result=(0, ""))

    def run(command, **settings):
        kept = Path(command[command.index("--constraint") + 1]).read_text()
        pip.calls.append((command[command.index("--constraint") + 2 :], kept.splitlines()))
        return subprocess.CompletedProcess(command, pip.result[0], "", pip.result[1])

    monkeypatch.setattr(subprocess, "run", run)
    return pip


def test_only_missing_packages_are_installed_and_the_others_keep_their_versions(monkeypatch, capsys, pip):
    asked = ["torch<3,>=2.4", "absent-one>=1", "jupyterlab; extra == 'lab'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: asked)
    first_cell.install_missing()
    assert pip.calls == [(["absent-one>=1"], [f"torch=={importlib.metadata.version('torch')}"])]
    assert "Installing absent-one" in capsys.readouterr().out


def test_where_nothing_is_missing_pip_is_not_asked(pip, capsys):
    first_cell.install_missing()
    assert (pip.calls, capsys.readouterr().out) == ([], "")


def test_a_failed_installation_is_one_sentence_with_pips_reason(monkeypatch, pip):
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["absent-one>=1"])
    pip.result = (1, "WARNING: retrying\nERROR: No matching distribution found\n")
    with pytest.raises(CourseError, match=r"absent-one>=1 could not be installed \(ERROR: No matching distribution"):
        first_cell.install_missing()
