import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from course.grading.class_run.preload import preload
from course.grading.class_run.process_pair import Grader
from course.grading.gradebook.course_folder import open_folder
from course.grading.sandbox import SandboxMissing
from tests.grading.class_run.postgresql import copy_of, drop, serving
from tests.grading.class_run.small import configure, make_course, source


@pytest.fixture(scope="session")
def make_empty(tmp_path_factory):
    def make(url=""):
        root = tmp_path_factory.mktemp("empty") / "course"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
            return make_course(root, url).root

    return make


@pytest.fixture(scope="session")
def empty_course(make_empty):
    return make_empty()


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server; skips where there is none."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def empty_in_postgresql(server, make_empty):
    url = copy_of(server.url)
    return make_empty(url), url


@pytest.fixture
def database():
    """Where the gradebook of `course` is: "sqlite" or "postgresql"."""
    return "sqlite"


@pytest.fixture
def course(database, tmp_path, request):
    """A course folder with a tiny assignment, and nothing handed in."""
    root = tmp_path / "course"
    if database == "sqlite":
        shutil.copytree(request.getfixturevalue("empty_course"), root)
        yield open_folder(root)
        return
    empty, template = request.getfixturevalue("empty_in_postgresql")
    shutil.copytree(empty, root)
    url = copy_of(template)
    yield configure(root, url)
    drop(url)


@pytest.fixture(scope="session")
def grader():
    """The warm processes of all tests; skips where there is no sandbox."""
    try:
        running = Grader(preload([source()])).__enter__()
    except SandboxMissing as error:
        pytest.skip(str(error))
    yield running
    running.__exit__()


@pytest.fixture
def interruptible():
    """Ctrl-C works in this process and in those that it starts, even where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
