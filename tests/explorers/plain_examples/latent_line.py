from course.explorers.latent_line.figure import draw, draw_background
from course.explorers.latent_line.numbers import make_line, point_at
from tests.explorers.plain_examples.digits import DIGITS, LABELS, codes, decode


def first_picture() -> str:
    line = make_line(codes(1), LABELS, decode, DIGITS)
    film = line.films[True]
    return draw(line, film, point_at(line, 0.5), draw_background(line, film))
