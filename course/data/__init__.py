"""The data that the notebooks work on: handwritten digits and a photograph, as tensors."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.data.idx import DataError
    from course.data.images import load_image, sample_image, save_image
    from course.data.mnist import Digits, digits
    from course.data.photo_digit import digit_from_photo

__all__ = ["DataError", "Digits", "digit_from_photo", "digits", "load_image", "sample_image", "save_image"]
__getattr__, __dir__ = lazily(__name__)
