"""``course doctor``, and `doctor` for notebooks: whether all that the course needs is here, and what to do if not.

Each part that needs something tells it; students have no grading side, and hear nothing of it.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import textwrap
from collections.abc import Iterator
from typing import Any

from course.findings import Finding

# Each has `CHECKS`. They are imported when they are asked.
MODULES = ("course.session.doctor_checks", "course.report.pandoc", "course.grading.doctor_checks")
INDENT = " " * 11  # below a finding's name


def add_parser(subparsers: Any) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("doctor", help="try out whether everything that the course needs is here")
    parser.description = "Try out what the lessons need, and, where grading is installed, what protects this machine."
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print what was found; 0 if nothing that is needed is missing."""
    return 0 if doctor() else 1


def doctor() -> bool:
    """Print what the course needs, how it is here, and the fix; return whether nothing is missing."""
    missing = []
    for finding in examine():
        print(describe(finding))
        missing += [finding.name] if finding.verdict == "missing" else []
    print(f"\nMissing: {'; '.join(missing)}." if missing else "\nEverything that the course needs is here.")
    return not missing


def examine() -> Iterator[Finding]:
    """Try everything (some seconds; no network), and yield each finding as it is made."""
    for module in MODULES:
        if importlib.util.find_spec(module.rpartition(".")[0]) is None:  # the student edition lacks the grading side
            continue
        for name, check in importlib.import_module(module).CHECKS.items():
            try:
                yield from check()
            except Exception as error:  # whatever is broken here is what was asked for
                found = f"could not be tried: {type(error).__name__}: {error}"
                yield Finding(name, "missing", found, "Fix what is missing above first; then ask your teachers")


def describe(finding: Finding) -> str:
    """Return one line, and the fix below it."""
    line = f"{finding.verdict:<9}  {finding.name}" + (f": {finding.found}" if finding.found else "")
    fix = textwrap.wrap(finding.fix, width=100, initial_indent=INDENT, subsequent_indent=INDENT)
    return "\n".join([line, *(fix if finding.verdict != "ok" else [])])
