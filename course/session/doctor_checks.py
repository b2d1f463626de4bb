"""What the lessons need of the machine that they run on: tried out one by one, each with its fix."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from course.findings import Checks, Finding, Verdict, installed_version, package_findings, requirements

MEGABYTE = 1_000_000
_ENOUGH, _LITTLE = 1000 * MEGABYTE, 100 * MEGABYTE  # of disk: with the full data and reports; for one notebook
_OPERATORS = "torchvision's compiled operators do not fit this torch; the course does without them"


def python() -> list[Finding]:
    """Which Python runs, and whether the course is meant for it."""
    version = platform.python_version().rstrip("+")  # Debian's own builds end with a plus
    found = f"{version} on {platform.system()}, {sys.executable}"
    tested = _tested_pythons()
    if tested.contains(version, prereleases=True):
        return [Finding("Python", "ok", found)]
    return [Finding("Python", "missing", found, f"Install Python {tested} and set the course up with it")]


def _tested_pythons() -> SpecifierSet:
    try:
        return SpecifierSet(metadata.metadata("course")["Requires-Python"])
    except metadata.PackageNotFoundError:  # used without being installed
        return SpecifierSet()


def torchvision() -> list[Finding]:
    """Whether torchvision can be imported beside this torch, and with its operators."""
    importlib.import_module("course.data.torchvision_operators")
    has_operators = importlib.import_module("torchvision.extension")._has_ops()
    if has_operators:
        return [Finding("torch and torchvision", "ok", "made for each other")]
    fix = "Nothing to do for the lessons. For the operators, install both from one index (pytorch.org, Get started)"
    return [Finding("torch and torchvision", "attention", _OPERATORS, fix)]


def accelerator() -> list[Finding]:
    """Whether there is a graphics card, and whether it computes what the processor does."""
    import torch

    from course.training import profile

    where = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    if where == "cpu" and shutil.which("nvidia-smi"):
        fix = "Install torch for CUDA (pytorch.org, Get started), or go on without: a laptop's processor is enough"
        return [
            Finding("graphics card", "attention", f"there is one, but torch {torch.__version__} cannot use it", fix)
        ]
    if where == "cpu":
        return [Finding("graphics card", "ok", "none; the lessons are made for a laptop's processor, too")]
    numbers = torch.arange(12.0).reshape(3, 4)
    result = (numbers.to(where) @ numbers.T.to(where)).cpu()
    if torch.allclose(result, numbers @ numbers.T):
        return [Finding("graphics card", "ok", profile.describe())]
    fix = "Update its driver, or set the environment variable CUDA_VISIBLE_DEVICES to nothing to do without it"
    return [Finding("graphics card", "missing", f"{where} computes wrongly", fix)]


def threads() -> list[Finding]:
    """How many processor cores torch may use."""
    import torch

    used, there = torch.get_num_threads(), os.cpu_count() or 1
    found = f"torch uses {used} of {there}"
    if used == 1 < there and "OMP_NUM_THREADS" in os.environ:
        return [Finding("processor cores", "attention", found, "Unset the environment variable OMP_NUM_THREADS")]
    return [Finding("processor cores", "ok", found)]


def data() -> list[Finding]:
    """Whether the digits, the photograph and the trained networks that come with the course are whole."""
    from course.data import digits, sample_image
    from course.models.pretrained import pretrained_vae

    counts = [len(digits("train").labels), len(digits("test").labels)]
    sample_image()
    pretrained_vae(2)
    return [Finding("the course's data", "ok", f"whole: {counts[0]:,} + {counts[1]:,} digits, photograph, networks")]


def full_data() -> list[Finding]:
    """Whether all of MNIST is at hand; the lessons use it where there is a graphics card."""
    from course.data import DataError, digits
    from course.data.mnist_full import full_folder

    try:
        folder = full_folder()
        if folder is None:
            return [Finding("full MNIST", "ok", "not here; downloaded (11 MB) when a graphics card is first used")]
        for split in ("train", "test"):
            digits(split, full=True, n=1)
    except (DataError, OSError) as error:
        return [Finding("full MNIST", "attention", str(error), "Needed with a graphics card only")]
    return [Finding("full MNIST", "ok", f"whole, in {folder}")]


def controls() -> list[Finding]:
    """Whether JupyterLab has the part of ipywidgets that draws sliders, in the version that belongs to it."""
    from course.session import environment

    name, own = "sliders and buttons", installed_version("ipywidgets")
    if environment.name() in ("Colab", "Kaggle"):
        return [Finding(name, "ok", f"{environment.name()} brings its own for ipywidgets {own}")]
    front = installed_version("jupyterlab_widgets")
    wanted = next(Requirement(line) for line in requirements("ipywidgets") if line.startswith("jupyterlab"))
    if front is None:
        fix = f'Where JupyterLab is installed: pip install "jupyterlab_widgets{wanted.specifier}"; then restart it'
        return [
            Finding(name, "missing" if installed_version("jupyterlab") else "attention", "no jupyterlab_widgets", fix)
        ]
    found = f"ipywidgets {own}, jupyterlab_widgets {front}"
    if wanted.specifier.contains(front, prereleases=True):
        return [Finding(name, "ok", found)]
    fix = "pip install --upgrade ipywidgets jupyterlab_widgets, restart JupyterLab and load its page anew"
    return [Finding(name, "missing", f"{found}; expected jupyterlab_widgets{wanted.specifier}", fix)]


def disk() -> list[Finding]:
    """Whether notebooks can be saved in this folder, and how much room there is."""
    folder = Path.cwd()
    free = shutil.disk_usage(folder).free
    room = "Delete files that you no longer need, or move the course to another disk"
    verdict: Verdict = "ok"
    if free < _ENOUGH:
        verdict = "attention" if free >= _LITTLE else "missing"
    space = Finding("disk space", verdict, f"{free / MEGABYTE:,.0f} MB free", room if verdict != "ok" else "")
    try:
        with tempfile.TemporaryFile(dir=folder):
            return [space, Finding("saving here", "ok", str(folder))]
    except OSError as error:
        fix = "Copy the course into a folder of your own, and open it there"
        return [space, Finding("saving here", "missing", f"{folder}: {error.strerror}", fix)]


def profile() -> list[Finding]:
    """How much the notebooks will train."""
    from course.training import profile

    try:
        chosen = profile.name()
    except ValueError as error:
        return [Finding("profile", "missing", str(error), "Unset COURSE_PROFILE, then restart the kernel")]
    if chosen != "grading" or os.environ.get("NBGRADER_EXECUTION"):
        return [Finding("profile", "ok", chosen)]
    found = "grading, from the environment variable COURSE_PROFILE: trainings end after seconds, pictures stay poor"
    return [Finding("profile", "attention", found, "Unset COURSE_PROFILE, then restart the kernel")]


CHECKS: Checks = {
    "Python": python,
    "packages": package_findings,
    "torch and torchvision": torchvision,
    "graphics card": accelerator,
    "processor cores": threads,
    "the course's data": data,
    "full MNIST": full_data,
    "sliders and buttons": controls,
    "disk space": disk,
    "profile": profile,
}
