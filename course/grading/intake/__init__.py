"""From what was handed in to a notebook that can be graded: files, reading, and the instructor's notebook rebuilt."""
