"""What the first cell of every notebook finds and prepares, in the places where students work."""

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import torch

import course
from course.errors import CourseError
from course.session import environment

VARIABLES = ("KAGGLE_KERNEL_RUN_TYPE", "NBGRADER_EXECUTION", "JPY_SESSION_NAME", "JUPYTERHUB_USER", "VSCODE_PID")


@pytest.fixture(autouse=True)
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


def test_colab_is_known_by_its_modules(colab):
    assert environment.name() == "Colab"


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "Python"),
        ({"KAGGLE_KERNEL_RUN_TYPE": "Interactive"}, "Kaggle"),
        ({"JPY_SESSION_NAME": "/home/x.ipynb"}, "Jupyter"),
        ({"JPY_SESSION_NAME": "/home/x.ipynb", "JUPYTERHUB_USER": "x"}, "JupyterHub"),
        ({"JPY_SESSION_NAME": "/home/x.ipynb", "VSCODE_PID": "7"}, "Jupyter"),  # started in VS Code's terminal
        ({"VSCODE_PID": "7"}, "VS Code"),
        ({"JPY_SESSION_NAME": "/home/x.ipynb", "NBGRADER_EXECUTION": "validate"}, "nbgrader"),
    ],
)
def test_other_places_are_known_by_their_variables(monkeypatch, variables, name):
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert environment.name() == name


def test_vs_code_is_known_by_the_name_that_it_gives_the_notebook(monkeypatch):
    monkeypatch.setattr(environment, "_shell", lambda: SimpleNamespace(user_ns={"__vsc_ipynb_file__": "/home/x.ipynb"}))
    assert environment.name() == "VS Code"


def test_the_description_is_one_line_with_place_versions_device_profile_and_data(monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 4)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    versions = f"course {course.__version__}, torch {torch.__version__.split('+')[0]}, Python {python}"
    assert environment.describe() == f"Python · {versions} · CPU, 4 threads · profile laptop: 12,000 digits"
    assert len(environment.describe()) < 100


@pytest.mark.parametrize(("card", "named"), [("cuda", "Tesla T4"), ("mps", "Apple's GPU")])
def test_a_graphics_card_is_named_and_all_digits_are_used(monkeypatch, card, named):
    monkeypatch.delenv("COURSE_PROFILE")
    monkeypatch.setattr("course.training.profile._accelerator", lambda: card)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Tesla T4")
    assert environment.describe().endswith(f" · {named} · profile gpu: all 70,000 digits")


@pytest.fixture
def watched(monkeypatch):
    calls = []
    monkeypatch.setattr("course.session.watcher.watch", calls.append)
    return calls


def test_prepare_prints_one_line_and_then_watches_the_tasks(capsys, watched):
    environment.prepare("3-3-vae", version=course.__version__)
    assert capsys.readouterr().out == environment.describe() + "\n"
    assert watched == ["3-3-vae"]


def test_another_version_than_the_notebooks_is_pointed_out_with_the_mend(monkeypatch, capsys, watched):
    environment.prepare("3-3-vae", version="9.0.0")
    _, second = capsys.readouterr().out.splitlines()
    assert second == (
        f"This notebook was made for version 9.0.0 of the course, but {course.__version__} is installed. "
        "Use the notebook and the folder course/ of one and the same version, and restart the kernel."
    )
    links = SimpleNamespace(get_all=lambda name: ["Homepage, x", "Repository, https://github.com/a/b"])
    monkeypatch.setattr(importlib.metadata, "metadata", lambda name: links)
    environment.prepare("3-3-vae", version="9.0.0")
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
    environment.complete()
    assert pip.calls == [(["absent-one>=1"], [f"torch=={importlib.metadata.version('torch')}"])]
    assert "Installing absent-one" in capsys.readouterr().out


def test_where_nothing_is_missing_pip_is_not_asked(pip, capsys):
    environment.complete()
    assert (pip.calls, capsys.readouterr().out) == ([], "")


def test_a_failed_installation_is_one_sentence_with_pips_reason(monkeypatch, pip):
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["absent-one>=1"])
    pip.result = (1, "WARNING: retrying\nERROR: No matching distribution found\n")
    with pytest.raises(CourseError, match=r"absent-one>=1 could not be installed \(ERROR: No matching distribution"):
        environment.complete()


def test_drive_is_mounted_and_worked_in_on_colab_only(monkeypatch, tmp_path, colab, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(environment, "DRIVE", tmp_path / "drive")
    assert environment.use_drive("vae") == tmp_path / "drive" / "MyDrive" / "vae" == Path.cwd()
    assert colab == [("mount", str(tmp_path / "drive"))]


def test_without_colab_drive_is_refused_and_the_folder_named(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match=f"on Colab only; here files are kept in {tmp_path}"):
        environment.use_drive()


def test_a_file_is_sent_through_the_browser_on_colab_and_named_elsewhere(monkeypatch, tmp_path, capsys, colab):
    (tmp_path / "report.docx").write_bytes(b"x")
    environment.download(tmp_path / "report.docx")
    assert colab == [("download", str(tmp_path / "report.docx"))]
    monkeypatch.setitem(sys.modules, "google.colab.files", None)
    environment.download(tmp_path / "report.docx")
    assert capsys.readouterr().out == f"The file is {tmp_path / 'report.docx'}\n"


def test_a_file_that_is_not_there_is_not_sent(tmp_path, colab):
    with pytest.raises(FileNotFoundError, match=r"no file .*none\.docx"):
        environment.download(tmp_path / "none.docx")


def test_the_open_notebook_is_sent_under_the_name_to_hand_in(monkeypatch, tmp_path, colab):
    monkeypatch.chdir(tmp_path)
    path = environment.download_notebook("vae.ipynb")
    assert json.loads(path.read_text()) == {"cells": [], "nbformat": 4, "what": "get_ipynb"}
    assert colab == [("download", "vae.ipynb")]
    monkeypatch.setitem(sys.modules, "google.colab._message", None)
    with pytest.raises(CourseError, match="here the notebook is a file"):
        environment.download_notebook("vae.ipynb")
