"""Random numbers of a test: made of the assignment's key, so that they are the same for all and at every regrade."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from course.draw.random_state import begin_random_numbers
from course.draw.seeds import Seeds, derived_key, seed_of, use_seeds


@contextmanager
def own_random_numbers() -> Iterator[None]:
    """What the block makes of draws does not outlast it."""
    before = use_seeds(Seeds())
    try:
        yield
    finally:
        use_seeds(before)


def begin_test(key: bytes, test: str) -> None:
    """Start all random numbers of this process anew, for a test of that name."""
    begin_random_numbers(Seeds(derived_key(key, "draws", test)), seed_of(key, "test", test))


def student_seed(key: bytes, test: str) -> int:
    """The seed of the student's own random numbers during a test; it tells nothing about those of the test."""
    return seed_of(key, "student", test)
