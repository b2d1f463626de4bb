"""``course moodle``: collect submissions, fill in the grading worksheet, pack the feedback pages.

What is slow to import is imported by the command that needs it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.grading.gradebook.course_folder import CourseFolder
    from course.grading.moodle.identities import Student
    from course.grading.moodle.worksheet import Worksheet

SOME_LEFT_OUT = 3  # exit status of a worksheet that is written, and in which somebody is left without a grade


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``moodle`` with its three commands."""
    parser = subparsers.add_parser("moodle", help="submissions from Moodle; grades and feedback into it")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_collect(commands)
    _add_worksheet(commands)
    _add_feedback(commands)


def _add_collect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("collect", help="submissions from the archive of 'Download all submissions'")
    parser.add_argument("zip", type=Path, help="the archive")
    _common(parser, _collect)
    parser.add_argument("--worksheet", type=Path, metavar="CSV", help="the grading worksheet: tells who is who")
    parser.add_argument("--roster", type=Path, metavar="CSV", help="id,first_name,last_name,email,lms_user_id[,group]")


def _add_worksheet(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("worksheet", help="grades and comments into the grading worksheet")
    parser.add_argument("worksheet", type=Path, metavar="csv", help="the grading worksheet")
    _common(parser, _worksheet)
    parser.add_argument("--output", type=Path, metavar="CSV", help="file to write (default: <csv>-graded.csv)")
    parser.add_argument("--grade-column", metavar="NAME", help="header or number of the grades' column")
    parser.add_argument("--comment-column", metavar="NAME", help="header or number of the comments' column")
    parser.add_argument("--scale", action="store_true", help="scale grades if the maximum in Moodle is another one")
    parser.add_argument("--no-comments", action="store_true", help="leave the comments as they are")
    parser.add_argument("--yes", metavar="WORD", help="what means yes in the column 'Grade can be changed'")


def _add_feedback(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("feedback", help="feedback pages for 'Upload multiple feedback files in a zip'")
    _common(parser, _feedback)
    parser.add_argument("--worksheet", type=Path, metavar="CSV", help="the grading worksheet: tells who is who")
    parser.add_argument("--output", type=Path, metavar="ZIP", help="default: downloaded/<assignment>/feedback.zip")
    parser.add_argument("--max-size", type=_size, metavar="SIZE", help="Moodle's limit, such as 100MB")


def _common(parser: argparse.ArgumentParser, run: object) -> None:
    parser.add_argument("assignment", help="the assignment's name in nbgrader")
    parser.add_argument("--course", type=Path, default=Path(), metavar="FOLDER", help="default: this folder")
    parser.add_argument("--id-column", metavar="NAME", help="header or number of the worksheet's column of ids")
    parser.add_argument("--encoding", help="of the CSV file (default: UTF-8, or UTF-16 with a mark)")
    parser.set_defaults(run=run)


def _size(text: str) -> int:
    from course.grading.moodle.feedback import parse_size

    return parse_size(text)


def _collect(arguments: argparse.Namespace) -> int:
    from course.grading.gradebook.course_folder import open_folder
    from course.grading.moodle.collect import REPORT, collect
    from course.grading.moodle.collect_report import UNMATCHED, as_table, to_write_to
    from course.grading.moodle.participants import read_participants

    folder, sheet = open_folder(arguments.course), _sheet(arguments)
    students = _students(arguments.roster, arguments.encoding, folder)
    lines, told_by = collect(
        arguments.zip, arguments.assignment, folder, sheet=sheet, students=students, id_column=arguments.id_column
    )
    known = read_participants(folder, arguments.assignment)
    rows = sheet.rows if sheet else []
    addresses = {known[row.number].student: row.address for row in rows if row.number in known}
    addresses |= {student.id: student.email for student in students if student.email}
    print("\n".join(filter(None, [as_table(lines), to_write_to(lines, addresses)])))
    print(f"who is who: {told_by}\nreport: {folder.notes(arguments.assignment) / REPORT}")
    return 1 if any(line.outcome == UNMATCHED for line in lines) else 0


def _worksheet(arguments: argparse.Namespace) -> int:
    from course.grading.gradebook.course_folder import open_folder, replace_file
    from course.grading.moodle.fill import Choices, fill
    from course.grading.moodle.worksheet import read_worksheet
    from course.grading.moodle.worksheet_report import LEFT_OUT, REPORT, as_list, keep

    sheet = read_worksheet(arguments.worksheet, arguments.encoding)
    choices = Choices(
        grade_column=arguments.grade_column,
        comment_column=arguments.comment_column,
        id_column=arguments.id_column,
        scale=arguments.scale,
        comments=not arguments.no_comments,
        yes=arguments.yes,
    )
    folder = open_folder(arguments.course)
    filled = fill(sheet, arguments.assignment, folder, choices)
    source: Path = arguments.worksheet
    output = arguments.output or source.with_name(f"{source.stem}-graded{source.suffix}")
    replace_file(output, filled.data)
    keep(folder, arguments.assignment, filled.lines, filled.grades)
    print("\n".join([*sheet.notes, as_list(filled.lines)]))
    for sentence in filled.penalties:
        print(f"penalty changed: {sentence}")
    comments = "with comments" if filled.comments else "without comments"
    print(f"{len(filled.grades)} of {len(sheet.rows)} rows filled in, {comments}: {output}")
    print(f"the list: {folder.notes(arguments.assignment) / REPORT}")
    return SOME_LEFT_OUT if filled.of(LEFT_OUT) else 0


def _feedback(arguments: argparse.Namespace) -> int:
    from course.grading.gradebook.course_folder import open_folder
    from course.grading.moodle.feedback import pack_feedback
    from course.grading.moodle.identities import identify
    from course.grading.moodle.participants import read_participants

    folder = open_folder(arguments.course)
    known = read_participants(folder, arguments.assignment)
    sheet = _sheet(arguments)
    if sheet is not None:
        students = _students(None, None, folder)
        known = identify(sheet, students, arguments.id_column).known | known
    output = arguments.output or folder.notes(arguments.assignment) / "feedback.zip"
    packed = pack_feedback(arguments.assignment, folder, known, output, arguments.max_size)
    _say("without a page", packed.absent)
    _say("not in the archive", packed.without)
    if packed.older:
        print(f"from an earlier run, not to be uploaded: {', '.join(map(str, packed.older))}")
    print(f"pages of {packed.students} students: {', '.join(map(str, packed.archives))}")
    return 1 if packed.without else 0


def _sheet(arguments: argparse.Namespace) -> Worksheet | None:
    from course.grading.moodle.worksheet import read_worksheet

    return read_worksheet(arguments.worksheet, arguments.encoding) if arguments.worksheet else None


def _students(roster: Path | None, encoding: str | None, folder: CourseFolder) -> list[Student]:
    """Students of the roster, or else of the gradebook."""
    from course.grading.moodle.identities import gradebook_students, read_roster

    if roster is not None:
        return read_roster(roster, encoding)
    with folder.gradebook() as gradebook:
        return gradebook_students(gradebook)


def _say(title: str, people: Mapping[str, str]) -> None:
    from course.grading.files.file_names import printable

    if people:
        print(f"{title}:")
        for name, why in sorted(people.items()):
            print(f"  {printable(name)}: {why}")
