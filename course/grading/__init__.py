"""The instructor's side: what nbgrader runs between a student's notebook and a grade."""

from course import quick_nbformat  # noqa: F401 -- before anything imports nbformat
