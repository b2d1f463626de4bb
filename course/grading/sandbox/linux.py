"""The few system calls that Python has no name for; Linux only."""

from __future__ import annotations

import ctypes
import os

NEW_NS, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = (
    0x00020000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
DETACH = 2
PDEATHSIG, SET_DUMPABLE, CAPBSET_READ, CAPBSET_DROP, SET_NO_NEW_PRIVS, CAP_AMBIENT = 1, 4, 23, 24, 38, 47
SET_SECCOMP, SECCOMP_FILTER, CAP_AMBIENT_CLEAR_ALL, SET_CHILD_SUBREAPER = 22, 2, 4, 36
_CAPABILITY_VERSION_3 = 0x20080522


def _call(name: str, *arguments: object) -> int:
    # Looked up here, not at import: macOS has no such functions and may still import the package.
    result = int(getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments))
    if result < 0:
        error = ctypes.get_errno()
        shown = ", ".join(repr(getattr(argument, "value", argument)) for argument in arguments)
        raise OSError(error, f"{name}({shown}): {os.strerror(error)}")
    return result


def unshare(flags: int) -> None:
    """Move this process into new namespaces (for `NEW_PID`: its children); `unshare(2)`.

    Raises
    ------
    OSError
        If the system does not allow it.
    """
    _call("unshare", ctypes.c_int(flags))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount `source` on the folder or file `target`; `mount(2)`.

    Raises
    ------
    OSError
        If the system does not allow it; the message names source and target.
    """
    texts = [ctypes.c_char_p(text.encode()) for text in (source, target, kind, options)]
    _call("mount", *texts[:3], ctypes.c_ulong(flags), texts[3])


def detach(target: str) -> None:
    """Take a mount out of sight; what was bound from it stays.

    Raises
    ------
    OSError
        If there is no mount of ours at `target`.
    """
    _call("umount2", ctypes.c_char_p(target.encode()), ctypes.c_int(DETACH))


def prctl(option: int, *values: int) -> int:
    """Return what `prctl(2)` returns for an option with up to four numbers.

    Raises
    ------
    OSError
        If the system refuses.
    """
    padded = (*values, 0, 0, 0, 0)[:4]
    return _call("prctl", ctypes.c_int(option), *(ctypes.c_ulong(value) for value in padded))


def drop_capabilities() -> None:
    """Give up every capability for good, in all five sets.

    Raises
    ------
    OSError
        If the system refuses.
    """
    for capability in range(64):
        try:
            prctl(CAPBSET_READ, capability)
        except OSError:  # this kernel knows no more of them
            break
        prctl(CAPBSET_DROP, capability)
    prctl(CAP_AMBIENT, CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())
