"""Attempts to break out, one for each thing that the sandbox promises.

Each is a piece of Python that runs in the sandbox and prints what it reached: nothing, if the promise holds.
`PRIVATE` (paths that must not be seen) and `LIMITS` are defined before it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """A promise, the code that tries to break it, and why it could break."""

    promise: str
    text: str
    mend: str = "This is a fault of the sandbox: do not grade with it here, and tell the course's authors"


CONTAINER = "docker run " + " ".join(
    f"--security-opt {wall}=unconfined" for wall in ("seccomp", "apparmor", "systempaths")
)
"""A container in which bubblewrap may make namespaces, and a /proc of its own."""
_NAMESPACES = (
    "The kernel gave fewer namespaces than asked for: grade on the machine itself, or in a container that may make "
    f"namespaces ({CONTAINER})"
)

ATTEMPTS = (
    Attempt(
        "no network",
        """
import errno, socket
for address in (("127.0.0.1", 22), ("1.1.1.1", 53)):
    with socket.socket() as connection:
        connection.settimeout(2)
        error = connection.connect_ex(address)
        if error != errno.ENETUNREACH:
            print("network:", address, errno.errorcode.get(error, error))
interfaces = {line.split(":")[0].strip() for line in open("/proc/self/net/dev").readlines()[2:]}
print(*interfaces - {"lo"}, end="")
try:
    print("name service:", socket.gethostbyname("example.com"))
except OSError:
    pass
""",
        _NAMESPACES,
    ),
    Attempt(
        "system, Python and course are read-only",
        """
import os, sys, course
for folder in ("/", "/usr", "/etc", "/dev", "/proc", sys.prefix, sys.base_prefix, os.path.dirname(course.__file__)):
    try:
        open(os.path.join(folder, "written"), "w").close()
        print("written to", folder)
    except OSError:
        pass
""",
    ),
    Attempt(
        "solutions, hidden tests, gradebook and the home folder are out of sight",
        """
import os
print(*(path for path in PRIVATE if os.path.exists(path)), sep="", end="")
for name in ("course.grading.gradebook.database", "course.grading.sandbox.zygote", "course.authoring.build"):
    import importlib, sys
    sys.modules.pop(name, None)
    try:
        importlib.import_module(name)
        print("imported", name)
    except ModuleNotFoundError:
        pass
""",
        "Keep the course's folder apart from Python's and the system's folders",
    ),
    Attempt(
        "a clean environment",
        """
import os
known = {"PATH", "HOME", "USER", "LANG", "LC_CTYPE", "PWD", "PYTHONHASHSEED"}
known |= {"MPLBACKEND", "OMP_NUM_THREADS", "TORCHDYNAMO_DISABLE", "NBGRADER_EXECUTION"}
print(*(name for name in os.environ if name not in known | {"KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK"}), end="")
""",
    ),
    Attempt(
        "no other process in sight or in reach",
        """
import os, signal
print(*(name for name in os.listdir("/proc") if name.isdecimal()), sep="", end="")
os.kill(1, signal.SIGKILL)  # its namespace's first process, which hears no signal from inside
for pid in {*range(2, 400)} - {os.getpid()}:
    try:
        os.kill(pid, 0)
        print("reached process", pid)
    except ProcessLookupError:
        pass
if os.getpid() != 2 or os.getppid() != 0:
    print("not in a namespace of its own:", os.getpid(), os.getppid())
""",
        _NAMESPACES,
    ),
    Attempt(
        "no rights: an ordinary user without capabilities",
        """
import os
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(*(name for name in status if name.startswith("Cap") and int(status[name], 16)), sep="", end="")
if int(status["NoNewPrivs"]) != 1 or 0 in (os.getuid(), os.geteuid(), os.getgid()):
    print("may get rights")
""",
    ),
    Attempt(
        "system calls are filtered",
        """
import ctypes
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
if int(status["Seccomp"]) != 2:
    print("no filter")
libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000):
    if libc.unshare(flag) == 0:
        print("new namespace", hex(flag))
if libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None) == 0:
    print("mounted")
if libc.ptrace(0, 0, 0, 0) == 0:
    print("traced")
""",
        "The kernel has no seccomp (CONFIG_SECCOMP_FILTER): use a distribution's kernel",
    ),
    Attempt(
        "the memory limit bites",
        """
try:
    block = bytearray(LIMITS["memory"] + (64 << 20))
    print("got", len(block), "bytes")
except MemoryError:
    pass
""",
    ),
    Attempt(
        "the limit on processes bites",
        """
import os, time
started = 0
try:
    while started <= LIMITS["processes"]:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        started += 1
    print("started", started, "processes")
except OSError:
    pass
""",
        "The kernel counts processes for each user, not for each namespace: Linux 5.14 or newer does",
    ),
    Attempt(
        "the limits on files and disk bite",
        """
import os
written = 0
try:
    for number in range(LIMITS["disk"] // LIMITS["file_size"] + 1):
        with open(f"/tmp/{number}", "wb") as file:
            for _ in range(LIMITS["file_size"] // (1 << 20)):
                written += file.write(bytes(1 << 20))
    print("wrote", written, "bytes")
except OSError:
    pass
try:
    os.truncate(os.open("/tmp/0", os.O_RDWR | os.O_CREAT), LIMITS["file_size"] + 1)
    print("a file above the limit")
except OSError:
    pass
""",
    ),
)
