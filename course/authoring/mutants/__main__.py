"""Try the tests of lessons with mutants of their solutions: ``python -m course.authoring.mutants [--lesson NAME]``.

Prints those that keep all points, with line and change, and a table; writes `answers/mutants.json` beside the lesson.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from course.authoring.lesson import LessonError
from course.authoring.mutants.equivalents import FILE
from course.authoring.mutants.lesson_mutants import LessonMutants
from course.authoring.mutants.record import Result, read_record, write_record
from course.errors import CourseError

ROOT = Path(__file__).resolve().parents[3]
LEAST_LOST = 0.98  # of the mutants of each answer
MOST_EQUIVALENT = 0.05  # of the mutants of a lesson


def try_lesson(lesson: LessonMutants, task: str, processes: int) -> list[str]:
    """Try one lesson, or one answer of it; write what was found, and return what is to be mended."""
    folder, complaints = lesson.text.parent / "answers", list[str]()
    print(f"{lesson.text.stem:24}mutants  equivalent  keep all  lose")
    for answer in [task] if task else lesson.answers:
        result, found = lesson.result(answer, processes)
        complaints += found
        print(row(answer, result), flush=True)
        results = {**read_record(folder), answer: result}  # written at once: others are kept if somebody ends this
        write_record(folder, {name: results[name] for name in lesson.answers if name in results})
    return complaints + too_many_equivalent(folder / FILE, read_record(folder).values())


def try_tenth(lesson: LessonMutants, seed: int, processes: int) -> list[str]:
    """Try a tenth of a lesson's mutants; return where what was written of all of them does not hold."""
    record, complaints = read_record(lesson.text.parent / "answers"), list[str]()
    again = f"try it anew: make mutants LESSON={lesson.text.parent.name}"
    for answer in lesson.answers:
        result = record.get(answer)
        if result is None or result.digest != lesson.digest(answer):
            complaints.append(
                f"{lesson.text}: {answer}: not tried since its solution or its tests were changed; {again}"
            )
            continue
        for mutant in lesson.kept_of(answer, 0.1, seed, processes):
            if mutant.change not in result.survivors:
                complaints.append(lesson.line(answer, mutant, f"keeps all points, and did not before; {again}"))
    return complaints


def row(answer: str, result: Result) -> str:
    """A line of the table."""
    low = "" if result.share >= LEAST_LOST else f", fewer than {LEAST_LOST:.0%}"
    numbers = f"{result.mutants:7}  {result.equivalent:10}  {len(result.survivors):8}"
    return f"  {answer:22}{numbers}  {100 * result.share:.1f} %{low}"


def too_many_equivalent(path: Path, results: Iterable[Result]) -> list[str]:
    """What to say if more of a lesson's mutants are declared to be no mistakes than can be believed."""
    results = list(results)
    equivalent, mutants = (sum(numbers) for numbers in zip(*((r.equivalent, r.mutants) for r in results), strict=True))
    if equivalent <= MOST_EQUIVALENT * mutants:
        return []
    return [
        f"{path}: {equivalent} of {mutants} mutants are declared to be no mistakes; make tests that tell some of them"
    ]


def main() -> int:
    """Try the lessons that are asked for."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--lesson", default="*", help="such as 3-1-convolution; all, if none is given")
    parser.add_argument("--task", default="", help="name of an answer cell; all, if none is given")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many run at a time")
    parser.add_argument("--tenth", type=int, metavar="SEED", help="try a tenth, and compare with what was found before")
    given = parser.parse_args()
    complaints = []
    try:
        lessons = [LessonMutants(text) for text in sorted((ROOT / "lessons").glob(f"{given.lesson}/*.py"))]
        if not (lessons := [lesson for lesson in lessons if not given.task or given.task in lesson.answers]):
            raise CourseError(f"no lesson {given.lesson} with an answer {given.task or '*'}; lessons/ has their names")
        for lesson in lessons:
            if given.tenth is None:
                complaints += try_lesson(lesson, given.task, given.processes)
            else:
                complaints += try_tenth(lesson, given.tenth, given.processes)
    except (LessonError, CourseError) as error:
        complaints.append(str(error))
    print("\n\n".join(complaints), file=sys.stderr)
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
