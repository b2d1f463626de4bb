"""A line of codes, and the digits along it."""
