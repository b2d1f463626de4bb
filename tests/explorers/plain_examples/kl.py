from course.explorers.kl.figure import draw
from course.explorers.kl.numbers import Divergence


def first_picture() -> str:
    return draw(Divergence(mu=1.0, sigma=0.5))
