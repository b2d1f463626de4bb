"""Other courses graded by `course grade`'s engine, with this course's configuration."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from course.authoring.build import ROOT
from course.grading.class_run.grade_class import Choices, grade_class
from course.grading.class_run.pool import open_pool
from course.grading.class_run.preload import preload
from course.grading.class_run.process_pair import Grader
from course.grading.class_run.submissions import open_assignment
from course.grading.gradebook.course_folder import CourseFolder, open_folder
from tests.grading.any_course.assignments import make_course
from tests.grading.any_course.stock_scores import Scores, scores_in
from tests.grading.class_run.small import Notes

CONFIG = (ROOT / "nbgrader_config.py").read_text()


def graded_by_course(course: Path, names: tuple[str, ...]) -> Scores:
    """Grade in a new course folder, all assignments with the same warm processes."""
    make_course(course, CONFIG, names)
    folder = open_folder(course)
    generate(folder, names)
    assignments = [open_assignment(folder, name) for name in names]
    sources = chain.from_iterable(assignment.sources.values() for assignment in assignments)
    with open_pool(Grader(preload(sources)), 2) as pool:
        for assignment in assignments:
            grade_class(folder, assignment, Choices(), Notes(), lambda: nullcontext(pool))
    return scores_in(course, names)


def generate(folder: CourseFolder, names: tuple[str, ...]) -> None:
    """What ``nbgrader generate_assignment`` does; it starts alembic by its bare name."""
    before = os.environ["PATH"], Path.cwd()
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before[0]])
    os.chdir(folder.root)
    try:
        api = NbGraderAPI(folder.settings, config=folder.config)
        for name in names:
            done = api.generate_assignment(name)
            assert done["success"], done["log"]
    finally:
        os.environ["PATH"] = before[0]
        os.chdir(before[1])
