"""Where a notebook runs, and what that place needs: the first cell of every notebook calls `prepare`."""

from __future__ import annotations

import importlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

import course
from course.errors import CourseError
from course.training import profile
from course.wording import counted

ASK_COLAB = 60  # seconds that Colab gets to hand over the notebook
DRIVE = Path("/content/drive")  # where Colab's own examples mount it


def prepare(assignment: str, *, version: str = "") -> None:
    """Make the place ready for a notebook, and print one line on what was found.

    Packages that the course needs and that are not installed are installed; none that is there is changed. From now on
    the progress panel follows the cells as they run (`course.session.watch`).

    Parameters
    ----------
    assignment
        The notebook's folder, such as ``"3-1-convolution"``.
    version
        The course's version for which the notebook was made; another one is pointed out, with the mend.

    Raises
    ------
    CourseError
        If packages are missing and cannot be installed.
    """
    complete()
    print(describe())
    if version and version != course.__version__:
        print(
            f"This notebook was made for version {version} of the course, but {course.__version__} is installed. "
            f"{_mend(version)}, and restart the kernel."
        )
    from course.session.watcher import watch  # after `complete`: it draws with ipywidgets

    watch(assignment)


def describe() -> str:
    """Return one line: the place, versions, what computes, profile and data; short enough for a notebook's width."""
    import torch  # takes a second, and `complete` may have to install it first

    where = profile.device().type
    computer = f"CPU, {counted(torch.get_num_threads(), 'thread')}"
    if where != "cpu":
        computer = torch.cuda.get_device_name() if where == "cuda" else "Apple's GPU"
    data = profile.choose(grading="a few digits", laptop="12,000 digits", gpu="all 70,000 digits")
    python = ".".join(platform.python_version_tuple()[:2])
    versions = f"course {course.__version__}, torch {torch.__version__.partition('+')[0]}, Python {python}"
    return f"{name()} · {versions} · {computer} · profile {profile.name()}: {data}"


def name() -> str:
    """Return which program the notebook is open in, as far as that can be told."""
    if colab("files") is not None:
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


def colab(part: str) -> Any:
    """Return a module of ``google.colab``, such as ``files`` or ``drive``, or None outside Colab."""
    try:
        return importlib.import_module(f"google.colab.{part}")
    except ImportError:
        return None


def use_drive(folder: str = "course") -> Path:
    """Work in a folder of the student's Google Drive, so that files outlast the session; Colab asks for permission.

    Returns
    -------
    Path
        The folder, made if needed; it is now the working directory.

    Raises
    ------
    CourseError
        Outside Colab, where files stay where they are anyway.
    """
    drive = colab("drive")
    if drive is None:
        raise CourseError(f"Google Drive can be used on Colab only; here files are kept in {Path.cwd()}")
    drive.mount(str(DRIVE))
    place = DRIVE / "MyDrive" / folder
    place.mkdir(parents=True, exist_ok=True)
    os.chdir(place)
    print(f"Files are now saved in your Drive, in the folder {folder}")
    return place


def download(file: str | Path) -> None:
    """Send a file to the student's own computer: on Colab through the browser; elsewhere it is there already.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    path = Path(file)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path} in {Path.cwd()}; run the cell that writes it first")
    files = colab("files")
    if files is None:
        print(f"The file is {path.resolve()}")
    else:
        files.download(str(path))


def colab_notebook() -> Any:
    """Return the notebook that is open on Colab, as it is now, with all outputs (JSON); None outside Colab.

    Raises
    ------
    CourseError
        If Colab does not give it away.
    """
    messages = colab("_message")
    if messages is None:
        return None
    answer = messages.blocking_request("get_ipynb", request="", timeout_sec=ASK_COLAB)
    if not isinstance(answer, dict) or "ipynb" not in answer:
        raise CourseError(
            "Colab did not hand over the notebook; wait until no cell is running, then try again, "
            "or use File → Download → Download .ipynb"
        )
    return answer["ipynb"]


def download_notebook(name: str) -> Path:
    """Send the open notebook as it is now, with all outputs, to the student's own computer: on Colab only.

    *File → Download* does the same, but names the file after the copy in Drive.

    Parameters
    ----------
    name
        Name of the notebook to hand in, such as ``"vae.ipynb"``.

    Raises
    ------
    CourseError
        Outside Colab, or if Colab does not give the notebook away.
    """
    notebook = colab_notebook()
    if notebook is None:
        raise CourseError(f"this is for Colab; here the notebook is a file: save it, then look in {Path.cwd()}")
    path = Path(name).with_suffix(".ipynb")
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    download(path)
    return path


def complete() -> None:
    """Install what the course needs and the place lacks; whatever is installed keeps its version.

    Raises
    ------
    CourseError
        If pip fails; the message ends with its own last line.
    """
    wanted = {_package(line): line for line in _requirements()}
    installed = {package: found for package in wanted if (found := _version(package))}
    missing = [wanted[package] for package in wanted if package not in installed]
    if not missing:
        return
    print("Installing", ", ".join(sorted(set(wanted) - set(installed))), "– once, and it may take some minutes")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "constraints.txt"
        kept.write_text("".join(f"{package}=={found}\n" for package, found in installed.items()), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--constraint", str(kept), *missing]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CourseError(
            f"{', '.join(missing)} could not be installed ({reason}). Install it, then run this cell again"
        )
    importlib.invalidate_caches()


def _requirements() -> list[str]:
    """What the installed course asks for, without its extras; nothing if it is used without being installed."""
    try:
        lines = metadata.requires("course") or []
    except metadata.PackageNotFoundError:
        return []
    return [line for line in lines if "extra ==" not in line]


def _package(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _mend(version: str) -> str:
    """How to get another version: from the repository that the installed course names, or the folder it came in."""
    links = metadata.metadata("course").get_all("Project-URL") or []
    repository = next((link.partition(", ")[2] for link in links if link.startswith("Repository, ")), "")
    if not repository:
        return "Use the notebook and the folder course/ of one and the same version"
    archive = f"{repository}/archive/refs/tags/v{version}.zip"
    return f"Run  %pip install --quiet --no-deps --force-reinstall {archive}"


def _shell() -> Any:
    ipython = sys.modules.get("IPython")  # loaded wherever a notebook runs
    return ipython.get_ipython() if ipython else None
