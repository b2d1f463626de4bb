"""How much memory processes take, from /proc; where there is none (macOS), nothing is known and zero is returned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Footprint:
    """One process's memory, in bytes: address space, writable part of it, resident, resident without files.

    Further its parent, its own number in its namespace, and whether it has ended and is only kept in mind.
    """

    space: int = 0
    data: int = 0
    resident: int = 0
    private: int = 0
    parent: int = 0
    number: int = 0
    ended: bool = False


def footprint(pid: int | str = "self") -> Footprint:
    """Return a process's memory, or zeros if it has ended or there is no /proc."""
    fields = _fields(PROC / str(pid) / "status")
    kilobytes = {name: int(fields.get(name, "0").split()[0]) for name in _NAMES}
    return Footprint(
        space=1024 * kilobytes["VmSize"],
        data=1024 * kilobytes["VmData"],
        resident=1024 * kilobytes["VmRSS"],
        private=1024 * (kilobytes["RssAnon"] + kilobytes["RssShmem"]),
        parent=kilobytes["PPid"],
        number=int(fields.get("NSpid", "0").split()[-1]),
        ended=fields.get("State", "Z")[0] in "ZX",
    )


_NAMES = ("VmSize", "VmData", "VmRSS", "RssAnon", "RssShmem", "PPid")


def family(pid: int) -> dict[int, Footprint]:
    """Return a process and everything below it, as far as this process can see; nothing where there is no /proc."""
    if not PROC.exists():
        return {}
    all_ = {int(path.name): footprint(path.name) for path in PROC.iterdir() if path.name.isdecimal()}
    found = {pid: all_.get(pid, Footprint())}
    for _ in all_:
        more = {child: seen for child, seen in all_.items() if seen.parent in found and child not in found}
        if not more:
            break
        found |= more
    return found


def memory(processes: dict[int, Footprint], shared: int, limit: int) -> int:
    """Return the bytes that processes take together, apart from `shared` bytes that each has from the warm process.

    A page that several of them share counts once for each, until that reaches `limit`; then the kernel's slower and
    fairer count is taken.
    """
    quick = sum(max(0, process.private - shared) for process in processes.values())
    if quick <= limit:
        return quick
    fair = 0
    for pid, process in processes.items():
        fields = _fields(PROC / str(pid) / "smaps_rollup")
        proportional = sum(1024 * int(fields[name].split()[0]) for name in ("Pss_Anon", "Pss_Shmem") if name in fields)
        fair += proportional or max(0, process.private - shared)  # a process can hide the former, not the latter
    return fair


def _fields(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:  # it ended in the meantime
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if value.strip()}
