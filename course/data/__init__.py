"""The data that the notebooks work on: handwritten digits, a photograph, and the student's own picture."""

from course.data.choose import choose_image
from course.data.images import load_image, sample_image
from course.data.mnist import DataError, Digits, digits
from course.data.photo_digit import digit_from_photo

__all__ = ["DataError", "Digits", "choose_image", "digit_from_photo", "digits", "load_image", "sample_image"]
