"""From the archive of "Download all submissions" to ``submitted/``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from course.errors import CourseError
from course.grading.files.archives import CLASS, ArchiveError, Ignored, Member, safe_members
from course.grading.files.file_names import printable
from course.grading.files.known_notebooks import Wanted
from course.grading.files.submission_files import SubmittedFiles
from course.grading.gradebook.course_folder import CourseFolder, replace_file
from course.grading.moodle.archive_names import Owner, notebook_stem, read_entry
from course.grading.moodle.collect_report import IGNORED, LOOK, TAKEN, UNMATCHED, FileLine, as_csv
from course.grading.moodle.identities import Identities, Student, identify
from course.grading.moodle.match import (
    SAME_TIME,
    File,
    Match,
    Offer,
    choose_notebooks,
    match_by_name,
    match_by_worksheet,
    without_rivals,
)
from course.grading.moodle.nested_archives import look_inside
from course.grading.moodle.participants import Participant, note_participants, read_participants
from course.grading.moodle.store import Store, open_store
from course.grading.moodle.worksheet import Worksheet

REPORT = "collected.csv"
LIKE = "'<Full name>_<number>_assignsubmission_file/<notebook>.ipynb'"


class CollectError(CourseError):
    """An archive that cannot be collected from at all; the message says why."""


@dataclass(frozen=True)
class Contents:
    """An archive's files by owner, and what is to be said about the others."""

    owners: dict[Owner, list[File]]
    lines: list[FileLine]


def collect(
    archive: Path,
    assignment: str,
    folder: CourseFolder,
    *,
    sheet: Worksheet | None = None,
    students: Sequence[Student] = (),
    id_column: str | None = None,
) -> tuple[list[FileLine], str]:
    """Take over each student's newest notebooks, and note who is who for the way back.

    Parameters
    ----------
    archive
        The zip file of "Download all submissions".
    assignment
        Its name in nbgrader.
    folder
        The course.
    sheet
        The grading worksheet of the same Moodle assignment; without it names have to do.
    students
        Of the gradebook or of a roster.
    id_column
        The worksheet's column that holds the students' ids; None to find it.

    Returns
    -------
    lines, source
        What became of each file, also written to ``downloaded/<assignment>/collected.csv``; and what told who is who.

    Raises
    ------
    CollectError
        If it is no archive, or not one of Moodle's.
    FolderError
        If there is no such assignment, or participants are noted as other students.
    """
    wanted = folder.wanted(assignment)
    contents = read_archive(archive)
    if sheet is not None:
        identities = identify(sheet, students, id_column)
        matches = without_rivals(match_by_worksheet(contents.owners, sheet, identities))
    else:
        known = read_participants(folder, assignment)
        matches = without_rivals(match_by_name(contents.owners, students, known))
        identities = Identities(_known_now(matches), {}, "names" + (" and what was noted before" if known else ""))
    note_participants(folder, assignment, identities.known)
    lines = list(contents.lines)
    with open_store(folder, assignment) as store:
        for owner, files in contents.owners.items():
            lines += _take(store, owner, files, matches[owner], wanted)
    replace_file(folder.notes(assignment) / REPORT, as_csv(lines))
    return lines, identities.source


def read_archive(path: Path) -> Contents:
    """Sort an archive's files by owner.

    Raises
    ------
    CollectError
        If it is no archive, or none of its files has a name as Moodle gives.
    """
    owners: dict[Owner, list[File]] = defaultdict(list)
    lines: list[FileLine] = []
    ignored: list[Ignored] = []
    try:
        for member in safe_members(path, CLASS, ignored):
            entry = read_entry(member.name)
            if entry is None:
                lines.append(FileLine(member.name, "", UNMATCHED, f"no name as Moodle gives; expected {LIKE}"))
            elif entry.plugin != "file":
                owners[entry.owner]  # who typed a text only has to be told of, too
                lines.append(FileLine(member.name, "", IGNORED, "typed into Moodle, no notebook"))
            else:
                owners[entry.owner].append(File(member.name, entry, time_of(member), member.read))
    except ArchiveError as error:
        raise CollectError(str(error)) from error
    for refused in ignored:
        lines.append(FileLine(refused.name, "", IGNORED, refused.why))
        if entry := read_entry(refused.name):
            owners[entry.owner]
    if not owners:
        raise CollectError(f"{path} holds no file named as Moodle does ({LIKE}); is it 'Download all submissions'?")
    return Contents(dict(owners), lines)


def time_of(member: Member) -> datetime:
    """A member's time in UTC; archives give it by the clock of the server, which is taken for this computer's."""
    try:
        return datetime(*member.packed_at).astimezone(timezone.utc)
    except ValueError:  # no such day
        return datetime(1980, 1, 1, tzinfo=timezone.utc)


def _known_now(matches: Mapping[Owner, Match]) -> dict[str, Participant]:
    """Participants among the owners; a team's number is not a participant's."""
    return {
        owner.number: Participant(match.students[0], owner.name)
        for owner, match in matches.items()
        if owner.number is not None and match.students and not match.team
    }


def _take(store: Store, owner: Owner, files: list[File], match: Match, wanted: Wanted) -> Iterator[FileLine]:
    """Put what an owner handed in into the place of each student it is from."""
    if not match.students:
        yield from (FileLine(file.name, "", UNMATCHED, match.why) for file in files)
        if not files:
            yield FileLine(str(owner), "", UNMATCHED, match.why)
        return
    if match.why:
        yield FileLine(str(owner), "", UNMATCHED, match.why)
    who = ", ".join(match.students)
    chosen = choose_notebooks(files, wanted)
    if not chosen or any(offer.owner for offer in chosen.values()):
        inside = look_inside(files, wanted)
        if inside.notebooks and not inside.chosen.owners:
            yield from _put_inside(store, owner, files, match, inside)
            return
    if not chosen:
        yield from (FileLine(file.name, who, IGNORED, _why_not(file, {})) for file in files)
        missing = " or ".join(wanted.notebooks)
        yield FileLine(str(owner), who, UNMATCHED, f"no file could be taken for {missing}; ask for it", owner.name)
        return
    used = {offer.file.name for offer in chosen.values()}
    yield from (FileLine(file.name, who, IGNORED, _why_not(file, chosen)) for file in files if file.name not in used)
    yield from (FileLine(offer.file.name, who, UNMATCHED, offer.error) for offer in chosen.values() if offer.error)
    sound = {name: offer for name, offer in chosen.items() if not offer.error}
    if sound:
        yield from _put(store, owner, match.students, sound)


def _put(store: Store, owner: Owner, students: Sequence[str], chosen: Mapping[str, Offer]) -> Iterator[FileLine]:
    """Put notebooks, by their right names, into the place of each student."""
    time = max(offer.file.time for offer in chosen.values())
    ask = owner.name if all(offer.owner for offer in chosen.values()) else ""
    for student in students:
        taken, why = store.put(student, {name: offer.data for name, offer in chosen.items()}, time)
        for name, offer in chosen.items():
            renamed = "" if offer.file.entry.path.rpartition("/")[2] == name else f"as {name}"
            note = "; ".join(part for part in (renamed, why, offer.look) if part)
            outcome = IGNORED if not taken else LOOK if offer.look else TAKEN
            yield FileLine(offer.file.name, student, outcome, note, ask if taken else "")


def _put_inside(
    store: Store, owner: Owner, files: list[File], match: Match, found: SubmittedFiles
) -> Iterator[FileLine]:
    """Put notebooks from archives of the students' own, and those that only their cells tell."""
    yield from (FileLine(file.name, ", ".join(match.students), IGNORED, "looked into") for file in files)
    for student in match.students:
        taken, why = store.put(student, found.notebooks, max(file.time for file in files))
        outcome = IGNORED if not taken else LOOK if found.chosen.doubts else TAKEN
        yield FileLine(str(owner), student, outcome, " ".join(["found inside.", *found.messages, why]).strip())


def _why_not(file: File, chosen: Mapping[str, Offer]) -> str:
    if notebook_stem(file.entry.path) is None:
        return "no notebook"
    if not chosen:
        return "cannot be told which notebook it is"
    taken = ", ".join(printable(offer.file.entry.path) for offer in chosen.values())
    newer = any(offer.file.time - file.time > SAME_TIME for offer in chosen.values())
    return f"{'not the newest: taken' if newer else 'taken'} was {taken}"
