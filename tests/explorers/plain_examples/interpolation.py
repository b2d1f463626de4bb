from course.explorers.interpolation.figure import draw
from course.explorers.interpolation.numbers import Method, make_gallery, make_pair, still_at
from tests.explorers.plain_examples.digits import DIGITS, LABELS, codes, decode


def first_picture() -> str:
    gallery = make_gallery(DIGITS, LABELS, {"d = 5": Method(codes(5), decode)})
    return draw(still_at(make_pair(gallery, 0, 1, spherical=True), 0.5))
