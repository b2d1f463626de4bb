"""Who the participants of a Moodle assignment are, noted beside its downloads for the way back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from course.grading.gradebook.course_folder import CourseFolder, FolderError, replace_file


@dataclass(frozen=True)
class Participant:
    """Who a participant of a Moodle assignment is: the student's id here, and the name that Moodle shows."""

    student: str
    name: str


def read_participants(folder: CourseFolder, assignment: str) -> dict[str, Participant]:
    """Participants noted so far, by their number in Moodle.

    Raises
    ------
    FolderError
        If the note cannot be read.
    """
    path = folder.notes(assignment) / "moodle.json"
    if not path.exists():
        return {}
    try:
        participants = json.loads(path.read_text(encoding="utf-8"))["participants"]
        return {number: Participant(**about) for number, about in participants.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FolderError(f"{path} cannot be read ({error!r}); remove it and collect again") from error


def note_participants(folder: CourseFolder, assignment: str, known: Mapping[str, Participant]) -> None:
    """Add participants to those noted so far.

    Raises
    ------
    FolderError
        If a participant is another student than before: grades would go astray.
    """
    before = read_participants(folder, assignment)
    for number, now in known.items():
        if number in before and before[number].student != now.student:
            path = folder.notes(assignment) / "moodle.json"
            raise FolderError(
                f"participant {number} ({now.name}) would be student {now.student!r} but was collected as "
                f"{before[number].student!r}; use the same --id-column as before, or remove {path} and "
                "those submissions to begin anew"
            )
    participants = {number: asdict(about) for number, about in sorted((before | dict(known)).items())}
    text = json.dumps({"assignment": assignment, "participants": participants}, ensure_ascii=False, indent=1)
    replace_file(folder.notes(assignment) / "moodle.json", text.encode())
