"""What the course's developers run by hand, or through make."""
