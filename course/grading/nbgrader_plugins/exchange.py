"""nbgrader's exchange, the instructor's side: what students have put into the shared folder is not trusted."""

from __future__ import annotations

import glob
import pwd
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback

from course.grading.files.file_names import printable
from course.grading.files.known_notebooks import Wanted
from course.grading.files.submission_files import read_submitted_files
from course.grading.gradebook.course_folder import TIMESTAMP, CourseFolder, FolderError
from course.grading.gradebook.student_ids import why_no_folder

NOBODY: dict[str, Any] = {"username": "", "timestamp": datetime.min}
LATENESS = timedelta(minutes=10)  # between the time in a submission's name and its arrival: clocks differ


class SafeCollect(ExchangeCollect):
    """Takes regular files of a student's own, within caps; nothing that one student does stops the others.

    Whose a submission is, its owner on the disk says (`check_owner`); when it came, its name, unless it arrived later.
    """

    src_records: list[dict[str, Any]]

    def init_src(self) -> None:
        """Choose each student's submission."""
        try:
            self._wanted = CourseFolder(self.coursedir, self.config).wanted(self.coursedir.assignment_id)
        except FolderError:  # collecting needs no source/
            self._wanted = Wanted({})
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy what may be used of a submission, and note our records beside it."""
        submitted = read_submitted_files(Path(src), self._wanted)
        for sentence in submitted.messages:
            if not sentence.startswith(f"{TIMESTAMP}:"):
                self.log.warning("%s: %s", printable(Path(src).name), sentence)
        with TemporaryDirectory() as stage:
            for name, data in (submitted.files | submitted.notebooks).items():
                path = Path(stage, "files", name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            place = Path(stage, "files")
            place.mkdir(exist_ok=True)
            (place / TIMESTAMP).write_text(self._time(Path(src), submitted.arrived), encoding="utf-8")
            super().do_copy(str(place), dest)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """Whose and of when a submission is: nobody's, if it is not what it claims to be. Any name can stand there."""
        name = Path(path).name
        try:
            record: dict[str, Any] = super()._path_to_record(path)
        except Exception as error:  # whatever the parser raises
            self.log.error("%s is no submission: %s", printable(name), error)
            return NOBODY | {"filename": name}
        why = why_no_folder(record["username"])
        if not why and self.check_owner and (owner := _owner(Path(path))) != record["username"]:
            why = f"it belongs to {owner}; cheating attempt?"
        if why:
            self.log.error("%s is not collected: %s", printable(name), why)
            return NOBODY | {"filename": name}
        return record

    def _time(self, path: Path, arrived: datetime | None) -> str:
        """When it was handed in: by its name, or when it came to lie here if that was later."""
        claimed = super()._path_to_record(str(path))["timestamp"].replace(tzinfo=timezone.utc)
        if arrived is not None and arrived > claimed + LATENESS:
            self.log.warning("%s: arrived at %s; that time counts", printable(path.name), arrived)
            claimed = arrived
        return f"{claimed:%Y-%m-%d %H:%M:%S.%f} UTC"


class SafeReleaseFeedback(ExchangeReleaseFeedback):
    """Releases each student's pages by themselves: one without our records does not stop the others."""

    src_path: str

    def copy_files(self) -> None:
        """Put the pages where their students find them."""
        for place in sorted(glob.glob(self.src_path)):  # noqa: PTH207, nbgrader's own pattern
            self.src_path = place
            try:
                super().copy_files()
            except (OSError, ValueError) as error:
                self.log.error("%s: not released; was it collected by nbgrader's exchange? (%s)", place, error)


def _owner(path: Path) -> str:
    try:
        return pwd.getpwuid(path.lstat().st_uid).pw_name
    except (KeyError, OSError):
        return "an unknown user"
