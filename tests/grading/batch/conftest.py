import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from course.grading.batch.grader import cool_down, warm_grader
from course.grading.folder import open_folder
from course.grading.sandbox import SandboxMissing

from .small import make_course


@pytest.fixture(scope="session")
def empty_course(tmp_path_factory):
    root = tmp_path_factory.mktemp("empty") / "course"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        make_course(root)
    return root


@pytest.fixture
def course(empty_course, tmp_path):
    """A course folder with a tiny assignment, and nothing handed in."""
    shutil.copytree(empty_course, tmp_path / "course")
    return open_folder(tmp_path / "course")


@pytest.fixture(scope="session")
def grader():
    """The warm processes of this process; skips where there is no sandbox."""
    try:
        yield warm_grader(isolated=True)
    except SandboxMissing as error:
        pytest.skip(str(error))
    cool_down()


@pytest.fixture
def interruptible():
    """Ctrl-C works in this process and in those that it starts, even where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
