"""Models side by side, on the same digits and the same noise."""
