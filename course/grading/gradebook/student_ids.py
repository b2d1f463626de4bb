"""Which texts can be a student's id."""

from __future__ import annotations

from course.grading.files.file_names import BadNameError, safe_name

LONGEST_ID = 128  # characters, in nbgrader's gradebook; PostgreSQL insists on it
MARKUP = frozenset('<>"')  # some of nbgrader's pages show an id as it is: it could be a program


def why_no_id(student: str) -> str | None:
    """Why a text cannot be a student's id; None if it can."""
    if not student.isprintable():
        return "it is no text"
    if len(student) > LONGEST_ID:
        return f"it has {len(student)} characters; at most {LONGEST_ID} are possible"
    if MARKUP & set(student):
        return f"it holds one of {' '.join(sorted(MARKUP))}"
    return None


def why_no_folder(student: str) -> str | None:
    """Why a text cannot be the id of a new student, which becomes a folder's name; None if it can."""
    if not student:
        return "has no id in the worksheet"
    if why := why_no_id(student):
        return f"the id {student!r} cannot be one: {why}"
    try:
        same = safe_name(student, depth=1) == student
    except BadNameError as error:
        return f"the id {student!r} cannot be a folder: {error}"
    return None if same and not student.startswith(".") else f"the id {student!r} cannot be a folder"
