"""A picture of one's own, or the sample photograph."""
