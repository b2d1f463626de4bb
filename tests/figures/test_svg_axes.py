import math

import pytest

from course.figures.svg_axes import Axes, log_ticks, ticks, widened

AXES = Axes(100, 50, 200, 100, (-1, 1), (0, 10))


def test_second_coordinate_grows_upwards():
    assert (AXES.x(-1), AXES.x(1), AXES.y(0), AXES.y(10)) == (100, 300, 150, 50)


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 20, ["0", "5", "10", "15", "20"]),
        (-1.1, 1.1, ["−1", "−0.5", "0", "0.5", "1"]),
        (0.28, 0.32, ["0.28", "0.29", "0.3", "0.31", "0.32"]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, labels: list[str]):
    assert [label for _, label in ticks(low, high)] == labels


def test_ticks_are_whole_numbers_where_asked():
    assert [label for _, label in ticks(0, 2, smallest_step=1)] == ["0", "1", "2"]
    assert [label for _, label in ticks(0, 0, smallest_step=1)] == ["0"]


def test_log_ticks_lie_where_their_labels_say():
    found = log_ticks(math.log10(0.015), math.log10(0.25))
    assert [label for _, label in found] == ["0.02", "0.05", "0.1", "0.2"]
    assert all(10**place == pytest.approx(float(label)) for place, label in found)


def test_a_range_of_equal_values_is_widened():
    assert widened([2, 2]) == (1.5, 2.5)


def test_classes_are_written_once_per_class_at_their_points_inside_of_the_frame():
    markup = AXES.draw_classes([(-1, 0), (0, 5), (1, 10), (3, 5)], [7, 2, 7, 2])
    assert markup.count("<text") == 2
    assert 'x="100 300" y="154 54"' in markup
    assert ">77<" in markup
    assert ">2<" in markup
