"""One explorer out of several, chosen by name."""
