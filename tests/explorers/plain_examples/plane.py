from course.explorers.plane.figure import draw
from course.explorers.plane.numbers import make_plane
from tests.explorers.plain_examples.digits import decode


def first_picture() -> str:
    return draw(make_plane("d = 2", decode, reach=2.0))
