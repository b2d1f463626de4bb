"""Moodle at both ends: submissions from its archive, grades and feedback pages back into it."""

from course.lazy import lazily

# nbgrader takes plugins from here; `course --help` must not wait for nbgrader.
__all__, __getattr__ = lazily(__name__, {"plugins": ["MoodleCollector", "MoodleExtractor", "MoodleWorksheet"]})
