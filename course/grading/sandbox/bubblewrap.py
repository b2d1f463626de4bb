"""The command that starts Python in bubblewrap, with only what a student's code needs in sight."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from pathlib import Path

import course
from course.errors import CourseError
from course.grading.sandbox.isolate import HOME, UID, WORKSHOP, View
from course.grading.sandbox.limits import Limits

NOBODY = 65534
PACKAGE = Path(course.__file__).resolve().parent
# What is private in the course itself; single modules of it are let in by name.
MASKED = tuple(PACKAGE / name for name in ("grading", "authoring"))
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/sys/devices/system/cpu")
# Where libraries and fonts are, and the clock; not who has an account here, nor anything secret.
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "timezone", "mime.types")
DEVICES = ("null", "zero", "full", "random", "urandom")
# What makes a submission's result the same in each process, however many there are.
GRADING = {
    "OMP_NUM_THREADS": "1",  # torch can be forked only before it has threads; and sums depend on their number
    "PYTHONHASHSEED": "0",  # the order of a set of texts
    "TORCHDYNAMO_DISABLE": "1",  # torch.compile gives back what it gets: compiling takes a minute, and changes no value
    "NBGRADER_EXECUTION": "autograde",  # as nbgrader sets it; the lessons' profile for grading
}
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": HOME,
    "USER": "student",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    **GRADING,
}
WAYS_OUT = (
    "Ways out: install bubblewrap (Debian, Ubuntu: sudo apt-get install bubblewrap; Fedora: sudo dnf install "
    "bubblewrap); or grade in a Linux container or virtual machine that has it; or say --no-sandbox, and submitted "
    "code runs with your rights, in reach of your files and your network. `course doctor` shows what is missing."
)


class SandboxMissing(CourseError):  # noqa: N818  # what is missing is no error of the caller
    """Submitted code cannot be confined on this machine; the message names the ways out."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"no sandbox: {reason.strip()}. {WAYS_OUT}")


def find() -> str:
    """Return the path of bubblewrap's program.

    Raises
    ------
    SandboxMissing
        If there is none, or this is no Linux.
    """
    if sys.platform != "linux":
        raise SandboxMissing(f"it is made of Linux's namespaces, and this is {sys.platform}")
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxMissing("bubblewrap (the program bwrap) is not installed")
    return program


def command(modules: Iterable[str], hidden: Sequence[Path], limits: Limits) -> tuple[list[str], View]:
    """Return the arguments that start a program in the sandbox, up to the program, and what its children must not see.

    Parameters
    ----------
    modules
        Modules of `course.grading` or `course.authoring` that the program may import; it sees no others.
    hidden
        Folders that must not be seen even where they lie in a folder that Python or the system needs.

    Raises
    ------
    SandboxMissing
        If there is no bubblewrap.
    """
    arguments = [find(), "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    arguments += [f"--unshare-{name}" for name in ("pid", "net", "ipc", "uts", "cgroup-try")]
    if starts_as_root():
        # Root needs no user namespace to build the view, and inside it becomes nobody: unlike a root that is only
        # called otherwise, that user has no rights on root's files, and the limit on processes holds for it.
        arguments += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        arguments += ["--unshare-user", "--uid", str(UID), "--gid", str(UID)]
    arguments += ["--hostname", "sandbox", "--proc", "/proc"]
    for name, value in ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    for place in ("/tmp", HOME):
        arguments += ["--perms", "0777", "--size", str(limits.disk), "--tmpfs", place]
    shown, empty = _view(modules, hidden)
    arguments += _devices() + _mounts(shown, empty)
    arguments += ["--dir", WORKSHOP, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME, "--"]
    kept = [str(path) for path in shown if Path("/tmp") in path.parents and not _within(path, shown)]
    return arguments, View([str(path) for path in MASKED if path.is_dir()], kept)


def starts_as_root() -> bool:
    """Return whether we are root and there is a user nobody to become (not so in some rootless containers)."""
    if os.geteuid() != 0:
        return False
    ranges = (line.split() for line in Path("/proc/self/uid_map").read_text().splitlines())
    return any(int(first) <= NOBODY < int(first) + int(count) for first, _, count in ranges)


def _devices() -> list[str]:
    arguments = ["--tmpfs", "/dev", "--dir", "/dev/shm"]
    for name in DEVICES:
        arguments += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    for name, target in (("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        arguments += ["--symlink", f"/proc/self/{target}", f"/dev/{name}"]
    return arguments


def _view(modules: Iterable[str], hidden: Sequence[Path]) -> tuple[set[Path], list[Path]]:
    """What to show, read-only, and what to cover of it."""
    shown = {Path(path) for path in SYSTEM if Path(path).exists() and not Path(path).is_symlink()}
    shown |= {path for name in ETC if (path := Path("/etc", name)).exists()}
    shown |= {Path(prefix) for prefix in (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)}
    shown |= {Path(sys.executable).resolve().parent.parent}
    empty = _empty(hidden, shown)
    return shown | {PACKAGE, *_sources(modules)}, empty


def _mounts(shown: set[Path], empty: list[Path]) -> list[str]:
    """Arguments for a view; the deeper of two paths comes later and so wins."""
    steps = [(path, ["--ro-bind", str(path), str(path)]) for path in shown]
    steps += [(path, ["--perms", "0755", "--tmpfs", str(path)]) for path in empty]
    # Folders on the way to them, which bubblewrap would make for root's eyes only.
    steps += [(up, ["--perms", "0755", "--dir", str(up)]) for up in _ways(shown, empty)]
    arguments = [word for _, words in sorted(steps, key=lambda step: len(step[0].parts)) for word in words]
    for path in empty:
        arguments += ["--remount-ro", str(path)]
    for link in (Path(path) for path in SYSTEM if Path(path).is_symlink()):
        arguments += ["--symlink", str(link.readlink()), str(link)]
    return arguments


def _empty(hidden: Iterable[Path], shown: set[Path]) -> list[Path]:
    """What must be covered, because it lies in a folder that is shown."""
    # Jupyter's settings beside Python may hold nbgrader's, and with them the password of a gradebook.
    settings = {folder / "etc" / "jupyter" for folder in (*shown, Path("/usr/local"))}
    libraries = {Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")}
    private = {path.resolve() for path in (*hidden, *settings)} - libraries
    private = {path for path in private if not path.is_relative_to(PACKAGE)} | set(MASKED)
    covered = set(MASKED)
    for folder in shown:
        real = folder.resolve()  # it is shown under its own name, which may be a link
        if real in private:
            raise SandboxMissing(f"the folder {real} holds Python as well as private files; keep them apart")
        covered |= {folder / path.relative_to(real) for path in private if path.is_relative_to(real)}
    return sorted(path for path in covered if path.is_dir())


def _ways(shown: set[Path], empty: Sequence[Path]) -> set[Path]:
    """Folders above what is shown that would not be there: outside of all of it, or in a folder that is covered."""
    above = {up for path in shown for up in path.parents if up.parent != up}
    return {up for up in above - shown - set(empty) if not _within(up, shown) or _within(up, empty)}


def _within(path: Path, folders: Iterable[Path]) -> bool:
    return any(folder in path.parents for folder in folders)


def _sources(modules: Iterable[str]) -> Iterable[Path]:
    """The files of modules that lie in masked folders, and of the packages around them."""
    yield PACKAGE / "grading" / "__init__.py"
    yield PACKAGE / "grading" / "sandbox"
    for name in modules:
        if not name.startswith(tuple(f"course.{path.name}." for path in MASKED)):
            continue
        parts = name.split(".")
        for length in range(2, len(parts) + 1):
            found = importlib.util.find_spec(".".join(parts[:length]))
            if found is None or found.origin is None:
                raise ModuleNotFoundError(f"no module {name}, which the sandbox was asked to import")
            yield Path(found.origin).resolve()
