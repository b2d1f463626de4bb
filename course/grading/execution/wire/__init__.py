"""What two processes that do not trust each other say: frames, and plain values in exact forms."""
