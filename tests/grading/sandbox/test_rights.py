"""What was taken away cannot be asked for again."""

import platform
import re
from pathlib import Path

import pytest

from course.grading.sandbox import seccomp

HEADERS = {
    "x86_64": (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), r"#define __NR_(\w+) (\d+)"),
    "aarch64": (Path("/usr/include/asm-generic/unistd.h"), r"#define __NR(?:3264)?_(\w+) (\d+)"),
}
OTHER = {"clone": seccomp.CLONE, "clone3": seccomp.CLONE3, "socket": seccomp.SOCKET, "ioctl": seccomp.IOCTL}


@pytest.mark.parametrize("call", [name for name, numbers in seccomp.REFUSED.items() if None not in numbers])
def test_refused_call_is_refused(reached, call):
    number = seccomp.REFUSED[call][seccomp.MACHINES[platform.machine()][0]]
    text = (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"print(libc.syscall({number}, -1, 0, 0, 0, 0), ctypes.get_errno())"
    )
    assert reached(text) == "-1 1"


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_numbers_of_calls_are_the_kernel_s(machine):
    header, pattern = HEADERS[machine]
    if not header.exists():
        pytest.skip(f"no {header}; get it with: sudo apt-get install linux-libc-dev")
    known = {name: int(number) for name, number in re.findall(pattern, header.read_text())}
    column = seccomp.MACHINES[machine][0]
    ours = {name: numbers[column] for name, numbers in (seccomp.REFUSED | OTHER).items()}
    newer = {"memfd_secret", "name_to_handle_at", "open_by_handle_at"}  # missing in some headers, under another name
    wrong = {name: number for name, number in ours.items() if known.get(name) != number and name not in newer}
    assert not wrong
    assert {name for name in newer & known.keys() if known[name] != ours[name]} == set()


def test_new_namespaces_cannot_be_had_through_clone(reached):
    text = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
    print(libc.syscall(NUMBER, flag | 17, 0, 0, 0, 0), ctypes.get_errno())
""".replace("NUMBER", str(seccomp.CLONE[seccomp.MACHINES[platform.machine()][0]]))
    assert set(reached(text).splitlines()) == {"-1 1"}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86-64 has these other numbers")
def test_calls_under_the_numbers_of_other_machines_do_not_pass(plain, reached):
    unshare = 0x40000000 + seccomp.REFUSED["unshare"][0]
    text = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    text += f"print(libc.syscall({unshare}, 0x10000000), ctypes.get_errno())"
    assert reached(text) == "-1 38"


def test_a_filter_for_an_unknown_machine_is_an_error():
    with pytest.raises(OSError, match="no filter of system calls for sparc64; expected x86_64 or aarch64"):
        seccomp.program("sparc64")


def test_programs_that_give_root_rights_give_none(reached):
    text = "import subprocess; print(subprocess.run(['su', '-c', 'id'], capture_output=True).returncode != 0)"
    assert reached(text) == "True"


def test_capabilities_do_not_come_back_with_a_new_program(reached):
    text = "import subprocess; print(subprocess.check_output(['grep', '-E', 'Cap(Eff|Prm|Bnd)', '/proc/self/status']))"
    assert set(re.findall(r"[0-9a-f]{16}", reached(text))) == {"0" * 16}
