"""A first picture of each explorer, from plain Python: one module for each folder with a figure, of the same name."""
