"""Whose files are these: students for the names and numbers in an archive, and notebooks for what they handed in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from course.grading.files.archives import ArchiveError
from course.grading.files.known_notebooks import Wanted
from course.grading.files.which_notebook import Candidate, named, why_preferred
from course.grading.gradebook.student_ids import why_no_folder
from course.grading.moodle.archive_names import Entry, Owner, notebook_stem, same_name
from course.grading.moodle.identities import Identities, Student
from course.grading.moodle.participants import Participant
from course.grading.moodle.worksheet import Worksheet

# Moodle 3.11 and later give all files the time of the download, a few seconds apart.
SAME_TIME = timedelta(minutes=1)


@dataclass(frozen=True)
class Match:
    """Students an entry of an archive is from: one, or a team's members; and why somebody is missing."""

    students: tuple[str, ...]
    why: str = ""
    team: bool = False


@dataclass(frozen=True)
class File:
    """A file that was handed in: its whole name, what that says, its time, and its bytes on demand."""

    name: str
    entry: Entry
    time: datetime
    read: Callable[[], bytes]


def match_by_worksheet(owners: Iterable[Owner], sheet: Worksheet, identities: Identities) -> dict[Owner, Match]:
    """Students by participant number, or by the group's name if most of the names are groups of the worksheet."""
    owners = list(owners)
    rows = {row.number: row for row in sheet.rows}
    single = [o for o in owners if o.number in rows and same_name(rows[o.number].name) == same_name(o.name)]
    column, teams = _team_column(owners, sheet)
    if column is None or len(single) >= teams:
        return {owner: _by_number(owner, identities) for owner in owners}
    members = defaultdict(list)
    for row in sheet.rows:
        members[same_name(row.cells[column].text)].append(row.number)
    return {owner: _team(owner, members[same_name(owner.name)], identities) for owner in owners}


def match_by_name(
    owners: Iterable[Owner], students: Sequence[Student], known: Mapping[str, Participant]
) -> dict[Owner, Match]:
    """Students by what was noted of a participant before, by full name, or by team."""
    names, teams = defaultdict(set), defaultdict(set)
    for student in students:
        for name in (f"{student.first_name} {student.last_name}", f"{student.last_name} {student.first_name}"):
            names[same_name(name)].add(student.id)
        teams[same_name(student.team)].add(student.id)
    return {owner: _by_name(owner, names, teams, known) for owner in owners}


def without_rivals(matches: Mapping[Owner, Match]) -> dict[Owner, Match]:
    """Take back matches that give two owners' files to the same student: one of them would replace the other."""
    times = Counter(student for match in matches.values() for student in match.students)
    return {
        owner: Match((), f"another participant would be student {rivals[0]!r} too")
        if (rivals := [student for student in match.students if times[student] > 1])
        else match
        for owner, match in matches.items()
    }


@dataclass(frozen=True)
class Offer:
    """A file that is taken for a notebook of the assignment: its bytes, or why it cannot be read.

    ``look`` is what a person should know of the choice; ``owner`` the exercise whose notebook it is, if another's.
    """

    file: File
    data: bytes
    error: str = ""
    look: str = ""
    owner: str = ""


def choose_notebooks(files: Sequence[File], wanted: Wanted) -> dict[str, Offer]:
    """For each notebook of the assignment the file of an owner that it is, if there is one.

    A file may be called something like the notebook ("convolution (1).ipynb"), or anything if only one notebook is
    expected and only one was handed in. The newest counts; among those of the same time the one with more answers, then
    the one with the right name. No other notebook of the course counts if there is one of this assignment.
    """
    offered: dict[str, list[File]] = defaultdict(list)
    for file in files:
        if name := _notebook(file.entry.path, list(wanted.notebooks)):
            offered[name].append(file)
    if not offered and len(wanted.notebooks) == 1:
        others = [file for file in files if notebook_stem(file.entry.path) is not None]
        offered = {name: others for name in wanted.notebooks if len(others) == 1}
    return {name: _choose(candidates, name, wanted) for name, candidates in offered.items()}


def _team_column(owners: Sequence[Owner], sheet: Worksheet) -> tuple[int | None, int]:
    """The column that holds most of the owners' names, and how many."""
    wanted = {same_name(owner.name) for owner in owners}
    held = {column: len(wanted & set(map(same_name, sheet.texts(column)))) for column in sheet.identity_columns()}
    best = max(held, key=lambda column: held[column], default=None)
    return (best, held[best]) if best is not None else (None, 0)


def _by_number(owner: Owner, identities: Identities) -> Match:
    if owner.number in identities.known:
        return Match((identities.known[owner.number].student,))
    if owner.number is None:
        return Match((), "has no participant's number, and is no group of the worksheet")
    return Match((), identities.unknown.get(owner.number, f"participant {owner.number} is not in the worksheet"))


def _team(owner: Owner, numbers: Sequence[str], identities: Identities) -> Match:
    if not numbers:
        return Match((), f"no participant of the worksheet is in the group {owner.name!r}")
    lost = [f"participant {n} of this group: {identities.unknown[n]}" for n in numbers if n not in identities.known]
    students = tuple(identities.known[number].student for number in numbers if number in identities.known)
    return Match(students, "; ".join(lost), team=True)


def _by_name(
    owner: Owner, names: Mapping[str, set[str]], teams: Mapping[str, set[str]], known: Mapping[str, Participant]
) -> Match:
    key = same_name(owner.name)
    before = known.get(owner.number or "")
    if before is not None and same_name(before.name) == key:
        return Match((before.student,))
    found = names.get(key, set()) if key else set()
    if len(found) > 1:
        return Match((), f"{len(found)} students are called {owner.name!r}; use the grading worksheet (--worksheet)")
    members = sorted(found or (teams.get(key, set()) if key else set()))
    if not members:
        return Match((), f"no student and no group is called {owner.name!r}; use the grading worksheet (--worksheet)")
    bad = next((why for why in map(why_no_folder, members) if why), "")
    return Match((), bad) if bad else Match(tuple(members), team=not found)


def _notebook(path: str, notebooks: Sequence[str]) -> str | None:
    """The notebook whose name this file's holds; the longest, so that "part1" does not take "part10"."""
    stem = notebook_stem(path)
    if stem is None:
        return None
    held = [name for name in notebooks if (notebook_stem(name) or name).casefold() in stem.casefold()]
    return max(held, key=len, default=None)


def _choose(files: Sequence[File], name: str, wanted: Wanted) -> Offer:
    """The best of one student's files."""
    read = {file: _read(file) for file in files}
    found = {file: Candidate(file.entry.path, data) for file, (data, _) in read.items()}
    owners = {file: "" if one.kind else wanted.owner(name, one.look) for file, one in found.items()}
    eligible = [file for file in files if not owners[file]] or files
    latest = max(file.time for file in eligible)
    near = [file for file in eligible if latest - file.time <= SAME_TIME]
    best = min(near, key=lambda file: (found[file].rank(name, wanted), latest - file.time, -near.index(file)))
    rivals = [found[file] for file in near if found[file].data != found[best].data]
    look = ""
    if owners[best]:
        look = f"this is the notebook of {owners[best]}"
    elif rivals:
        why = why_preferred(found[best], rivals, name, wanted)
        look = f"of the same time as {named([one.path for one in rivals])}; this one was taken: {why}"
    return Offer(best, *read[best], look, owners[best])


def _read(file: File) -> tuple[bytes, str]:
    try:
        return file.read(), ""
    except ArchiveError as error:
        return b"", str(error)
