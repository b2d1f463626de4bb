"""Several accounts on one machine, for tests that run as root: ``python -m tests.grading.nbgrader_plugins.accounts``.

Inside a bubblewrap that gives these accounts names and lets them reach this Python, it reads one request a line (JSON:
account, folder, words, whether course.grading is there) and answers each with the status and what was printed. A
request runs in a child with that account's rights: an nbgrader command, or ``python`` and a text of Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps.nbgraderapp import NbGraderApp

from scripts.course_copy import ROOT
from tests.grading.class_run import small
from tests.grading.sandbox.test_ordinary_user import readable

MODULE = "tests.grading.nbgrader_plugins.accounts"
ACCOUNTS = {"teacher": 4300, "amina": 4301, "jonas": 4302}


class Accounts:
    """Runs commands as one of the accounts; each has a home below ``folder``."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process, self.folder = process, folder

    def home(self, account: str) -> Path:
        return self.folder / account

    def run(self, account: str, *words: str, bare: bool = False) -> str:
        """Run an nbgrader command in an account's home; returns what it printed."""
        status, printed = self.try_to(account, *words, bare=bare)
        assert status == 0, printed
        return printed

    def try_to(self, account: str, *words: str, bare: bool = False) -> tuple[int, str]:
        """The same, also if it fails: its status, and what it printed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([account, str(self.home(account)), words, bare]) + "\n")
        self.process.stdin.flush()
        status, printed = json.loads(self.process.stdout.readline())
        return status, printed


@contextmanager
def accounts() -> Iterator[Accounts]:
    """The accounts, with empty homes; skips where they cannot be had."""
    if os.geteuid() != 0 or not shutil.which("bwrap"):
        pytest.skip("several accounts need root, and bubblewrap")
    with ExitStack() as stack, tempfile.TemporaryDirectory() as name:
        stack.callback(os.umask, os.umask(0o022))  # what is written here, the accounts read
        folder = Path(name)
        folder.chmod(0o755)
        lines = [Path("/etc/passwd").read_text().rstrip()]
        for account, number in ACCOUNTS.items():
            (folder / account).mkdir(mode=0o711)
            os.chown(folder / account, number, number)
            lines.append(f"{account}:x:{number}:{number}::{folder / account}:/bin/sh")
        (folder / "passwd").write_text("\n".join(lines) + "\n")
        command = ["bwrap", *readable(Path(sys.base_prefix), Path(sys.prefix), ROOT), "--cap-add", "ALL"]
        command += ["--ro-bind", str(folder / "passwd"), "/etc/passwd", "--die-with-parent", "--"]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        process = subprocess.Popen(
            [*command, sys.executable, "-B", "-m", MODULE],
            cwd=ROOT, env=os.environ | {"PATH": path}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            yield Accounts(process, folder)
        finally:
            process.communicate(timeout=30)


def serve() -> None:
    """Answer requests until there are no more."""
    for line in sys.stdin:
        account, folder, words, bare = json.loads(line)
        with tempfile.TemporaryFile() as printed:
            pid = os.fork()
            if pid == 0:
                os._exit(child(account, folder, words, printed.fileno(), bare))
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            printed.seek(0)
            print(json.dumps([status, printed.read().decode(errors="replace")]), flush=True)


def child(account: str, folder: str, words: list[str], output: int, bare: bool) -> int:
    """Become the account, and run the command."""
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    number = ACCOUNTS[account]
    os.setgroups([])
    os.setgid(number)
    os.setuid(number)
    os.environ |= {"HOME": folder, "USER": account, "TMPDIR": "/tmp"}
    os.umask(0o022)
    os.chdir(folder)
    if bare:
        for module in [name for name in sys.modules if f"{name}.".startswith("course.grading.")]:
            sys.modules[module] = None  # type: ignore[assignment]
    try:
        if words[0] == "python":
            known: dict[str, Any] = {"small": small, "Path": Path, "os": os}
            exec(words[1], known)
        else:
            NbGraderApp.launch_instance(argv=words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    serve()
