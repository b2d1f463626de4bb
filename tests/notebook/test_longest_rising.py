from __future__ import annotations

import random
from itertools import combinations

from course.notebook.longest_rising import longest_rising


def test_no_longer_rising_part_exists() -> None:
    draw = random.Random(0)
    for _ in range(100):
        values = [draw.randrange(8) for _ in range(draw.randrange(8))]
        found = [values[at] for at in longest_rising(values)]
        assert found == sorted(set(found))
        longer = combinations(values, len(found) + 1)
        assert not any(list(part) == sorted(set(part)) for part in longer)


def test_indices_rise() -> None:
    assert longest_rising([3, 1, 2, 9, 4]) == [1, 2, 4]


def test_equal_numbers_rise_only_as_pairs_with_their_indices() -> None:
    assert len(longest_rising([1, 1, 1])) == 1
    assert longest_rising([(1, 0), (1, 1), (1, 2)]) == [0, 1, 2]
