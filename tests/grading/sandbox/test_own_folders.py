"""Folders of submissions without a sandbox: those of processes that were killed go at the next start."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from course.grading.sandbox.own_folders import make_folder, remove_left_behind

MAKE = "from course.grading.sandbox.own_folders import make_folder; print(make_folder())"


def test_what_a_killed_process_has_left_behind_is_removed_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    ended = subprocess.run([sys.executable, "-c", MAKE], capture_output=True, text=True, check=True).stdout.strip()
    others = [tmp_path / name for name in ("course-notes", "grading-1-x", f"course-grading-{os.getppid()}-x")]
    for path in others:
        path.mkdir()
    (tmp_path / "course-grading-999999999-link").symlink_to(others[0])
    running = make_folder()
    assert Path(ended).is_dir()
    remove_left_behind()
    assert not Path(ended).exists()
    assert all(path.is_dir() for path in others)
    assert Path(running).is_dir()
