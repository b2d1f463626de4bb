"""Moodle at both ends: submissions from its archive, grades and feedback pages back into it."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.grading.moodle.plugins import MoodleWorksheet

# nbgrader takes its plugin from here; `course --help` must not wait for nbgrader.
__all__ = ["MoodleWorksheet"]
__getattr__, __dir__ = lazily(__name__)
