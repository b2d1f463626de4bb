"""A training run, epoch by epoch."""
