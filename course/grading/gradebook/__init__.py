"""The course folder and nbgrader's gradebook: opened with clear errors, written whole or not at all."""
