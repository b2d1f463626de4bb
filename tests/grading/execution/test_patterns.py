"""kind_of_input, relation_to_truth: what failed checks have in common."""

import pytest
import torch

from course.checks.kind_of_input import Given
from course.checks.recording import Sight
from course.grading.execution.trusted.kind_of_input import kind_of_input
from course.grading.execution.trusted.relation_to_truth import relation_to_truth

TRUTH = torch.tensor([[1.5, -2.25, 3.75], [0.5, 7.0, -1.25]], dtype=torch.float64)


def cases(is_right, *, words=""):
    """A check for each of some kernel sizes and strides."""
    sizes = [(1, 1), (2, 1), (3, 1), (2, 2), (3, 2), (4, 2), (5, 2), (2, 3), (3, 3), (6, 3), (1, 4), (3, 4), (7, 4)]
    return [Sight("expect_equal", is_right(k, s), given=Given(words, {"k": k, "s": s})) for k, s in sizes]


@pytest.mark.parametrize(
    ("is_right", "words"),
    [
        (lambda k, s: k % 2 == 1, "inputs where k is even"),
        (lambda k, s: s <= k, "inputs where s is larger than k"),
        (lambda k, s: k % s == 0, "inputs where k is no multiple of s"),
        (lambda k, s: s == 2, "inputs where s is not 2"),
        (lambda k, s: (k, s) != (4, 2), ""),  # one input alone fits many conditions
        (lambda k, s: k + 2 * s != 7, ""),
        (lambda k, s: False, ""),
    ],
)
def test_the_condition_is_found_that_tells_wrong_from_right(is_right, words):
    assert kind_of_input(cases(is_right)) == words


def test_a_kind_that_the_test_names_is_told():
    one, more = Given("a batch of one"), Given("pictures that are not square")
    sights = [Sight("expect_close", True), Sight("expect_close", False, given=one), Sight("error", False, given=more)]
    assert kind_of_input(sights[:2]) == "a batch of one"
    assert kind_of_input(sights) == "a batch of one; pictures that are not square"
    assert kind_of_input([*sights, Sight("expect_close", False)]) == ""  # wrong for nothing special, too


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda truth: -truth, "wrong sign"),
        (torch.trunc, "cut to whole numbers"),
        (lambda truth: 2 * truth, "twice the right ones"),
        (lambda truth: truth.clamp(min=0), "Negative numbers become 0"),
        (torch.abs, "signs"),
        (lambda truth: 0 * truth, "are 0"),
        (lambda truth: truth.exp(), ""),
        (lambda truth: truth.T, ""),
        (lambda truth: 1.234 * truth, ""),
    ],
)
def test_a_simple_relation_to_the_truth_is_told(answer, words):
    relation = relation_to_truth([Sight("expect_close", False, answer(TRUTH), TRUTH), Sight("expect_close", True)])
    assert words in relation
    assert bool(words) == bool(relation)


def test_a_lost_axis_is_told():
    assert relation_to_truth([Sight("expect_close", False, TRUTH, TRUTH[None])]) == "An axis of length 1 is lost"


def test_a_lost_gradient_is_told_where_all_else_is_right():
    lost = Sight("expect_close", False, what="gradient with respect to mu")
    assert "no gradient" in relation_to_truth([Sight("expect_close", True), lost])
    assert relation_to_truth([Sight("expect_close", False, what="the values"), lost]) == ""


def test_few_numbers_are_no_evidence():
    assert relation_to_truth([Sight("expect_equal", False, torch.tensor(-4.0), torch.tensor(4.0))]) == ""
