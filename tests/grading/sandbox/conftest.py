"""Warm processes in a real sandbox, and a way to run hostile code in one."""

from pathlib import Path

import nbformat
import pytest

from course.grading.class_run.preload import preload
from course.grading.sandbox import Limits, SandboxMissing, Zygote, exec_entry
from scripts.course_copy import ROOT

ENTRY = "course.grading.sandbox.exec_entry:serve"
SMALL = Limits(memory=200 * 2**20, processes=20, cpu=10, wall=20, file_size=4 * 2**20, disk=8 * 2**20, files=200)


def imports():
    """What lessons import."""
    return preload(nbformat.read(path, as_version=4) for path in sorted(ROOT.glob("source/*/*.ipynb"))).students


def descriptors():
    """How many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def started(modules=(), **options):
    """A running warm process in the sandbox; skips where there can be none."""
    zygote = Zygote(modules, isolated=True, **options)
    try:
        return zygote.__enter__()
    except SandboxMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def plain():
    """Without torch: starts in a tenth of a second, and has small limits."""
    zygote = started(limits=SMALL)
    yield zygote
    zygote.close()


@pytest.fixture
def own():
    """As `plain`, for tests that break it."""
    zygote = started(limits=SMALL)
    yield zygote
    zygote.close()


@pytest.fixture(scope="session")
def warm():
    """With everything that lessons import."""
    zygote = started(wanted=imports())
    yield zygote
    zygote.close()


@pytest.fixture
def reached(plain):
    """Run code in the sandbox, and return what it printed; its errors are the test's."""

    def run(text, **options):
        with plain.spawn(ENTRY, **options) as child:
            printed, error = exec_entry.run(child, text)
        assert not error, error
        return printed.strip()

    return run
