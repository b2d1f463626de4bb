"""What cannot be started is an error with its reason, and leaves nothing open."""

import errno
import subprocess

import pytest

from course.grading.sandbox import SandboxMissing, SpawnError, Zygote, bubblewrap
from tests.grading.sandbox.conftest import ENTRY, SMALL, descriptors, started


def test_an_entry_that_does_not_exist_is_named(plain):
    with pytest.raises(SpawnError, match=r"(?s)no process was started for course\.nowhere:serve.*ModuleNotFoundError"):
        plain.spawn("course.nowhere:serve")


def test_files_that_do_not_fit_are_an_error(plain):
    with pytest.raises(SpawnError, match="No space left on device"):
        plain.spawn(ENTRY, {"large": bytes(SMALL.disk + 1)})


def test_a_module_that_cannot_be_imported_is_an_error_at_the_start():
    with pytest.raises(SpawnError, match="No module named 'nowhere'"):
        Zygote(["nowhere"], isolated=False).__enter__()
    with pytest.raises(ModuleNotFoundError, match=r"course\.grading\.nowhere, which the sandbox was asked to import"):
        started(["course.grading.nowhere"])


def test_a_program_that_cannot_be_started_is_an_error_with_its_reason(monkeypatch):
    def refuse(*_, **__):
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    before = descriptors()
    with pytest.raises(SpawnError, match="Resource temporarily unavailable"):
        Zygote(isolated=False).__enter__()
    assert descriptors() == before


def test_missing_bubblewrap_is_an_error_that_names_the_ways_out(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SandboxMissing, match=r"(?s)not installed.*apt-get install bubblewrap.*container.*--no-sandbox"):
        Zygote(isolated=True).__enter__()


def test_bubblewrap_that_may_not_make_namespaces_is_an_error_with_its_reason(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "find", lambda: str(fake))
    with pytest.raises(SandboxMissing, match=r"setting up uid map: Permission denied\. Ways out"):
        Zygote(isolated=True).__enter__()


def test_namespaces_that_only_bubblewrap_may_make_are_not_enough(monkeypatch, tmp_path):
    started().close()  # skips where there is no sandbox
    strict = tmp_path / "bwrap"
    strict.write_text(f'#!/bin/sh\nexec {bubblewrap.find()} --disable-userns "$@"\n')
    strict.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "find", lambda: str(strict))
    monkeypatch.setattr(bubblewrap, "starts_as_root", lambda: False)
    with pytest.raises(SandboxMissing, match=r"cannot be shut in by itself .*unshare.*Ways out"):
        Zygote(isolated=True).__enter__()
