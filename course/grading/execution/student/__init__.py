"""The student's process: runs cells and answers calls. Nothing in it is believed."""
