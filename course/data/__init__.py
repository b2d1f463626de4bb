"""The data that the notebooks work on: handwritten digits and a photograph, as tensors."""

from course.lazy import lazily

__all__, __getattr__ = lazily(
    __name__,
    {
        "images": ["load_image", "sample_image"],
        "idx": ["DataError"],
        "mnist": ["Digits", "digits"],
        "photo_digit": ["digit_from_photo"],
    },
)
