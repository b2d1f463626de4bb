"""Google Colab: its modules, the student's Drive, and files and notebooks for the student's own computer."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Any

from course.errors import CourseError

NOTEBOOK_TIMEOUT = 60  # seconds that Colab gets to hand over the notebook
DRIVE = Path("/content/drive")  # where Colab's own examples mount it


def colab_module(name: str) -> Any:
    """Return a module of ``google.colab``, such as ``files`` or ``drive``, or None outside Colab."""
    try:
        return importlib.import_module(f"google.colab.{name}")
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
    drive = colab_module("drive")
    if drive is None:
        raise CourseError(f"Google Drive can be used on Colab only; here files are kept in {Path.cwd()}")
    drive.mount(str(DRIVE))
    path = DRIVE / "MyDrive" / folder
    path.mkdir(parents=True, exist_ok=True)
    os.chdir(path)
    print(f"Files are now saved in your Drive, in the folder {folder}")
    return path


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
    files = colab_module("files")
    if files is None:
        print(f"The file is {path.resolve()}")
    else:
        files.download(str(path))


def colab_notebook(timeout: int = NOTEBOOK_TIMEOUT) -> Any:
    """Return the notebook that is open on Colab, as it is now, with all outputs (JSON); None outside Colab.

    Parameters
    ----------
    timeout
        Seconds that Colab gets.

    Raises
    ------
    CourseError
        If Colab does not give it away.
    """
    messages = colab_module("_message")
    if messages is None:
        return None
    reply = messages.blocking_request("get_ipynb", request="", timeout_sec=timeout)
    if not isinstance(reply, dict) or "ipynb" not in reply:
        raise CourseError(
            "Colab did not hand over the notebook; wait until no cell is running, then try again, "
            "or use File → Download → Download .ipynb"
        )
    return reply["ipynb"]


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
