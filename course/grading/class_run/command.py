"""``course grade``: a class's submissions, in parallel, into the gradebook."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import CourseError

if TYPE_CHECKING:
    from course.grading.class_run.grade_class import Choices
    from course.grading.class_run.reports import Summary
    from course.grading.class_run.solution_check import Pool
    from course.grading.class_run.submissions import Assignment
    from course.grading.class_run.terminal import Terminal
    from course.grading.gradebook.course_folder import CourseFolder

TAKE_BACK = "nbgrader db student add ID takes one back"
STOPPED = 130  # as shells have it after Ctrl-C
UNGUARDED = (
    "no wrong answer is known of {answers}: whether a probe was made to lie is not checked there; "
    "write one into lessons/{assignment}/answers/"
)


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
    parser.add_argument(
        "--new-secret", action="store_true", help="draw other inputs for tests from now on; regraded, marks can change"
    )
    parser.add_argument("--anyway", action="store_true", help="also by tests that your own solution fails")
    parser.add_argument("--no-sandbox", action="store_true", help="run submitted code with your own rights")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument("--course", type=Path, default=Path(), metavar="FOLDER", help="with nbgrader_config.py")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Grade; 0 if every submission has a result, 1 if one failed or is missing, 130 if it was interrupted."""
    from course.grading.class_run.grade_class import Choices
    from course.grading.gradebook.course_folder import open_folder

    choices = Choices(
        tuple(arguments.student),
        arguments.force,
        not arguments.no_sandbox,
        new_secret=arguments.new_secret,
        anyway=arguments.anyway,
    )
    folder, before = open_folder(arguments.course), Path.cwd()
    try:
        os.chdir(folder.root)  # wherever it lies: submitted code never sees the working folder
        summary = _grade(folder, arguments, choices)
    except OSError as error:
        raise CourseError(f"{error}. What was graded stays; mend this and run the same command again") from error
    except KeyboardInterrupt:
        print("stopped; what was graded stays. Run the same command again to go on.")
        return STOPPED
    finally:
        os.chdir(before)
    print(json.dumps(asdict(summary), ensure_ascii=False, indent=1) if arguments.json else text(summary))
    return 0 if summary.complete else 1


def _grade(folder: CourseFolder, arguments: argparse.Namespace, choices: Choices) -> Summary:
    from course.grading.class_run.grade_class import grade_class
    from course.grading.class_run.submissions import open_assignment
    from course.grading.class_run.terminal import Terminal

    assignment = open_assignment(folder, arguments.assignment)
    with Terminal() as screen:
        open_pool = pool_opener(arguments, assignment, choices, screen)
        return grade_class(folder, assignment, choices, screen, open_pool)


def pool_opener(
    arguments: argparse.Namespace, assignment: Assignment, choices: Choices, screen: Terminal
) -> Callable[[], AbstractContextManager[Pool]]:
    """Return what starts grading: on this machine, or on the cluster of a scheduler that was named.

    Raises
    ------
    CourseError
        If a cluster was asked for, and the package for it is missing.
    """
    if arguments.scheduler is None:
        return partial(_on_this_machine, assignment, choices, arguments.workers)
    try:
        from course.grading.class_run.dask_pool import open_cluster
    except ModuleNotFoundError as error:
        raise CourseError(f"--scheduler needs the package {error.name}: pip install 'course[cluster]'") from error
    return partial(open_cluster, arguments.scheduler, screen.say, isolated=choices.isolated)


def _on_this_machine(assignment: Assignment, choices: Choices, workers: int) -> AbstractContextManager[Pool]:
    from course.grading.class_run.pool import open_pool
    from course.grading.class_run.preload import preload
    from course.grading.class_run.process_pair import Grader

    return open_pool(Grader(preload(assignment.sources.values()), isolated=choices.isolated), workers)


def _count(value: str) -> int:
    if not (value.isascii() and value.isdecimal()) or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of workers; expected 1 or more")
    return int(value)


def text(summary: Summary) -> str:
    """The summary in words."""
    states = {state: [r for r in summary.reports if r.status == state] for state in ("graded", "flagged", "failed")}
    counts = ", ".join(f"{len(found)} {state}" for state, found in states.items())
    lines = [f"{summary.assignment}: {counts}, {len(summary.unchanged)} unchanged since they were graded"]
    if not (summary.reports or summary.unchanged or summary.gaps):
        lines.append(f"no work lies at submitted/<student>/{summary.assignment}/")
    named = {student: f"{student} ({words})" for student, words in summary.people.items()}
    told = [(r, "") for state in ("flagged", "failed") for r in states[state]]
    told += [(r, " (before)") for r in summary.unchanged if r.status == "failed"]
    lines += [f"  {r.status:<7}  {named.get(r.student, r.student)}: {r.why}{when}" for r, when in told]
    waiting = len(summary.waiting)
    lines += [f"{waiting} with written answers for you to grade: make formgrader"] if waiting else []
    lines += [f"nothing in submitted/: {', '.join(summary.absent)}"] if summary.absent else []
    if summary.removed:
        lines.append(f"no longer in the class, their work is kept: {', '.join(summary.removed)}; {TAKE_BACK}")
    lines += [f"  missing  {student} {gap}" for student, gap in summary.gaps.items()]
    if any(not report.sandbox for report in [*summary.reports, *summary.unchanged]):
        lines.append("without a sandbox: submitted code ran with your rights")
    lines += [f"unsound  {sentence}" for sentence in summary.unsound]
    lines += [f"penalty  {sentence}" for sentence in summary.penalties]
    if summary.unguarded:
        lines.append(UNGUARDED.format(answers=", ".join(summary.unguarded), assignment=summary.assignment))
    return "\n".join([*lines, f"all of it: reports/{summary.assignment}/index.html"])
