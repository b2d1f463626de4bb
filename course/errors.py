"""What all errors share that a person can mend."""

from __future__ import annotations


class CourseError(Exception):
    """Something that the user can mend; the message says what was found, what was expected and what to do."""
