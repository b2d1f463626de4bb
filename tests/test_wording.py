import pytest

from course.wording import counted


@pytest.mark.parametrize(("number", "text"), [(0, "0 points"), (1, "1 point"), (1.0, "1 point"), (2.5, "2.5 points")])
def test_a_number_takes_its_noun_in_the_right_number(number, text):
    assert counted(number, "point") == text
