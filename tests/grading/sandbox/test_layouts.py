"""Wherever Python, the course and the gradebook lie, the first two are seen and the third is not."""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from scripts.course_copy import ROOT
from tests.grading.sandbox.conftest import started

LOOK = """
import json, os, sys
from course.grading.sandbox import Zygote
from course.grading.sandbox import protections
from course.grading.sandbox import exec_entry
with Zygote(isolated=True) as zygote, zygote.spawn("course.grading.sandbox.exec_entry:serve") as child:
    text = "import os, sys, course, course.figures.palette\\n"
    text += "print(sys.prefix, course.__file__, os.listdir('/tmp'), sep='|')\\n"
    text += f"print({sys.argv[1:]!r}, [path for path in {sys.argv[1:]!r} if os.path.exists(path)], sep='|')"
    missing = [found.name for found in protections.try_protections() if found.verdict != 'ok']
    print(json.dumps([exec_entry.run(child, text), missing]))
"""


@pytest.fixture
def installed(tmp_path):
    """A Python environment below /tmp, with the course installed in it, not linked to."""
    started().close()  # skips where there is no sandbox
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=True)
    libraries = folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    shutil.copytree(ROOT / "course", libraries / "course", ignore=shutil.ignore_patterns("assets", "__pycache__"))
    return folder


def look(environment, folder, *private):
    folder.mkdir(parents=True, exist_ok=True)
    command = [environment / "bin" / "python", "-I", "-B", "-c", LOOK, *private]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_environment_below_tmp_with_the_class_s_folder_and_settings_inside_of_it(installed):
    folder, settings = installed / "share" / "class", installed / "etc" / "jupyter"
    for path in (folder, settings):
        path.mkdir(parents=True)
    private = [folder / "gradebook.db", settings / "nbgrader_config.py"]
    for path in private:
        path.write_text("secret")
    (answer, error), broken = look(installed, folder, *private)
    assert (error, broken) == ("", [])
    prefix, package, _ = answer.splitlines()[0].split("|")
    assert (prefix, Path(package).is_relative_to(installed)) == (str(installed), True)
    assert answer.splitlines()[1].endswith("|[]")


def test_class_s_folder_that_is_python_s_own_is_refused(installed):
    command = [installed / "bin" / "python", "-I", "-B", "-c", LOOK]
    ran = subprocess.run(command, cwd=installed, capture_output=True, text=True, timeout=60)
    assert f"the folder {installed} holds Python as well as private files" in ran.stderr
