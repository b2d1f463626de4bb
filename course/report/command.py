"""``course report``: the report of an answered notebook as a Word file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from course.errors import CourseError


def add_parser(subparsers: Any) -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser(
        "report",
        help="make the report of an answered notebook: a Word file with code, figures, answers and check results",
    )
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="the answered notebook, run and saved")
    parser.add_argument(
        "--name", default="", help="your name as it shall stand in the report, with your student number"
    )
    parser.add_argument(
        "--to", type=Path, metavar="FILE.docx", help="default: beside the notebook, as NOTEBOOK-report.docx"
    )
    parser.add_argument("--pdf", action="store_true", help="make a PDF as well (LibreOffice does it)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the report and say where it is.

    Raises
    ------
    CourseError
        If the notebook cannot be read, a program is missing, or the report cannot be written.
    """
    from course.report.document import make_report
    from course.report.locations import report_path, save
    from course.report.notebook import read_notebook
    from course.report.pandoc import write_pdf

    target = arguments.to or report_path(arguments.notebook)
    if target.suffix.lower() != ".docx":
        raise CourseError(f"--to {target} is no name of a Word file; let it end with .docx")
    report = make_report(read_notebook(arguments.notebook), arguments.name)
    save(report.word, target)
    print(f"{target}: {report.summary}")
    if not arguments.name:
        print('There is no name in it: add --name "…"')
    if arguments.pdf:
        print(write_pdf(target))
    return 0
