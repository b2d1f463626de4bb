from course.explorers.compare.figure import draw
from course.explorers.compare.numbers import MANY_SAMPLES, Contest, Rival, Round, sample
from tests.explorers.plain_examples.digits import DIGITS, LABELS, codes, decode


def first_picture() -> str:
    errors = [float(digit) for digit in range(len(DIGITS))]
    rivals = [Rival(f"d = {d}", decode, d, decode(codes(d)), errors) for d in (1, 10)]
    samples = [sample(rival, 0) for rival in rivals]
    return draw(Round(Contest(DIGITS, LABELS, rivals, errors), 0, 0, 1, samples, sample(rivals[1], 0, MANY_SAMPLES)))
