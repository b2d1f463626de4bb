"""A warm Python process that has imported everything, and from which each student's process is forked."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from course.grading.sandbox import bubblewrap
from course.grading.sandbox.bubblewrap import PACKAGE, SandboxMissing
from course.grading.sandbox.child import Child, SpawnError
from course.grading.sandbox.isolate import check_names
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.own_folders import remove_left_behind

START_SECONDS = 120  # imports take 3 to 10 s; a machine that needs more has other troubles
SPAWN_SECONDS = 30  # a fork takes 50 ms
# No folder of ours, nor an environment variable, puts a module before the real one: as with -I, which would ignore the
# hash seed, too. The first entry is that of -c, the working folder.
_BOOT = (
    "import sys; sys.path[0] = {root!r}; import course; del sys.path[0]; "
    "from course.grading.sandbox.zygote_main import main; main()"
)


class Zygote:
    """A warm process; a context manager.

    Parameters
    ----------
    preload
        Modules to import once.  Those of `course.grading` must be named here one by one to be seen in the sandbox.
    wanted
        More of them, and names such as ``"torch.nn:functional"``, as far as they can be imported.
    isolated
        Run it in the sandbox, and shut each forked process in by itself.  Without it (trusted code, or the explicit
        choice to grade without a sandbox) limits hold, but files, network and other processes are in reach.
    limits
        Of each forked process, unless `spawn` is given others.
    hidden
        Folders that must not be seen, should they lie inside Python's or the system's own folders.  The working folder
        and the checkout of the course always are.

    Examples
    --------
    >>> with Zygote(isolated=False) as zygote, zygote.spawn("course.grading.sandbox.exec_entry:serve") as child:
    ...     child.kill()
    ...     child.wait().how
    'killed'
    """

    def __init__(
        self,
        preload: Sequence[str] = (),
        wanted: Sequence[str] = (),
        *,
        isolated: bool,
        limits: Limits | None = None,
        hidden: Sequence[Path] = (),
    ) -> None:
        self.preload = tuple(preload)
        self.wanted = tuple(wanted)
        self.isolated = isolated
        self.limits = limits or Limits()
        self.hidden = (Path.cwd(), PACKAGE.parent, *hidden)
        self._process: subprocess.Popen[bytes] | None = None
        self._open = contextlib.ExitStack()
        self._lock = threading.Lock()

    def __enter__(self) -> Zygote:
        if sys.platform == "win32":
            raise SandboxMissing("Windows cannot fork; grade in WSL 2, which is Linux")
        self._start()
        if self.isolated:
            self._try_out()
        else:
            remove_left_behind()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process to look for in the system's list: bubblewrap, or Python without it; None if it is not running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def spawn(
        self,
        entry: str,
        files: Mapping[str, bytes] | None = None,
        *,
        limits: Limits | None = None,
        keep_descendants: bool = False,
    ) -> Child:
        """Fork a process that calls ``entry`` ("module:function") with one end of a socket.

        Parameters
        ----------
        files
            What the process finds in its home and working folder; names may have folders ("images/cat.png").
        keep_descendants
            What the process has started does not end with it, but with `Child.kill` or `Child.close`.

        Raises
        ------
        ValueError
            If the name of a file leads out of the folder.
        SpawnError
            If no process could be started.  When the warm process has died, a new one is running by then.
        SandboxMissing
            If the warm process has died, and the sandbox has gone from this machine since.
        """
        files = dict(files or {})
        check_names(files)
        with self._lock:
            if self.pid is None:
                self._start()
            ours, theirs = socket.socketpair()
            supervisor, supervisor_end = socket.socketpair()
            meter, meter_end = socket.socketpair()
            with (
                theirs,
                supervisor_end,
                meter_end,
                contextlib.suppress(ConnectionError),
            ):  # the report says what happened
                ends = [end.fileno() for end in (supervisor_end, theirs, meter_end)]
                socket.send_fds(self._control, [b"f"], ends)
            child = Child(ours, supervisor, meter)
            head = {"entry": entry, "limits": asdict(limits or self.limits), "keep_descendants": keep_descendants}
            try:
                self._hand_over(child, supervisor, head, files)
            except BaseException:
                child.close()
                raise
        return child

    def _try_out(self) -> None:
        # Some systems (Ubuntu 24.04) let bubblewrap make namespaces, and nobody inside of it.
        try:
            self.spawn("builtins:id").close()
        except SpawnError as error:
            self.close()
            raise SandboxMissing(f"a process cannot be shut in by itself ({str(error).splitlines()[-1]})") from error

    def _hand_over(
        self, child: Child, supervisor: socket.socket, head: dict[str, Any], files: dict[str, bytes]
    ) -> None:
        head["files"] = [(name, len(data)) for name, data in files.items()]
        supervisor.settimeout(SPAWN_SECONDS)
        with contextlib.suppress(ConnectionError, TimeoutError):  # the report says why
            supervisor.sendall(b"".join([json.dumps(head).encode(), b"\n", *files.values()]))
        try:
            report = child.report(SPAWN_SECONDS)
        except TimeoutError as error:
            raise SpawnError(f"no process was started within {SPAWN_SECONDS} s; is the machine overloaded?") from error
        if report is None:
            self._restart_after_death()
        elif "failed" in report:
            raise SpawnError(f"no process was started for {head['entry']}:\n{report['failed']}")

    def _restart_after_death(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._process is not None:
                self._process.wait(1)
        if self.pid is not None:
            raise SpawnError("the supervisor of a new process was ended from outside (out of memory?); try again")
        reason = self._last_words() or "it was ended from outside"
        self._start()
        raise SpawnError(f"the warm process died while it was to start a process ({reason}); a new one runs: try again")

    def close(self) -> None:
        """End the warm process and, in the sandbox, everything forked from it; calling it again changes nothing."""
        if self._process is not None:
            self._control.close()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._waiter.join()
            self._process = None
        self._open.close()

    def _start(self) -> None:
        self.close()
        self._errors: IO[bytes] = self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        self._control, control_end = socket.socketpair()
        self._open.enter_context(self._control)
        try:
            with control_end:
                self._launch(self._command(control_end.fileno()), control_end.fileno())
            self._wait_until_warm()
        except BaseException:
            self.close()
            raise

    def _command(self, control: int) -> list[str]:
        settings: dict[str, Any] = {"control": control, "preload": self.preload, "wanted": self.wanted}
        settings |= {"uid": None, "view": None}
        start: list[str] = []
        if self.isolated:
            start, view = bubblewrap.command(self.preload, self.hidden, self.limits)
            settings["view"] = asdict(view)
            settings["uid"] = bubblewrap.NOBODY if bubblewrap.starts_as_root() else None
        boot = _BOOT.format(root=str(PACKAGE.parent))
        return [*start, sys.executable, "-s", "-B", "-c", boot, json.dumps(settings)]

    def _launch(self, command: list[str], control: int) -> None:
        # "Die with the parent" means the thread that started it, so that thread stays as long as the process.
        launched = threading.Event()

        def launch_and_wait() -> None:
            try:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._errors,
                    pass_fds=[control],
                    env=_environment(),
                    start_new_session=True,  # Ctrl-C is for us; we decide what ends
                )
            except OSError as error:
                self._errors.write(str(error).encode())
                return
            finally:
                launched.set()
            self._process.wait()

        self._waiter = threading.Thread(target=launch_and_wait, name="zygote", daemon=True)
        self._waiter.start()
        launched.wait()

    def _wait_until_warm(self) -> None:
        if not select.select([self._control], [], [], START_SECONDS)[0]:
            raise SpawnError(f"the warm process has not imported {self.preload} within {START_SECONDS} s")
        with self._control.makefile("rb") as stream:
            line = stream.readline()
        if not line:
            words = self._last_words() or "it ended without a word"
            if self.isolated and "bwrap: " in words:
                raise SandboxMissing(words)
            raise SpawnError(f"the warm process could not be started: {words}")
        if failed := json.loads(line).get("failed"):
            raise SpawnError(f"the warm process could not be started:\n{failed}")

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-4000:].decode(errors="replace").strip()


def _environment() -> dict[str, str]:
    """Ours without what is for Python, and without a GPU: what uses one cannot be copied."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return ours | bubblewrap.GRADING | {"CUDA_VISIBLE_DEVICES": ""}
