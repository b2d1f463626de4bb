"""What a forked process does to itself before it runs a student's code: own namespaces, own folders, no rights.

The warm process, started by bubblewrap, has already left the network, the host's processes and all files but the
system's, Python's and the course's behind.  This part separates the students from each other and from the warm process.
"""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from course.grading.sandbox import linux, seccomp
from course.grading.sandbox.limits import GIBIBYTE, Limits

UID = 1000  # inside; outside it is nobody, or the user who grades
HOME = "/student"  # in no real home, which may be called anything
WORKSHOP = "/private"  # an empty folder made by bubblewrap, used while the student's folders are built
PLACES = {"tmp": "/tmp", "home": HOME, "shm": "/dev/shm"}
# What torch and its libraries ask about the machine; copied, because /proc itself shows the warm process.
PROC_FILES = ("cpuinfo", "meminfo", "stat", "filesystems", "version")


@dataclass(frozen=True)
class View:
    """What a student's process sees otherwise than the warm process does.

    Attributes
    ----------
    masked
        Folders that are empty for it.
    kept
        Folders below /tmp that stay, because Python or the course is installed there.
    """

    masked: Sequence[str]
    kept: Sequence[str]


def enter_namespaces() -> None:
    """Leave the warm process's user, processes (for children), messages, network and host name behind.

    Raises
    ------
    OSError
        If the system forbids it.
    """
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.NEW_USER | linux.NEW_PID | linux.NEW_IPC | linux.NEW_NET | linux.NEW_UTS)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{UID} {uid} 1"), ("gid_map", f"{UID} {gid} 1")):
        Path("/proc/self", name).write_text(text)


def build_folders(files: Mapping[str, bytes], limits: Limits, view: View) -> None:
    """Give this process a /tmp, home (with the student's files), /dev/shm and /proc of its own, and mask folders.

    Raises
    ------
    OSError
        If the system forbids it, or the files do not fit on the disk that the limits allow.
    """
    linux.unshare(linux.NEW_NS)
    linux.mount("none", "/", flags=linux.REC | linux.PRIVATE)
    options = f"size={limits.disk},nr_inodes={limits.files},mode=755"
    linux.mount("tmpfs", WORKSHOP, "tmpfs", linux.NOSUID | linux.NODEV, options)
    for name in PLACES:
        Path(WORKSHOP, name).mkdir()
    for path in view.kept:
        Path(WORKSHOP + path).mkdir(parents=True, exist_ok=True)
        linux.mount(path, WORKSHOP + path, flags=linux.BIND | linux.REC)
    for name, place in PLACES.items():
        linux.mount(f"{WORKSHOP}/{name}", place, flags=linux.BIND | linux.REC)
    write_files(files, Path(HOME))
    _build_proc()
    for folder in view.masked:
        linux.mount("tmpfs", folder, "tmpfs", linux.RDONLY | linux.NOSUID | linux.NODEV, "size=4k,mode=555")
    linux.detach(WORKSHOP)
    os.chdir(HOME)


def check_names(files: Mapping[str, bytes]) -> None:
    """Refuse files that would not be in the folder which they are written to.

    Raises
    ------
    ValueError
        If the name of a file leads out of the folder.
    """
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name:
            raise ValueError(f"the file name {name!r} leads out of the student's folder; expected one like 'cat.png'")


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write plain files below a folder.

    Raises
    ------
    OSError
        If they do not fit.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _build_proc() -> None:
    # A new /proc cannot be mounted where parts of the old one are covered (the kernel's rule), as they are for root and
    # in containers.  So: an own one, with this process's entry and a few copies.
    flags = linux.NOSUID | linux.NODEV | linux.NOEXEC
    linux.mount("tmpfs", f"{WORKSHOP}", "tmpfs", flags, "size=1m,mode=755")
    for name in PROC_FILES:
        with contextlib.suppress(OSError):  # arm64 and some containers lack one or the other
            Path(WORKSHOP, name).write_bytes(Path("/proc", name).read_bytes())
    own = Path(WORKSHOP, "self")
    own.mkdir()
    for name in ("mounts", "net"):
        Path(WORKSHOP, name).symlink_to(f"self/{name}")
    linux.mount(f"/proc/{Path('/proc/self').readlink()}", str(own), flags=linux.BIND)
    linux.mount("none", str(own), flags=linux.REMOUNT | linux.BIND | linux.RDONLY | flags)
    linux.mount("none", WORKSHOP, flags=linux.REMOUNT | linux.BIND | linux.RDONLY | flags)
    linux.mount(WORKSHOP, "/proc", flags=linux.BIND | linux.REC)
    linux.detach(WORKSHOP)


def limit_resources(limits: Limits, memory: tuple[int, int], *, isolated: bool) -> None:
    """Set the kernel's limits for this process and all that it starts.

    Parameters
    ----------
    memory
        Bytes of address space and of writable memory that the warm process has already.
    isolated
        Whether this process is alone in its namespace; else the number of processes is left as it is, since it would
        count those of the user who grades.
    """
    wanted = {"FSIZE": limits.file_size, "NOFILE": limits.open_files, "CPU": limits.cpu, "CORE": 0}
    space, data = memory
    if space:
        # Threads and memory allocators reserve address space which they never use.
        wanted |= {"AS": space + limits.memory + GIBIBYTE, "DATA": data + limits.memory}
    if isolated:
        wanted |= {"NPROC": limits.processes, "MSGQUEUE": 0}
    for name, value in wanted.items():
        number = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))


def give_up_rights() -> None:
    """Drop all capabilities and filter the system calls; there is no way back.

    Raises
    ------
    OSError
        If the system does not know how.
    """
    linux.drop_capabilities()
    seccomp.install()
