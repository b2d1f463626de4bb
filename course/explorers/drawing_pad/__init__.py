"""The drawing pad: a digit of one's own, and what a network makes of it."""
