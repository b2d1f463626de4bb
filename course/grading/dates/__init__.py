"""``course dates``: due dates, extensions, times of submission, and what they take off."""
