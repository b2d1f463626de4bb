import pytest

from course.draw import Draw
from course.draw.seeds import FRESH, Seeds, derived_key, seed_of, use_seeds


@pytest.fixture
def use():
    """Takes seeds from somewhere else during a test."""
    before = use_seeds(Seeds())
    yield use_seeds
    use_seeds(before)


def some(seeds):
    return [seeds.next() for _ in range(5)]


def test_without_a_key_seeds_are_new_and_short_enough_to_be_copied():
    seeds = Seeds()
    given = some(seeds)
    assert seeds.given == given != some(Seeds())
    assert max(given) < FRESH


def test_a_key_makes_the_same_seeds_again_each_another_one():
    assert some(Seeds(b"key")) == some(Seeds(b"key")) != some(Seeds(b"another"))
    assert len(set(some(Seeds(b"key")))) == 5


def test_a_copy_goes_on_from_where_it_was_made():
    seeds = Seeds(b"key")
    seeds.next()
    copied = seeds.copy()
    assert some(seeds) == some(copied)


def test_names_that_are_joined_otherwise_make_other_keys():
    made = {derived_key(b"key", *names) for names in (("ab", "c"), ("a", "bc"), ("abc",), ())}
    assert len(made) == 4
    assert seed_of(b"key", "a") != seed_of(b"", "a")


def test_draws_without_a_seed_take_the_next_one(use):
    use(Seeds(b"key"))
    first = Draw().image(3), Draw().image(3)
    use(Seeds(b"key"))
    second = Draw().image(3), Draw().image(3)
    assert [a.tolist() for a in first] == [b.tolist() for b in second]
    assert first[0].tolist() != first[1].tolist()
