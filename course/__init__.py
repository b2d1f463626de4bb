"""What the course's notebooks import: data, arithmetic, checks, figures and explorers."""

from course import compat

__version__ = "0.1.0"

compat.install()
