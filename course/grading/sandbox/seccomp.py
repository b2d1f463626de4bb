"""A filter on system calls, so that what the sandbox took away cannot be asked for again.

Everything not named here stays allowed: the namespaces, the missing capabilities and the limits do the confining.  The
filter closes what they leave open to a process without rights: building new namespaces (where it would have rights
again), reaching into other processes, memory that no limit counts, and corners of the kernel with a history of holes.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from course.grading.sandbox import linux

# Numbers on x86-64 and on arm64 (asm/unistd_64.h and asm-generic/unistd.h of Linux).
REFUSED = {
    # new namespaces, and changes of what is mounted
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    # keys of the user who grades
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # memory that outlives its process or is nobody's
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    # corners with a history of holes
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fanotify_init": (300, 262),
    "syslog": (103, 116),
    "personality": (135, 92),
    "modify_ldt": (154, None),
}
CLONE, CLONE3, SOCKET, SOCKETPAIR, IOCTL = (56, 220), (435, 435), (41, 198), (53, 199), (16, 29)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, name in the kernel
FAMILIES = (1, 2, 10)  # unix, IPv4, IPv6; not vsock, which reaches the host of a virtual machine, nor netlink
NEW_NAMESPACE = (
    linux.NEW_NS | linux.NEW_UTS | linux.NEW_IPC | linux.NEW_USER | linux.NEW_PID | linux.NEW_NET | 0x02000000 | 0x80
)  # and of cgroups and time
TIOCSTI = 0x5412  # types into a terminal

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24  # offsets in the kernel's struct seccomp_data


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def program(machine: str) -> bytes:
    """Return the filter for a machine (`platform.machine()`) as the kernel's 8-byte instructions.

    Raises
    ------
    OSError
        If the machine is neither x86-64 nor arm64.
    """
    if machine not in MACHINES:
        raise OSError(errno.ENOSYS, f"no filter of system calls for {machine}; expected {' or '.join(MACHINES)}")
    column, architecture = MACHINES[machine]
    refuse, allow = _step(_RETURN, _REFUSE | errno.EPERM), _step(_RETURN, _ALLOW)
    missing = _step(_RETURN, _REFUSE | errno.ENOSYS)
    steps = [_step(_LOAD, _ARCHITECTURE), _step(_EQUAL, architecture, 1, 0), _step(_RETURN, _KILL)]
    steps += [_step(_LOAD, _NUMBER)]
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, 0x40000000, 0, 1), missing]  # the same calls under other numbers (x32)
    for numbers in REFUSED.values():
        number = numbers[column]
        if number is not None:
            steps += [_step(_EQUAL, number, 0, 1), refuse]
    # Its flags are in memory, where a filter cannot look; libraries fall back to clone.
    steps += [_step(_EQUAL, CLONE3[column], 0, 1), missing]
    steps += [_step(_EQUAL, CLONE[column], 0, 4), _step(_LOAD, _FIRST), _step(_ANY_BIT, NEW_NAMESPACE, 0, 1)]
    steps += [refuse, allow]
    steps += [_step(_EQUAL, IOCTL[column], 0, 4), _step(_LOAD, _SECOND), _step(_EQUAL, TIOCSTI, 0, 1), refuse, allow]
    steps += [_step(_EQUAL, SOCKET[column], 1, 0), _step(_EQUAL, SOCKETPAIR[column], 0, 5), _step(_LOAD, _FIRST)]
    steps += [_step(_EQUAL, family, len(FAMILIES) - index, 0) for index, family in enumerate(FAMILIES)]
    steps += [_step(_RETURN, _REFUSE | errno.EAFNOSUPPORT), allow]
    return b"".join(steps)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def install() -> None:
    """Filter the system calls of this process and of everything it will start, for good.

    Raises
    ------
    OSError
        If the kernel or the machine has no such filter.
    """
    steps = program(platform.machine())
    filter_ = _Program(len(steps) // 8, steps)
    linux.prctl(linux.SET_NO_NEW_PRIVS, 1)
    linux.prctl(linux.SET_SECCOMP, linux.SECCOMP_FILTER, ctypes.addressof(filter_))
