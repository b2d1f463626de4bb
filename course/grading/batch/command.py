"""``course grade``: a class's submissions, in parallel, into the gradebook."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.grading.batch.reports import Report
    from course.grading.batch.run import Progress, Summary


def add_parser(subparsers: Any) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("grade", help="grade an assignment's submissions in parallel, safely")
    parser.description = (
        "Grade what lies in submitted/ and enter it into nbgrader's gradebook. What has been graded and has not "
        "changed is left as it is: run it again after an interruption, or when more has come in."
    )
    parser.add_argument("assignment", help="such as 3-3-vae")
    parser.add_argument("--student", action="append", default=[], metavar="ID", help="only this one (may be repeated)")
    parser.add_argument(
        "--workers", type=_count, default=os.cpu_count() or 1, metavar="N", help="submissions at a time"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster to use instead of this machine")
    parser.add_argument("--force", action="store_true", help="grade again what has not changed")
    parser.add_argument("--no-sandbox", action="store_true", help="run submitted code with your own rights")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument("--course", type=Path, default=Path(), metavar="FOLDER", help="with nbgrader_config.py")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Grade; 0 if every submission has a result, 1 if one failed or is missing."""
    from course.errors import CourseError
    from course.grading.batch.run import Choices, grade_class
    from course.grading.batch.submissions import open_assignment
    from course.grading.folder import open_folder
    from course.grading.sandbox import SandboxMissing

    folder = open_folder(arguments.course)
    assignment = open_assignment(folder, arguments.assignment)
    choices = Choices(
        tuple(arguments.student), arguments.force, not arguments.no_sandbox, arguments.workers, arguments.scheduler
    )
    try:
        summary = grade_class(folder, assignment, choices, _show)
    except SandboxMissing as error:
        raise CourseError(str(error)) from error
    write_summary(summary, folder.root / "reports" / arguments.assignment / "summary.json")
    print(json.dumps(asdict(summary), ensure_ascii=False, indent=1) if arguments.json else text(summary))
    return 1 if summary.gaps or any(report.status == "failed" for report in summary.reports) else 0


def _count(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of workers; expected 1 or more")
    return int(value)


def _show(total: int) -> Progress:
    """A bar on stderr with the time left; what failed or was flagged, as it comes."""
    from tqdm import tqdm

    bar = tqdm(total=total, unit="submission", disable=None if total else True)

    def tell(report: Report) -> None:
        if report.status != "graded":
            bar.write(f"{report.student}: {report.status}: {_why(report)}", file=sys.stderr)
        bar.update()
        if bar.n == total:
            bar.close()

    return tell


def _why(report: Report) -> str:
    return report.reason or "; ".join(f"{flag.kind} {flag.cell}: {flag.evidence}" for flag in report.flags)


def write_summary(summary: Summary, path: Path) -> None:
    """Keep the summary beside the reports."""
    from course.grading.folder import replace_file

    replace_file(path, json.dumps(asdict(summary), ensure_ascii=False, indent=1).encode())


def text(summary: Summary) -> str:
    """The summary in words."""
    states = {state: [r for r in summary.reports if r.status == state] for state in ("graded", "flagged", "failed")}
    counts = ", ".join(f"{len(found)} {state}" for state, found in states.items())
    lines = [f"{summary.assignment}: {counts}, {len(summary.unchanged)} unchanged since they were graded"]
    lines += [f"  flagged  {report.student}: {_why(report)}" for report in states["flagged"]]
    lines += [f"  failed   {report.student}: {_why(report)}" for report in states["failed"]]
    waiting = [report for report in [*summary.reports, *summary.unchanged] if report.waiting]
    lines += [f"{len(waiting)} with written answers for you to grade: make formgrader"] if waiting else []
    lines += [f"nothing handed in: {', '.join(summary.absent)}"] if summary.absent else []
    lines += [f"  missing  {student} {gap}" for student, gap in summary.gaps.items()]
    if any(not report.sandbox for report in summary.reports):
        lines.append("without a sandbox: submitted code ran with your rights")
    return "\n".join(lines)
