"""``course doctor``: whether everything that the lessons need is here, and what to do if not.

In a notebook: ``from course.session import doctor; doctor()``. Where the grading side is installed, the command goes
on with what protects the machine from submitted code.
"""

from __future__ import annotations

import argparse
import importlib.util
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.session.doctor_checks import Finding


def add_parser(subparsers: Any) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("doctor", help="try out whether everything that the course needs is here")
    parser.description = "Try out what the lessons need, and, where grading is installed, what protects this machine."
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 0 if nothing that is needed is missing."""
    whole = doctor()
    if importlib.util.find_spec("course.grading") is None:
        return 0 if whole else 1
    from course.grading.doctor import examine

    print("\nGrading\n")
    return 0 if examine() and whole else 1


def doctor() -> bool:
    """Print what the lessons need, how it is here, and the mend; return whether nothing is missing."""
    from course.session.doctor_checks import examine

    findings = examine()
    print(describe(findings))
    return all(finding.verdict != "missing" for finding in findings)


def describe(findings: Sequence[Finding]) -> str:
    """Return a line for each finding, its mend below it, and a verdict at the end."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.verdict:<9}  {finding.name}: {finding.found}")
        if finding.verdict != "ok":
            lines += textwrap.wrap(finding.mend, width=100, initial_indent=" " * 11, subsequent_indent=" " * 11)
    missing = [finding.name for finding in findings if finding.verdict == "missing"]
    verdict = f"Missing: {', '.join(missing)}." if missing else "Everything that the lessons need is here."
    return "\n".join([*lines, "", verdict])
