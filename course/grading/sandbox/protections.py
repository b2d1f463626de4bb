"""What protects this machine from submitted code: tried out, not looked up."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from course.findings import Finding
from course.grading.sandbox import bubblewrap, exec_entry
from course.grading.sandbox.bubblewrap import PACKAGE, SandboxMissing
from course.grading.sandbox.child import SpawnError
from course.grading.sandbox.escape_attempts import ATTEMPTS, CONTAINER, Attempt
from course.grading.sandbox.limits import MEBIBYTE, Limits
from course.grading.sandbox.zygote import Zygote

# Small, so that trying them costs neither time nor memory.
TRIAL = Limits(memory=128 * MEBIBYTE, disk=8 * MEBIBYTE, file_size=4 * MEBIBYTE, processes=20, wall=60)
_RESTRICTION = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")


def try_protections() -> list[Finding]:
    """Try everything that the sandbox promises, from inside (about a second), and say what follows from it."""
    try:
        program = bubblewrap.find()
        with Zygote(isolated=True, limits=TRIAL) as zygote:
            tried = [
                Finding("bubblewrap starts Python apart from this machine", "ok", program),
                Finding("each submission is shut in once more, by itself", "ok"),
                *(_try(zygote, attempt) for attempt in ATTEMPTS),
            ]
    except (SandboxMissing, SpawnError) as error:
        tried = [Finding("a sandbox can be built", "missing", str(error), _fix())]
    if all(finding.verdict == "ok" for finding in tried):
        return [*tried, Finding("submitted code", "ok", "is confined on this machine")]
    fix = "Fix what is missing above, or grade on another machine; `course grade` names the ways out"
    return [*tried, Finding("submitted code", "missing", "is not confined on this machine", fix)]


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


def _try(zygote: Zygote, attempt: Attempt) -> Finding:
    try:
        with zygote.spawn("course.grading.sandbox.exec_entry:serve") as child:
            reached, error = exec_entry.run(child, preface(TRIAL) + attempt.text)
    except (EOFError, TimeoutError, SpawnError) as broken:
        reached, error = "", str(broken)
    found = " ".join((reached + error).split())
    return Finding(attempt.promise, "missing" if found else "ok", found, attempt.mend)


def _fix() -> str:
    if _RESTRICTION.exists() and _RESTRICTION.read_text().strip() == "1":
        return (
            "Ubuntu forbids namespaces to ordinary users: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        )
    return f"In a container, allow namespaces ({CONTAINER}); else see the ways out"
