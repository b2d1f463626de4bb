"""The first cell of every notebook: what is missing is installed, what was found is printed, progress is followed."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from course import __version__
from course.errors import CourseError
from course.findings import installed_version, requirements
from course.session.environment import describe


def prepare(assignment: str, *, version: str = "") -> None:
    """Make everything ready for a notebook, and print one line on what was found.

    Packages that the course needs and that are not installed are installed; none that is there is changed. From now on
    the progress panel follows the cells as they run (`course.session.watch`).

    Parameters
    ----------
    assignment
        The notebook's folder, such as ``"3-1-convolution"``.
    version
        The course's version for which the notebook was made; another one is pointed out, with the fix.

    Raises
    ------
    CourseError
        If packages are missing and cannot be installed.
    """
    install_missing()
    print(describe())
    if version and version != __version__:
        print(
            f"This notebook was made for version {version} of the course, but {__version__} is installed. "
            f"{_how_to_get(version)}, and restart the kernel."
        )
    # After `install_missing`: they need torch and ipywidgets.
    from course.data import torchvision_operators  # noqa: F401  # for students who import torchvision
    from course.session.watcher import watch

    watch(assignment)


def install_missing() -> None:
    """Install what the course needs and this Python lacks; whatever is installed keeps its version.

    Raises
    ------
    CourseError
        If pip fails; the message ends with its own last line.
    """
    wanted = {_package(line): line for line in requirements("course") if "extra ==" not in line}
    installed = {package: found for package in wanted if (found := installed_version(package))}
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


def _package(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def _how_to_get(version: str) -> str:
    """How to get another version: from the repository that the installed course names, or the folder it came in."""
    links = metadata.metadata("course").get_all("Project-URL") or []
    repository = next((link.partition(", ")[2] for link in links if link.startswith("Repository, ")), "")
    if not repository:
        return "Use the notebook and the folder course/ of one and the same version"
    archive = f"{repository}/archive/refs/tags/v{version}.zip"
    return f"Run  %pip install --quiet --no-deps --force-reinstall {archive}"
