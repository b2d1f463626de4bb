"""What it costs to run hidden tests on copies of the student's process: each lesson, one submission, piece by piece.

``python -m benchmarks.copies [--repeats 5] [3-1-convolution ...]``. In each repeat a submission is graded twice, one
way after the other: with copies, and without them, hidden lines taken for visible ones.
"""

from __future__ import annotations

import argparse
import functools
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import nbformat

from benchmarks.common import ROOT
from course.grading.class_run.grade_one import grade
from course.grading.class_run.preload import preload
from course.grading.class_run.process_pair import STUDENT, STUDENT_SIDE
from course.grading.execution.trusted.student_client import StudentSide
from course.grading.results.job import Job, Outcome
from course.grading.sandbox import Exit, Zygote
from course.notebook.known_answers import fill, first, read_known_answers
from course.notebook.regions import HIDDEN_TESTS
from scripts.course_copy import ASSIGNMENTS, notebook_path

PIECES = ("fork", "settle")


def jobs(assignment: str) -> tuple[Job, Job]:
    """A right submission as it is graded, and one in whose tests nothing is marked as hidden."""
    source, release = (nbformat.read(notebook_path(ROOT, part, assignment), 4) for part in ("source", "release"))
    samples = read_known_answers(ROOT / "lessons" / assignment / "answers", source)
    handed_in = nbformat.writes(fill(release, first(samples, "right", "good"))).encode()
    job = Job("student", assignment, "notebook", nbformat.writes(source), handed_in)
    return job, replace(job, source=job.source.replace(HIDDEN_TESTS, "FURTHER TESTS"))


def graded(zygote: Zygote, job: Job) -> tuple[float, Outcome, Exit]:
    """Seconds, result and end of one submission."""
    start = time.perf_counter()
    with zygote.spawn(STUDENT, keep_descendants=True) as student:
        outcome = grade(job, student.socket, student.end_all_but)
        student.kill()
        end = student.wait(60)
    return time.perf_counter() - start, outcome, end


def timed(spent: list[float], work: Callable[..., Any]) -> Callable[..., Any]:
    """The same function; its seconds are noted."""

    @functools.wraps(work)
    def noting(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            spent.append(time.perf_counter() - start)

    return noting


def main() -> None:
    """Print one line for each lesson."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons", nargs="*", default=ASSIGNMENTS)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    spent: dict[str, list[float]] = {name: [] for name in PIECES}
    for name in PIECES:
        setattr(StudentSide, name, timed(spent[name], getattr(StudentSide, name)))
    sources = [nbformat.read(notebook_path(ROOT, "source", assignment), 4) for assignment in options.lessons]
    with Zygote(STUDENT_SIDE, preload(sources).students, isolated=True) as zygote:
        for assignment in options.lessons:
            with_copies, without = jobs(assignment)
            graded(zygote, with_copies)
            for times in spent.values():
                times.clear()
            pairs = [(graded(zygote, without), graded(zygote, with_copies)) for _ in range(options.repeats)]
            seconds = [statistics.median(pair[k][0] for pair in pairs) for k in range(2)]
            ratio = statistics.median(pair[1][0] / pair[0][0] for pair in pairs)
            memory = [statistics.median(pair[k][2].peak_memory / 1e6 for pair in pairs) for k in range(2)]
            pieces = ", ".join(f"{name} {1000 * statistics.median(times):.1f} ms" for name, times in spent.items())
            points = {sum(score or 0 for score in pair[k][1].scores.values()) for pair in pairs for k in range(2)}
            print(
                f"{assignment}: {seconds[0]:.2f} s without copies, {seconds[1]:.2f} s with them (ratio {ratio:.2f}); "
                f"{pieces}; peak {memory[0]:.0f} and {memory[1]:.0f} MB; points {points}",
                flush=True,
            )


if __name__ == "__main__":
    main()
