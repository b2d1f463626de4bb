"""Who is in the class: whoever was taken out of the gradebook stays out, though the work is still there."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass

from course.grading.gradebook.course_folder import CourseFolder, replace_file


@dataclass(frozen=True)
class ClassList:
    """Students that the gradebook had when it was last looked at, and those who have been taken out of it."""

    students: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    def now(self, roster: Set[str]) -> ClassList:
        """The list after another look; a gradebook without students is a new one, and nobody was taken out of it."""
        roster = frozenset(roster)
        return ClassList(roster, (self.students | self.removed) - roster if roster else frozenset())


def read_class(folder: CourseFolder) -> ClassList:
    """The list as it was noted; an empty one if there is none that can be read."""
    try:
        known = json.loads((folder.root / "reports" / "class.json").read_text(encoding="utf-8"))
        return ClassList(frozenset(known["students"]), frozenset(known["removed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ClassList()


def note_class(folder: CourseFolder, roster: Set[str]) -> ClassList:
    """Note who is in the gradebook now."""
    now = read_class(folder).now(roster)
    text = json.dumps({"students": sorted(now.students), "removed": sorted(now.removed)}, ensure_ascii=False, indent=1)
    replace_file(folder.root / "reports" / "class.json", text.encode())
    return now
