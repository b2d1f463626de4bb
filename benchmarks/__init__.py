"""What students wait for, measured beside the usual way of doing the same: ``make bench``."""
