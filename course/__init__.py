"""What the course's notebooks import: data, arithmetic, checks, figures and explorers."""

from course.data import torchvision_operators

__version__ = "0.1.0"

torchvision_operators.install()
