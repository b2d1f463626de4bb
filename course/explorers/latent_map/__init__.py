"""A plane of codes, and the digit at a point of it."""
