from course.explorers.drawing_pad.figure import draw, draw_rows
from course.explorers.drawing_pad.words import describe
from tests.explorers.plain_examples.digits import DIGITS


def first_picture() -> str:
    return draw(
        DIGITS[3], describe("Drawn", DIGITS[3]), draw_rows({"yours": DIGITS[3:4], "rebuilt": DIGITS}), "rebuilt"
    )
