import numpy as np
import pytest
import torch

from course.checks import (
    CheckError,
    FailedCheck,
    expect_between,
    expect_close,
    expect_equal,
    expect_error,
    expect_length,
    expect_shape,
    expect_true,
    expect_whole,
)


def failure(check, *arguments, **keywords):
    with pytest.raises(CheckError) as caught:
        check(*arguments, **keywords)
    return caught.value


def message(check, *arguments, **keywords):
    return str(failure(check, *arguments, **keywords))


@pytest.mark.parametrize(
    "answer",
    [
        [[1, 2], [3, 4]],
        np.array([[1, 2], [3, 4]]),
        torch.tensor([[1, 2], [3, 4]]),
        torch.tensor([[1.0, 2], [3, 4]], dtype=torch.float64, requires_grad=True),
        torch.tensor([[1.00001, 2], [3, 4]]),
        torch.tensor([[1.0, 2], [3, 4]]).to_sparse(),
        [torch.tensor([1.0, 2]), torch.tensor([3.0, 4])],
    ],
)
def test_expect_close_takes_any_form_of_the_right_numbers(answer):
    expect_close(answer, [[1.0, 2.0], [3.0, 4.0]], "f(x)")


def test_a_wrong_value_is_shown_with_its_place_and_where_to_look():
    text = message(expect_close, [[1, 2], [3, 5]], [[1, 2], [3, 4]], "f(x)", see="section 2")
    for part in ("f(x)", "expected 4, came 5", "(1, 1)", "1 of 4 values", "section 2"):
        assert part in text


def test_a_wrong_number_needs_no_index():
    assert message(expect_close, 2, 3, "f()") == "f(): expected 3, but came 2"


def test_a_wrong_shape_is_shown_with_both_shapes():
    text = message(expect_close, [[1, 2, 3, 4]], [[1, 2], [3, 4]], "f(x)")
    assert "expected shape (2, 2), but came shape (1, 4)" in text
    assert "a reshape, a transpose or a missing axis?" in text
    assert "expected shape (3,), but came shape (2,)" in message(expect_shape, [1, 2], (3,), "f(x)")


def test_none_asks_for_a_return():
    assert "is there a `return`?" in message(expect_close, None, [1.0], "f(x)")
    assert "is there a `return`?" in message(expect_equal, None, 1, "f(x)")


def test_nan_and_infinity_are_counted():
    text = message(expect_close, [1.0, float("nan"), float("inf")], [1.0, 2.0, 3.0], "f(x)")
    assert "2 of 3 are NaN or infinite" in text


class Unspeakable:
    def __array__(self, *_, **__):
        raise KeyError("no array")

    def __repr__(self):
        raise ValueError("no words")


@pytest.mark.parametrize(
    "answer",
    [
        "four",
        {"a": 1},
        object(),
        [[1, 2], [3]],
        ["1"],
        np.array(["1"]),
        [1 + 0j],
        torch.tensor([1 + 5j]),
        [10**400],
        Unspeakable(),
        torch.zeros(1, device="meta"),
    ],
)
def test_what_is_not_numbers_is_named(answer):
    assert f"but came {type(answer).__name__}" in message(expect_close, answer, [1.0], "f(x)")


def test_a_long_answer_is_not_printed_whole():
    assert len(message(expect_close, torch.zeros(100, 100), torch.ones(100, 100), "f(x)")) < 300
    assert len(message(expect_equal, torch.zeros(100, 100), 3, "f(x)")) < 300
    assert len(message(expect_equal, "long" * 1000, "other", "f(x)")) < 300


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3.0, 3),
        (np.int64(3), 3),
        (torch.tensor(3), 3),
        ((1, 2), [1, 2]),
        (torch.Size([1, 2]), [1, 2]),
        (np.array([1, 2]), (1, 2)),
        ({"a": (1, 2)}, {"a": [1, 2]}),
        (None, None),
        (np.bool_(True), True),
        ("same", "same"),
    ],
)
def test_expect_equal_takes_any_form_of_the_right_value(actual, expected):
    expect_equal(actual, expected, "f()")


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (2, 3),
        (True, 1),
        (1, True),
        ([1, 2], [2, 1]),
        ([1], 1),
        ({"a": 1}, {"b": 1}),
        ("3", 3),
        (3, None),
        ([1, 2], [1]),
    ],
)
def test_expect_equal_refuses_another_value_and_shows_both(actual, expected):
    text = message(expect_equal, actual, expected, "f()")
    assert repr(expected) in text
    assert repr(actual) in text


def test_an_object_that_claims_to_equal_everything_is_not_equal():
    class Everything:
        def __eq__(self, other):
            return True

        __hash__ = None

    class Seven(int):
        def __eq__(self, other):
            return True

        __hash__ = None

    message(expect_equal, Seven(7), 1, "f()")
    message(expect_equal, torch.zeros(1, device="meta"), 1, "f()")
    message(expect_equal, Everything(), 3, "f()")
    message(expect_equal, Everything(), [1, 2], "f()")
    message(expect_equal, Everything(), None, "f()")


def test_a_wrong_range_is_shown_with_what_came():
    expect_between([0.0, 0.5, 1.0], 0, 1, "pixels")
    expect_between(3, 0, 3, "p")
    assert "pixels: expected numbers from 0 to 1, but came -0.5 to 2" in message(
        expect_between, torch.tensor([-0.5, 2.0]), 0, 1, "pixels"
    )
    assert (
        message(expect_between, 2, 0, 1, "a", see="section 3")
        == "a: expected numbers from 0 to 1, but came 2\nLook again at section 3."
    )
    assert "came nan" in message(expect_between, float("nan"), 0, 1, "pixels")


META = torch.zeros(1, device="meta")  # a tensor without values


@pytest.mark.parametrize("answer", [3, 3.0, np.int32(3), torch.tensor(3), torch.tensor(3.0)])
def test_a_whole_number_comes_back_as_int(answer):
    came = expect_whole(answer, "k")
    assert (came, type(came)) == (3, int)


@pytest.mark.parametrize("answer", [1.5, True, None, "3", (3, 3), float("nan"), float("inf"), torch.ones(2), META])
def test_what_is_not_one_whole_number_is_shown(answer):
    assert "k: expected a whole number, but came " in message(expect_whole, answer, "k")


@pytest.mark.parametrize(
    ("answer", "said"),
    [(None, "is there a `return`?"), (3, "came a single int: 3"), ([1], "came 1 (in a list)"), ((1, 2, 3), "came 3")],
)
def test_a_wrong_number_of_values_is_shown(answer, said):
    expect_length((1, 2), 2, "f()")
    text = message(expect_length, answer, 2, "f()")
    assert "f(): expected 2 values" in text
    assert said in text


def test_expect_true_says_what_should_have_been():
    expect_true(True, "never shown")
    assert message(expect_true, False, "the sizes agree", see="section 3") == "the sizes agree (see section 3)"


def test_expect_error_wants_just_that_error():
    with expect_error(ValueError, "f(-1)"):
        raise ValueError
    with pytest.raises(KeyError), expect_error(ValueError, "f(-1)"):
        raise KeyError
    with pytest.raises(AssertionError, match="expected a ValueError"), expect_error(ValueError, "f(-1)"):
        pass


ONES, SIXTY = [1.0, 2.0], [1.0] * 60


@pytest.mark.parametrize(
    ("check", "arguments", "expected", "received", "detail"),
    [
        (expect_equal, ([7], [7, 8]), "[7, 8]", "[7]", ""),
        (expect_equal, (None, 4), "4", "nothing", "is there a `return`?"),
        (expect_length, (3, 2), "2 values", "a single int: 3", ""),
        (expect_length, (None, 2), "2 values", "nothing", "is there a `return`?"),
        (expect_whole, (1.5,), "a whole number", "1.5", ""),
        (expect_between, (2, 0, 1), "numbers from 0 to 1", "2", ""),
        (expect_close, (3.0, 2.0), "2", "3", ""),
        (expect_close, ("3", 2.0), "numbers (a tensor, an array or a list)", "str: '3'", ""),
        (expect_close, ([float("nan"), 2], ONES), "finite numbers", "1 of 2 are NaN or infinite", ""),
        (
            expect_close,
            ([1, 2.5], ONES),
            "[1. 2.]",
            "[1.  2.5]",
            "1 of 2 values differ; the largest difference is at index (1,): expected 2, came 2.5",
        ),
        (
            expect_close,
            ([0.0] * 60, SIXTY),
            "1",
            "0",
            "60 of 60 values differ; the largest difference is at index (0,)",
        ),
        (
            expect_shape,
            ([[1.0], [2]], (1, 2)),
            "shape (1, 2)",
            "shape (2, 1)",
            "the number of values is right: a reshape, a transpose or a missing axis?",
        ),
    ],
)
def test_a_failure_is_a_record_with_the_same_in_parts(check, arguments, expected, received, detail):
    error = failure(check, *arguments, "f(3)", see="section 3")
    assert error.found == FailedCheck("f(3)", expected, received, detail, see="section 3")
    assert all(part in str(error) for part in (expected, received, detail, "f(3)", "section 3"))


def test_a_sentence_is_a_record_with_nothing_to_compare():
    assert failure(expect_true, False, "the sizes agree", see="section 3").found == FailedCheck(
        "the sizes agree", see="section 3"
    )


def test_a_missing_error_is_what_was_received():
    with pytest.raises(CheckError) as caught, expect_error(ValueError, "f(-1)"):
        pass
    assert caught.value.found == FailedCheck("f(-1)", "a ValueError", "no error")


def test_whatever_counts_up_is_a_list():
    expect_equal(range(7, 9), [7, 8], "input_sizes(3)")
    expect_equal([7, 8], range(7, 9), "input_sizes(3)")
