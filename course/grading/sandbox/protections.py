"""What protects this machine from submitted code: tried out, not looked up."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from course.grading.sandbox import bubblewrap, exec_entry
from course.grading.sandbox.bubblewrap import PACKAGE, SandboxMissing
from course.grading.sandbox.child import SpawnError
from course.grading.sandbox.escape_attempts import ATTEMPTS, CONTAINER, Attempt
from course.grading.sandbox.limits import MEBIBYTE, Limits
from course.grading.sandbox.zygote import Zygote

# Small, so that trying them costs neither time nor memory.
TRIAL = Limits(memory=128 * MEBIBYTE, disk=8 * MEBIBYTE, file_size=4 * MEBIBYTE, processes=20, wall=60)
_RESTRICTION = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")


@dataclass(frozen=True)
class Protection:
    """One thing that protects: whether it holds here, what was found, and what to do if it does not."""

    name: str
    ok: bool
    found: str = ""
    mend: str = ""


def try_protections() -> list[Protection]:
    """Try everything that the sandbox promises, from inside (about a second)."""
    try:
        program = bubblewrap.find()
        with Zygote(isolated=True, limits=TRIAL) as zygote:
            started = [
                Protection("bubblewrap starts Python apart from this machine", True, program),
                Protection("each submission is shut in once more, by itself", True),
            ]
            return started + [_try(zygote, attempt) for attempt in ATTEMPTS]
    except (SandboxMissing, SpawnError) as error:
        return [Protection("a sandbox can be built", False, str(error), _mend())]


def private_paths() -> list[str]:
    """Return existing paths that submitted code must not see: of the home folder, the course, and this folder."""
    needed = [Path(path) for path in (sys.prefix, sys.base_prefix, PACKAGE, *bubblewrap.SYSTEM)]
    needed += [Path(sys.executable).resolve()]
    seen = {
        path
        for folder in (Path.home(), PACKAGE.parent, Path.cwd())
        if folder.parent != folder and not any(folder == path or path in folder.parents for path in needed)
        for path in folder.iterdir()
        if not any(path == way or path in way.parents for way in needed)
    }
    return sorted(str(path) for path in seen | {path / "samples.py" for path in bubblewrap.MASKED if path.is_dir()})


def preface(limits: Limits) -> str:
    """Return the lines that an attempt expects before it."""
    return f"import json\nPRIVATE = {private_paths()!r}\nLIMITS = json.loads({json.dumps(asdict(limits))!r})\n"


def _try(zygote: Zygote, attempt: Attempt) -> Protection:
    try:
        with zygote.spawn("course.grading.sandbox.exec_entry:serve") as child:
            reached, error = exec_entry.run(child, preface(TRIAL) + attempt.text)
    except (EOFError, TimeoutError, SpawnError) as broken:
        reached, error = "", str(broken)
    found = " ".join((reached + error).split())
    return Protection(attempt.promise, not found, found, "" if not found else attempt.mend)


def _mend() -> str:
    if _RESTRICTION.exists() and _RESTRICTION.read_text().strip() == "1":
        return (
            "Ubuntu forbids namespaces to ordinary users: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        )
    return f"In a container, allow namespaces ({CONTAINER}); else see the ways out"


def describe(tried: Sequence[Protection]) -> str:
    """Return what `try_protections` found as text, a line or a paragraph for each."""
    lines = []
    for protection in tried:
        lines.append(f"{'ok     ' if protection.ok else 'MISSING'}  {protection.name}")
        for text in (protection.found, protection.mend) if not protection.ok else ():
            lines += textwrap.wrap(text, width=100, initial_indent=" " * 9, subsequent_indent=" " * 9)
    missing = sum(not protection.ok for protection in tried)
    verdict = (
        "Submitted code is confined on this machine."
        if not missing
        else f"Missing: {missing}. Submitted code is not confined on this machine."
    )
    return "\n".join([*lines, "", verdict])
