from course.explorers.latent_map.figure import draw, draw_plane
from course.explorers.latent_map.numbers import make_map, point_at
from tests.explorers.plain_examples.digits import DIGITS, LABELS, codes, decode


def first_picture() -> str:
    latent = make_map(codes(2), LABELS, decode, DIGITS)
    return draw(latent, point_at(latent, (0.5, -0.5)), draw_plane(latent))
