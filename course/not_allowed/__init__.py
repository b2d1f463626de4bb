"""What a task forbids, read in an answer's code and kept out of its reach: alike in the notebook and in grading."""
