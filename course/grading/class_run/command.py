"""``course grade``: a class's submissions, in parallel, into the gradebook."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.grading.class_run.grade_class import Choices, Summary
    from course.grading.gradebook.course_folder import CourseFolder

STOPPED = 130  # as shells have it after Ctrl-C


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
    """Grade; 0 if every submission has a result, 1 if one failed or is missing, 130 if it was interrupted."""
    from course.errors import CourseError
    from course.grading.class_run.grade_class import Choices
    from course.grading.gradebook.course_folder import open_folder

    choices = Choices(
        tuple(arguments.student), arguments.force, not arguments.no_sandbox, arguments.workers, arguments.scheduler
    )
    folder, before = open_folder(arguments.course), Path.cwd()
    try:
        os.chdir(folder.root)  # wherever it lies: submitted code never sees the working folder
        summary = _grade(folder, arguments.assignment, choices)
    except OSError as error:
        raise CourseError(f"{error}. What was graded stays; mend this and run the same command again") from error
    except KeyboardInterrupt:
        print("stopped; what was graded stays. Run the same command again to go on.")
        return STOPPED
    finally:
        os.chdir(before)
    print(json.dumps(asdict(summary), ensure_ascii=False, indent=1) if arguments.json else text(summary))
    return 0 if summary.complete else 1


def _grade(folder: CourseFolder, name: str, choices: Choices) -> Summary:
    from course.grading.class_run.grade_class import grade_class
    from course.grading.class_run.overview_page import page
    from course.grading.class_run.reports import PAGE, SUMMARY, Reports
    from course.grading.class_run.submissions import open_assignment
    from course.grading.class_run.terminal import Terminal
    from course.grading.gradebook.course_folder import replace_file

    with Terminal() as screen:
        summary = grade_class(folder, open_assignment(folder, name), choices, screen)
    reports = Reports(folder.root / "reports" / name)
    replace_file(reports.folder / PAGE, page(summary, reports.all()).encode())
    replace_file(reports.folder / SUMMARY, json.dumps(asdict(summary), ensure_ascii=False, indent=1).encode())
    return summary


def _count(value: str) -> int:
    if not (value.isascii() and value.isdecimal()) or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of workers; expected 1 or more")
    return int(value)


def text(summary: Summary) -> str:
    """The summary in words."""
    states = {state: [r for r in summary.reports if r.status == state] for state in ("graded", "flagged", "failed")}
    counts = ", ".join(f"{len(found)} {state}" for state, found in states.items())
    lines = [f"{summary.assignment}: {counts}, {len(summary.unchanged)} unchanged since they were graded"]
    lines += [f"  {r.status:<7}  {r.student}: {r.why}" for state in ("flagged", "failed") for r in states[state]]
    lines += [f"  {r.status:<7}  {r.student}: {r.why} (before)" for r in summary.unchanged if r.status == "failed"]
    waiting = len(summary.waiting)
    lines += [f"{waiting} with written answers for you to grade: make formgrader"] if waiting else []
    lines += [f"nothing in submitted/: {', '.join(summary.absent)}"] if summary.absent else []
    lines += [f"  missing  {student} {gap}" for student, gap in summary.gaps.items()]
    if any(not report.sandbox for report in [*summary.reports, *summary.unchanged]):
        lines.append("without a sandbox: submitted code ran with your rights")
    return "\n".join([*lines, f"all of it: reports/{summary.assignment}/index.html"])
