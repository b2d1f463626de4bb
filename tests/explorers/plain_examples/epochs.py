from course.explorers.epochs.figure import draw
from course.explorers.epochs.numbers import Training
from tests.explorers.plain_examples.digits import DIGITS, LABELS


def first_picture() -> str:
    before = [bytes(len(digit)) for digit in DIGITS]
    errors = [[0.1] * len(DIGITS), [0.0] * len(DIGITS)]
    return draw(Training(DIGITS, [before, DIGITS], [0.1, 0.01], [0.05], errors, LABELS), epoch=1, compared=0)
