"""What the course's notebooks import: data, arithmetic, checks, figures and explorers."""

__version__ = "0.1.0"
