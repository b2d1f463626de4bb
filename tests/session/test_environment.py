"""Where a notebook runs is told from what each place leaves behind."""

import sys
from types import SimpleNamespace

import pytest
import torch

import course
from course.session import environment

pytestmark = pytest.mark.usefixtures("bare")


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
