"""What a notebook of the course is: its cells, regions, headings, tasks, and the names in its code."""
