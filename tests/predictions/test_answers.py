import pytest

from course.predictions.answers import is_right, read_guess, written

CHOICES = ["yes", "no"]


@pytest.mark.parametrize(
    ("answers", "text", "value"),
    [("number", " 1,5 ", 1.5), ("number", "−2", -2.0), ("size", "60 x 40", (60, 40)), ("size", "9×25", (9, 25))],
)
def test_numbers_and_sizes_are_read_as_people_write_them(answers, text, value):
    assert read_guess(answers, text) == value
    assert read_guess(answers, written(value)) == value


@pytest.mark.parametrize(
    ("answers", "text", "message"),
    [
        ("number", "many", "expected a number"),
        ("size", "60", "expected height × width"),
        (CHOICES, "perhaps", "one of 'yes', 'no'"),
        (CHOICES, "", "Choose an answer first"),
        ("number", "", "Write a number"),
    ],
)
def test_what_is_no_answer_is_refused_with_what_is(answers, text, message):
    with pytest.raises(ValueError, match=message):
        read_guess(answers, text)


def test_a_number_may_differ_by_the_tolerance_and_a_size_may_not():
    assert is_right(10.4, 10, within=0.5)
    assert not is_right(10.6, 10, within=0.5)
    assert not is_right((60, 40), (40, 60))
