"""Many submissions: one pure function that grades one of them, run in parallel, and one writer for the gradebook."""
