"""The instructor's side: what nbgrader runs between a student's notebook and a grade."""
