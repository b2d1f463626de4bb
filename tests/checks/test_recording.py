"""observe: what a test's checks see of an answer, written down instead of raised."""

import pytest
import torch

from course.checks import CheckError, call, expect_close, expect_equal, expect_true, expect_whole, given
from course.checks.recording import observe, seen_alike


def seen(answer):
    """What a small test of ``answer(x)``, which should double, sees."""

    def test():
        given("whole numbers")
        expect_equal(answer(3), 6, "answer(3)", see="section 1")
        given("halves", x=0.5)
        expect_close(answer(0.5), 1.0, "answer(0.5)")

    return observe(test)


def test_failed_checks_end_nothing_and_leave_what_came():
    first, second = seen(lambda x: x + 1)
    assert (first.passed, float(first.received), float(first.expected), first.see) == (False, 4.0, 6.0, "section 1")
    assert (second.check, float(second.received), second.given.inputs) == ("expect_close", 1.5, {"x": 0.5})


def test_one_mistake_written_in_two_ways_is_one():
    assert seen_alike(seen(lambda x: x**2), seen(lambda x: x * x + 1e-9))


@pytest.mark.parametrize("other", [lambda x: x**3, lambda x: 2 * x, lambda x: 9 if x == 3 else 1 / 0])
def test_another_mistake_is_another_one(other):
    assert not seen_alike(seen(other), seen(lambda x: x**2))


def test_an_error_is_the_last_thing_seen():
    def raising(x):
        raise ValueError("too odd")

    (sight,) = seen(raising)
    assert (sight.check, sight.received, sight.given.words) == ("error", "ValueError: too odd", "whole numbers")


def test_a_changed_argument_is_seen():
    def zero(x):
        return x.mul_(2)

    (sight,) = observe(lambda: expect_close(call(zero, torch.ones(2)), 2 * torch.ones(2), "zero"))
    assert sight.check == "error"
    assert "changes what it is given" in sight.received


def test_a_check_that_must_give_a_value_ends_the_run_where_it_fails():
    (sight,) = observe(lambda: expect_equal(expect_whole("7", "n") + 1, 8, "n + 1"))
    assert (sight.check, sight.passed) == ("expect_whole", False)


def test_a_sentence_is_what_came_where_nothing_else_did():
    (sight,) = observe(lambda: expect_true(False, "the loss falls: it rose"))
    assert sight.received == "the loss falls: it rose"


def test_outside_of_it_checks_raise_as_always():
    seen(lambda x: x)
    with pytest.raises(CheckError):
        expect_equal(1, 2, "one")
