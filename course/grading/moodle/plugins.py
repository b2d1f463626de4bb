"""The same through nbgrader's own commands: plugins for `nbgrader export` and `nbgrader zip_collect`."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin, ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Bool, Unicode

from course.errors import CourseError
from course.grading.files.archives import CLASS, ArchiveError, Ignored, safe_members
from course.grading.gradebook.course_folder import CourseFolder, replace_file
from course.grading.moodle.archive_names import Owner, read_entry
from course.grading.moodle.collect import time_of
from course.grading.moodle.fill import Choices, fill
from course.grading.moodle.identities import gradebook_students, identify
from course.grading.moodle.match import File, Match, choose_notebooks, match_by_worksheet, without_rivals
from course.grading.moodle.worksheet import read_worksheet

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
        for name, why in filled.left_out.items():
            self.log.warning("left without a grade: %s %s", name, why)
        self.log.info("%d rows filled in: %s", filled.grades, output)


class MoodleExtractor(ExtractorPlugin):
    """Unpacks archives without their links, traversal names and bombs; a bad archive does not stop the others."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack all archives below a folder, each into a folder of its own, with the times of its files."""
        for archive in sorted(path for path in Path(archive_path).rglob("*") if path.is_file()):
            target = Path(extracted_path) / archive.relative_to(archive_path).with_suffix("")
            if archive.suffix not in self.zip_ext:
                self._write(target.with_suffix(archive.suffix), archive.read_bytes(), archive.stat().st_mtime)
                continue
            ignored: list[Ignored] = []
            try:
                for member in safe_members(archive, CLASS, ignored):
                    self._write(target / member.name, member.read(), time_of(member).timestamp())
            except ArchiveError as error:
                self.log.error("Archive not extracted: %s", error)
            for refused in ignored:
                self.log.warning("Ignored in %s: %s", archive.name, refused)

    @staticmethod
    def _write(path: Path, data: bytes, time: float) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (time, time))


class MoodleCollector(FileNameCollectorPlugin):
    """Knows the student of an unpacked file by ``downloaded/<assignment>/worksheet.csv``, else by Moodle's number.

    A team's file has several students, which nbgrader cannot express: `course moodle collect` can.
    """

    _collected: dict[str, dict[str, str]] | None = None

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Student, notebook and time of a file; None if it is nobody's, or not the newest of its notebook."""
        if self._collected is None:
            try:
                self._collected = self._all(
                    CourseFolder(self.parent.coursedir, self.parent.config), self.parent.coursedir.assignment_id
                )
            except CourseError as error:
                self.parent.fail("%s", error)
        return (self._collected or {}).get(submitted_file)

    def _all(self, folder: CourseFolder, assignment: str) -> dict[str, dict[str, str]]:
        notebooks = folder.notebooks(assignment)
        owners = _owners(folder.notes(assignment) / str(self.parent.extracted_directory))
        collected = {}
        for owner, match in self._matches(folder, assignment, owners).items():
            if len(match.students) != 1:
                self.log.warning("Nobody's: %s (%s)", owner, match.why or "a team's; use course moodle collect")
                continue
            for notebook, file in choose_notebooks(owners[owner], notebooks).items():
                about = {"student_id": match.students[0], "file_id": notebook, "timestamp": file.time.isoformat()}
                collected[file.name] = about
        return collected

    @staticmethod
    def _matches(folder: CourseFolder, assignment: str, owners: Iterable[Owner]) -> dict[Owner, Match]:
        path = folder.notes(assignment) / WORKSHEET
        if not path.exists():
            return {owner: Match((owner.number,) if owner.number else (), "has no number") for owner in owners}
        sheet = read_worksheet(path)
        with folder.gradebook() as gradebook:
            identities = identify(sheet, gradebook_students(gradebook))
        return without_rivals(match_by_worksheet(owners, sheet, identities))


def _owners(root: Path) -> dict[Owner, list[File]]:
    """Unpacked files by owner; the folder of an archive is the one that `read_entry` leaves out of account."""
    owners: dict[Owner, list[File]] = defaultdict(list)
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        entry = read_entry(path.relative_to(root).as_posix())
        if entry is not None and entry.plugin == "file":
            time = datetime.fromtimestamp(path.stat().st_mtime, timezone.utc)
            owners[entry.owner].append(File(str(path), entry, time, path.read_bytes))
    return owners
