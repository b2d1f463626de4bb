"""What became of each participant's grade: a list to read, a file to keep, and the grades that were written last."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from course.grading.files.file_names import printable, spelt_out
from course.grading.gradebook.course_folder import CourseFolder, FolderError, replace_file
from course.grading.moodle.grades import Result, number
from course.grading.safe.spreadsheet import without_formula

WRITTEN, LEFT_OUT, ABSENT = "written", "left out", "nothing to grade"
MOST_LINES = 40  # more lines about grades that were written, and are as before, are only counted
REPORT, RECORD = "worksheet-report.csv", "worksheet.json"


@dataclass(frozen=True)
class Written:
    """A grade as a worksheet had it: its text, the points of each task, and the penalty."""

    grade: str
    tasks: Mapping[str, float] = field(default_factory=dict)
    penalty: float = 0.0

    @classmethod
    def of(cls, result: Result, grade: str) -> Written:
        """What is kept of a result."""
        return cls(grade, {name: got for name, (got, _) in result.tasks().items()}, result.penalty)

    def since(self, before: Written | None) -> str:
        """What has changed: ``12 → 14 (Task 3: 2 → 4)``; empty if nothing, or if there was no grade before."""
        if before is None or before == self:
            return ""
        names = [*self.tasks, *(name for name in before.tasks if name not in self.tasks)]
        pairs = [(name, before.tasks.get(name, 0.0), self.tasks.get(name, 0.0)) for name in names]
        pairs.append(("late", before.penalty, self.penalty))
        parts = [f"{name}: {number(old)} → {number(new)}" for name, old, new in pairs if old != new]
        why = f" ({', '.join(parts)})" if parts else ""
        return f"{before.grade} → {self.grade}{why}"


@dataclass(frozen=True)
class GradeLine:
    """A participant and what became of the grade.

    Attributes
    ----------
    who
        The name, with the student's id or the participant's number.
    grade
        As it was written; empty if it was not.
    why
        Why it was not.
    email
        Where to write to, if that is known.
    changed
        Since the worksheet that was written before.
    older
        The grade that Moodle still shows, though none was written now.
    """

    outcome: str
    who: str
    grade: str = ""
    why: str = ""
    email: str = ""
    changed: str = ""
    older: str = ""

    def text(self) -> str:
        """The line on the screen."""
        address = f" <{self.email}>" if self.email and self.outcome != WRITTEN else ""
        older = f"; Moodle still shows {self.older}" if self.older else ""
        said = f"{self.grade}{f', before: {self.changed}' if self.changed else ''}" or f"{self.why}{older}"
        return f"  {printable(self.who)}{printable(address)}: {spelt_out(said)}"


def as_list(lines: Sequence[GradeLine]) -> str:
    """The list for the screen: what asks for a person comes last, where it is read."""
    written = [line for line in lines if line.outcome == WRITTEN]
    shown = {
        WRITTEN: written if len(written) <= MOST_LINES else [],
        "changed since the last worksheet": [line for line in written if line.changed],
        ABSENT: [line for line in lines if line.outcome == ABSENT],
        LEFT_OUT: [line for line in lines if line.outcome == LEFT_OUT],
    }
    counts = Counter(line.outcome for line in lines)
    parts = [f"{title}:\n" + "\n".join(line.text() for line in found) for title, found in shown.items() if found]
    changed = len(shown["changed since the last worksheet"])
    total = f"{counts[WRITTEN]:,} written ({changed:,} changed), {counts[LEFT_OUT]:,} left out"
    return "\n".join([*parts, f"{total}, {counts[ABSENT]:,} with nothing to grade"])


def keep(folder: CourseFolder, assignment: str, lines: Sequence[GradeLine], grades: Mapping[str, Written]) -> None:
    """Keep the list as a CSV file, and the grades that were written, beside the assignment's downloads."""
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(["outcome", "who", "email", "grade", "changed", "why", "Moodle still shows"])
    for line in lines:
        texts = (line.outcome, line.who, line.email, line.grade, line.changed, line.why, line.older)
        table.writerow([without_formula(spelt_out(text)) for text in texts])
    replace_file(folder.notes(assignment) / REPORT, file.getvalue().encode("utf-8-sig"))
    known = {**read_written(folder, assignment), **grades}
    record = json.dumps({student: asdict(grade) for student, grade in known.items()}, ensure_ascii=False, indent=1)
    replace_file(folder.notes(assignment) / RECORD, record.encode())


def read_written(folder: CourseFolder, assignment: str) -> dict[str, Written]:
    """The grades of each student that a worksheet had last.

    Raises
    ------
    FolderError
        If the record cannot be read.
    """
    path = folder.notes(assignment) / RECORD
    if not path.exists():
        return {}
    try:
        return {student: Written(**grade) for student, grade in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise FolderError(
            f"{path} cannot be read ({error!r}); remove it, and no changes are listed this time"
        ) from error
