"""The data that the notebooks work on: handwritten digits, a photograph, and the student's own picture."""

from course.data.choose import choose_image
from course.data.images import load_image, sample_image
from course.data.mnist import DataError, Digits, digits

__all__ = ["DataError", "Digits", "choose_image", "digits", "load_image", "sample_image"]
