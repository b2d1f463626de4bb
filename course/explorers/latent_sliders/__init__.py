"""A code under one's fingers: a slider for each dimension."""
