"""Moodle's grading worksheet through nbgrader's own command: a plugin for ``nbgrader export``."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from course.errors import CourseError
from course.grading.gradebook.course_folder import CourseFolder, replace_file
from course.grading.moodle.fill import Choices, fill
from course.grading.moodle.worksheet import read_worksheet
from course.grading.moodle.worksheet_report import LEFT_OUT, keep

WORKSHEET = "worksheet.csv"  # in downloaded/<assignment>/


class MoodleWorksheet(ExportPlugin):
    """Fills in Moodle's grading worksheet: ``nbgrader export --exporter=course.grading.moodle.MoodleWorksheet``."""

    worksheet = Unicode("", help="Moodle's worksheet; downloaded/<assignment>/worksheet.csv if empty").tag(config=True)
    scale = Bool(False, help="scale grades if the maximum in Moodle is another one").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the worksheet of one assignment (``--assignment=[...]``) with grades and comments to ``--to``."""
        if len(self.assignment) != 1:
            self.parent.fail("Name one assignment: --assignment=['3-1-convolution']")
        folder = CourseFolder(self.parent.coursedir, self.parent.config)
        assignment = str(self.assignment[0])
        path = Path(self.worksheet or folder.notes(assignment) / WORKSHEET)
        try:
            filled = fill(read_worksheet(path), assignment, folder, Choices(scale=self.scale))
            output = Path(self.to or path.with_name(f"{path.stem}-graded{path.suffix}"))
            replace_file(output, filled.data)
        except (CourseError, OSError) as error:
            self.parent.fail("%s", error)
        keep(folder, assignment, filled.lines, filled.grades)
        for name, why in filled.of(LEFT_OUT).items():
            self.log.warning("left without a grade: %s %s", name, why)
        self.log.info("%d rows filled in: %s", len(filled.grades), output)
