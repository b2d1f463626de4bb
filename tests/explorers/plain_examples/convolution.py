from course.explorers.convolution.figure import draw
from course.explorers.convolution.numbers import Settings, make_scene, step_at


def first_picture() -> str:
    return draw(step_at(make_scene(Settings(transposed=True, stride=2)), 20))
