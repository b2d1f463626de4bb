"""What became of each file of an archive: a table to read and a CSV file to keep."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from course.grading.files.file_names import printable, spelt_out
from course.grading.safe.spreadsheet import without_formula

TAKEN, IGNORED, LOOK, UNMATCHED = "taken", "ignored", "look at", "unmatched"  # what is to be looked at is taken, too
MOST_LINES = 40  # more lines about files that were taken are only counted
MOST_ALIKE = 3  # more lines that say the same of one student's files become one


@dataclass(frozen=True)
class FileLine:
    """A file, the student it is from (empty if unknown), what became of it, and why.

    ``ask`` is the name in the archive of somebody of whom nothing can be graded.
    """

    file: str
    student: str
    outcome: str
    why: str = ""
    ask: str = ""


def as_table(lines: Sequence[FileLine]) -> str:
    """A table for the screen: everything that was not taken, and what was taken if that is not too long."""
    counts = Counter(line.outcome for line in lines)
    shown = _together(line for line in lines if line.outcome != TAKEN or counts[TAKEN] <= MOST_LINES)
    order = [TAKEN, IGNORED, LOOK, UNMATCHED]
    shown.sort(key=lambda line: order.index(line.outcome))  # what asks for a person comes last, where it is read
    width = max((len(printable(line.student)) for line in shown), default=0)
    rows = [
        f"{line.outcome:10}{printable(line.student):{width}}  {printable(line.file)}"
        + (f": {line.why}" if line.why else "")
        for line in shown
    ]
    told = (outcome for outcome in order if outcome != LOOK or counts[LOOK])
    return "\n".join([*rows, ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in told)])


def _together(lines: Iterable[FileLine]) -> list[FileLine]:
    """The lines, with one in place of many that say the same of a student's files: a data set, say."""
    alike = defaultdict[tuple[str, str, str], list[FileLine]](list)
    for line in lines:
        alike[line.student, line.outcome, line.why].append(line)
    found = list[FileLine]()
    for same in alike.values():
        many = replace(same[0], file=f"{same[0].file} and {len(same) - 1:,} more files")
        found += same if len(same) <= MOST_ALIKE or not same[0].student else [many]
    return found


def to_write_to(lines: Sequence[FileLine], addresses: Mapping[str, str]) -> str:
    """Who sent nothing that can be graded, ready for a letter: names as the archive has them, and addresses."""
    asked = dict.fromkeys((line.ask, student) for line in lines if line.ask for student in line.student.split(", "))
    found = []
    for name, student in asked:
        address = f" <{addresses[student]}>" if addresses.get(student) else ""
        found.append(printable(f"  {name} ({student}){address}"))
    return "\n".join(["to be asked for a notebook:", *found]) if found else ""


def as_csv(lines: Sequence[FileLine]) -> bytes:
    """All lines as CSV (UTF-8 with a mark, so that spreadsheets read it); no cell is taken for a formula."""
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(["file", "student", "outcome", "why"])
    for line in lines:
        table.writerow([without_formula(spelt_out(text)) for text in (line.file, line.student, line.outcome, line.why)])
    return file.getvalue().encode("utf-8-sig")
