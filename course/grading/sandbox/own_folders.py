"""Folders of submissions that are graded without a sandbox: made for a process, and removed with it or after it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

NAME = re.compile(r"course-grading-(\d+)-\w+")


def make_folder() -> str:
    """A new folder in the system's temporary one, with the number of this process in its name."""
    return tempfile.mkdtemp(prefix=f"course-grading-{os.getpid()}-")


def remove_left_behind() -> None:
    """Remove the folders of processes that are gone: they were killed, or the machine stopped, before they could."""
    for path in Path(tempfile.gettempdir()).glob("course-grading-*"):
        found = NAME.fullmatch(path.name)
        if found and not path.is_symlink() and path.stat().st_uid == os.getuid() and not _runs(int(found[1])):
            shutil.rmtree(path, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
