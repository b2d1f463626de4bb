"""Where a notebook runs: the program it is open in, versions, what computes, and how much is trained."""

from __future__ import annotations

import os
import platform
import sys
from typing import Any

from course import __version__
from course.session.colab import colab_module
from course.training import profile
from course.wording import counted


def describe() -> str:
    """Return one line: the program, versions, what computes, profile and data; short enough for a notebook's width."""
    import torch  # takes a second, and `course.session.prepare` may have to install it first

    where = profile.device().type
    computer = f"CPU, {counted(torch.get_num_threads(), 'thread')}"
    if where != "cpu":
        computer = torch.cuda.get_device_name() if where == "cuda" else "Apple's GPU"
    data = profile.choose(grading="a few digits", laptop="12,000 digits", gpu="all 70,000 digits")
    python = ".".join(platform.python_version_tuple()[:2])
    versions = f"course {__version__}, torch {torch.__version__.partition('+')[0]}, Python {python}"
    return f"{name()} · {versions} · {computer} · profile {profile.name()}: {data}"


def name() -> str:
    """Return which program the notebook is open in, as far as that can be told."""
    if colab_module("files") is not None:
        return "Colab"
    if "KAGGLE_KERNEL_RUN_TYPE" in os.environ:
        return "Kaggle"
    if os.environ.get("NBGRADER_EXECUTION"):
        return "nbgrader"
    if "__vsc_ipynb_file__" in getattr(_shell(), "user_ns", {}):
        return "VS Code"
    if "JPY_SESSION_NAME" in os.environ:  # set by the server of JupyterLab, of Notebook and of a JupyterHub
        return "JupyterHub" if "JUPYTERHUB_USER" in os.environ else "Jupyter"
    return "VS Code" if "VSCODE_PID" in os.environ else "Python"


def _shell() -> Any:
    ipython = sys.modules.get("IPython")  # loaded wherever a notebook runs
    return ipython.get_ipython() if ipython else None
