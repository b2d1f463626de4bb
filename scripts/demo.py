"""A class of sample students, graded from the download to the feedback page: ``python -m scripts.demo``.

Everything is done with the commands that an instructor uses, in a course folder of its own, ``build/demo``.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.notebook.graded_cells import GradedCell, graded_cells
from course.notebook.known_answers import KnownAnswer, fill, first, mixture, read_known_answers
from scripts.course_copy import ROOT, CellScore, copy_course, notebook_path, read_scores, run_command, total

ASSIGNMENT = "3-1-convolution"
ARCHIVE = "submissions.zip"
LOG = "commands.log"
BROKEN = "def stretch(x, s)\n    return x"


class DemoError(Exception):
    """A step that failed; the message says which, and where to read more."""


@dataclass(frozen=True)
class Student:
    """A sample student and what is known about the answers before they are graded."""

    id: str
    first_name: str
    last_name: str
    work: str


CLASS = (
    Student("4101", "Amina", "Okafor", "all right"),
    Student("4102", "Jonas", "Lindqvist", "some right, some wrong"),
    Student("4103", "Mei-Ling", "Tran", "only the first half"),
    Student("4104", "Diego", "Fuentes", "untouched"),
    Student("4105", "Zeynep", "Kaya", "one answer is no Python"),
)


def submissions(release: NotebookNode, known: Mapping[str, list[KnownAnswer]]) -> dict[str, NotebookNode]:
    """What each student of the class hands in, by id."""
    right = first(known, "right", "good")
    half = dict(list(right.items())[: len(right) // 2])
    answers: list[Mapping[str, KnownAnswer | str]] = [right, mixture(known, 1), half, {}, right | {"stretch": BROKEN}]
    return {student.id: fill(release, given) for student, given in zip(CLASS, answers, strict=True)}


def grade_table(cells: list[GradedCell], scores: Mapping[str, Mapping[str, CellScore]]) -> str:
    """One line for each student: automatic points, written points still to be given, and a mark for each task."""
    tests = [cell for cell in cells if not cell.written]
    lines = [f"{'student':18}{'id':6}{'automatic':>11}  {'to be graded':14}tasks 1-{len(tests)}"]
    for student in CLASS:
        mine = scores[student.id]
        automatic = [mine[test.grade_id] for test in tests]
        waiting = sum(score.maximum for score in mine.values() if score.points is None)
        marks = "".join("✓" if score.points == score.maximum else "✗" for score in automatic)
        points = f"{total(automatic):g} of {sum(score.maximum for score in automatic):g}"
        name = f"{student.first_name} {student.last_name}"
        lines.append(f"{name:18}{student.id:6}{points:>11}  {f'{waiting:g} points':14}{marks}  {student.work}")
    return "\n".join(lines)


def run(folder: Path) -> None:
    """Make the course folder, grade the class in it and print the table.

    Raises
    ------
    DemoError
        If the folder holds something else, or a step fails.
    """
    if folder.exists() and not (folder / LOG).exists():
        raise DemoError(f"{folder} was not made by this demo; remove it, or name another folder with --into")
    shutil.rmtree(folder, ignore_errors=True)
    copy_course(folder)
    _step(folder, "released the assignment", "nbgrader", "generate_assignment", ASSIGNMENT)
    paths = [notebook_path(folder, name, ASSIGNMENT) for name in ("source", "release")]
    source, release = (nbformat.read(path, as_version=4) for path in paths)
    known = read_known_answers(ROOT / "lessons" / ASSIGNMENT / "answers", source)
    _pack(folder, submissions(release, known), paths[0].name)
    print(f"packed {len(CLASS)} submissions into one archive, as learning platforms do")
    _write_class_list(folder / "students.csv")
    _step(folder, "entered the class list", "nbgrader", "db", "student", "import", "students.csv")
    _step(folder, "collected them from the archive", "course", "moodle", "collect", ARCHIVE, ASSIGNMENT)
    _step(folder, "graded them in the sandbox", "course", "grade", ASSIGNMENT)
    _step(folder, "wrote the feedback pages", "nbgrader", "generate_feedback", ASSIGNMENT)
    _step(folder, "exported the grades to grades.csv", "nbgrader", "export")

    scores = read_scores(folder, ASSIGNMENT)
    if missing := {student.id for student in CLASS} - scores.keys():
        raise DemoError(f"students {sorted(missing)} were not graded; see {folder / LOG}")
    print(f"\n{grade_table(graded_cells(source), scores)}\n")
    print(f"feedback pages: {folder}/feedback/<id>/{ASSIGNMENT}/\nwhat the commands said: {folder / LOG}")


def _step(folder: Path, done: str, *command: str) -> None:
    result = run_command(folder, *command)
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{result.stdout}\n")
    if result.returncode:
        last = "\n".join(result.stdout.splitlines()[-15:])
        raise DemoError(
            f"{' '.join(command[:2])} failed (exit {result.returncode}); see {folder / LOG}, which ends:\n{last}"
        )
    print(done, flush=True)


def _pack(folder: Path, notebooks: Mapping[str, NotebookNode], name: str) -> None:
    with zipfile.ZipFile(folder / ARCHIVE, "w", zipfile.ZIP_DEFLATED) as packed:
        for student in CLASS:
            place = f"{student.first_name} {student.last_name}_{student.id}_assignsubmission_file"
            packed.writestr(f"{place}/{name}", nbformat.writes(notebooks[student.id]))


def _write_class_list(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "first_name", "last_name"])
        table.writerows([student.id, student.first_name, student.last_name] for student in CLASS)


def main() -> int:
    """Run the demo from the command line; 1 if a step failed."""
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "demo", help="course folder to make")
    try:
        run(parser.parse_args().into)
    except DemoError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
