"""Root and ordinary users build the sandbox in different ways: what root tests, an ordinary user repeats."""

import itertools
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scripts.course_copy import ROOT
from tests.grading.sandbox.conftest import started

HERE = Path(__file__).parent
REPEATED = ("test_walls.py", "test_limits.py", "test_rights.py", "test_lifecycle.py")


def readable(*needed):
    """Bubblewrap's arguments for this machine as it is, except that everyone may pass through to some paths."""
    closed = {}
    for path in needed:
        for folder, inside in itertools.pairwise([*reversed(path.parents), path]):
            if not folder.stat().st_mode & stat.S_IXOTH:
                closed.setdefault(folder, set()).add(inside)
                break
    arguments = ["--dev-bind", "/", "/"]
    for folder, insides in closed.items():
        arguments += ["--tmpfs", str(folder), "--chmod", "0755", str(folder)]
        arguments += [word for inside in insides for word in ("--ro-bind", str(inside), str(inside))]
    return arguments


@pytest.mark.skipif(os.geteuid() != 0, reason="these tests run as an ordinary user already")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="no setpriv (util-linux)")
def test_everything_holds_for_an_ordinary_user_too():
    started().close()  # skips where there is no sandbox
    command = ["bwrap", *readable(Path(sys.base_prefix), Path(sys.prefix), ROOT), "--cap-add", "ALL", "--"]
    command += ["setpriv", "--reuid=4242", "--regid=4242", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"]
    command += [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [str(HERE / name) for name in REPEATED]
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, 4242, 4242)
        environment = os.environ | {"HOME": home, "TMPDIR": home}
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, env=environment)
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr[-2000:]
    assert "skipped" not in ran.stdout.splitlines()[-1]
