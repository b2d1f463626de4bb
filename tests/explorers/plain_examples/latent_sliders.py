from course.explorers.latent_sliders.figure import draw
from course.explorers.latent_sliders.numbers import Studio, films_at, make_space, view_at
from tests.explorers.plain_examples.digits import DIGITS, LABELS, codes, decode


def first_picture() -> str:
    space = make_space("d = 12", decode, codes(12))
    view = view_at(Studio(DIGITS, LABELS, {space.name: space}), space, space.codes[3], digit=3)
    return draw(view, films_at(space, view.z))
