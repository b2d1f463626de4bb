"""Plain ``nbgrader autograde``, the formgrader's button too, does what ``course grade`` does, by the same code."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException
from traitlets import Bool, Integer

from course.errors import CourseError
from course.grading.class_run.grade_class import Choices, grade_class
from course.grading.class_run.pool import open_pool
from course.grading.class_run.preload import preload
from course.grading.class_run.process_pair import Grader
from course.grading.class_run.reports import Report, Summary
from course.grading.class_run.submissions import open_assignment, students_with_work
from course.grading.gradebook.course_folder import CourseFolder
from course.grading.nbgrader_plugins.upstream import replace_conversion


class CourseGrade(NotebookExporter):
    """Grades the students that were named to ``nbgrader autograde``; its other options count, too.

    nbgrader neither opens nor copies anything of a student's: it would follow links and wait for pipes.
    """

    sandbox = Bool(True, help="Run submitted code in the sandbox; without it, it runs with your rights.").tag(
        config=True
    )
    workers = Integer(os.cpu_count() or 1, min=1, help="Submissions at a time.").tag(config=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replace_conversion(self.parent, self.grade)

    def grade(self) -> None:
        """Grade, and enter it into the gradebook.

        Raises
        ------
        NbGraderException
            If a submission could not be graded, or grading is refused; the others have been graded.
        """
        command = self.parent
        command.run_pre_convert_hook()
        try:
            summary = self._graded()
        except CourseError as error:
            command.log.error("%s", error)
            raise NbGraderException(str(error)) from error
        for report in summary.reports:
            command.set_permissions(summary.assignment, report.student)
        command.run_post_convert_hook()
        if not summary.complete:
            failed = [report.student for report in [*summary.reports, *summary.unchanged] if report.status == "failed"]
            raise NbGraderException(
                f"not graded: {', '.join(sorted([*failed, *summary.gaps]))}; the reasons stand above"
            )

    def _graded(self) -> Summary:
        command = self.parent
        folder = CourseFolder(command.coursedir, command.config)
        name = str(command.coursedir.assignment_id)
        assignment, students = open_assignment(folder, name), self._students(folder, name)
        if not students:  # all were excluded
            return Summary(name)
        grader = Grader(preload(assignment.sources.values()), isolated=self.sandbox)
        choices, screen = Choices(students, bool(command.force), self.sandbox, anyway=True), LogScreen(command.log)
        return grade_class(folder, assignment, choices, screen, partial(open_pool, grader, self.workers))

    def _students(self, folder: CourseFolder, assignment: str) -> tuple[str, ...]:
        """Those that were named, and have handed something in."""
        command, wanted = self.parent, str(self.parent.coursedir.student_id)
        excluded = str(command.coursedir.student_id_exclude).split(",")
        found = [name for name in students_with_work(folder, assignment) if fnmatchcase(name, wanted)]
        students = tuple(name for name in found if name not in excluded)
        if not command.create_student:
            with folder.gradebook() as book:
                known = {student.id for student in book.students} if book else set()
            if strangers := [name for name in students if name not in known]:
                raise CourseError(f"the gradebook knows no student {', '.join(strangers)}; add them, or exclude them")
        return students


@dataclass(frozen=True)
class LogScreen:
    """Tells progress in a log."""

    log: logging.Logger

    def begin(self, most: int) -> None:
        """Say how many there are."""
        self.log.info("Grading %d submissions", most)

    def skip(self) -> None:
        """Say that one has been graded before."""
        self.log.info("Skipping a submission that has not changed since it was graded")

    def tell(self, report: Report) -> None:
        """Say how a submission fared, and what was mended in it."""
        level = {"failed": logging.ERROR, "flagged": logging.WARNING}.get(report.status, logging.INFO)
        self.log.log(level, "%s: %s %s", report.student, report.status, report.why)
        for sentence in report.said:
            self.log.warning("%s: %s", report.student, sentence)

    def say(self, text: str) -> None:
        """Say what should be known now."""
        self.log.warning("%s", text)
