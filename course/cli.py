"""The command ``course``: what neither Jupyter's nor nbgrader's own commands do."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence

from course.errors import CourseError

# Each module has `add_parser(subparsers)`, which sets `run`, and imports what is slow to import only in there.
# The student edition lacks the grading side, and its commands with it.
COMMANDS = (
    "course.report.command",
    "course.grading.class_run.command",
    "course.grading.dates.command",
    "course.grading.moodle.commands",
    "course.doctor",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a sub-command.

    Parameters
    ----------
    argv
        Arguments behind the program's name; those of this process if None.

    Returns
    -------
    int
        Exit status: 0 if all is well, 1 if something was refused or left over, 2 (raised by argparse) for arguments
        that do not exist.
    """
    about = "Beside the notebooks of the course: what neither Jupyter's nor nbgrader's own commands do."
    parser = argparse.ArgumentParser(prog="course", description=about)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in filter(_is_there, COMMANDS):
        importlib.import_module(name).add_parser(subparsers)
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (CourseError, OSError) as error:
        print(f"course {arguments.command}: {error}", file=sys.stderr)
        return 1


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # not even its package
        return False
