"""Run the solution notebooks and the explorers' tests with Colab's versions, on the student edition as students get it.

Called by `make test-colab` with the Python of the second virtual environment; arguments behind it go to pytest.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course.authoring.build import build
from course.authoring.publication import read_published
from course.authoring.publish import publish

ROOT = Path(__file__).resolve().parents[1]
TESTED = (
    *(
        "tests/explorers",
        "tests/data",
        "tests/session/test_environment.py",
        "tests/training/test_progress_bar.py",
    ),
    *("tests/training/test_loop.py", "tests/test_notebooks.py"),
    "scripts/make_mnist_subset.py",  # what one of these tests tests
)


def main(python: str, *options: str) -> int:
    """Write the edition, install it as a notebook's first cell does on Colab, and test it far from this repository."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        publish(ROOT, place / "edition", published=read_published(ROOT))
        build(ROOT / "lessons", place)
        for name in TESTED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            copy(ROOT / name, place / name)
        install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--force-reinstall"]
        subprocess.run([python, *install, str(place / "edition")], check=True)
        environment = os.environ | {"COURSE_PROFILE": "grading"}
        environment.pop("PYTHONPATH", None)
        command = [python, "-m", "pytest", "-q", "--import-mode=importlib", "--rootdir=.", *options, "tests"]
        return subprocess.run(command, cwd=place, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
