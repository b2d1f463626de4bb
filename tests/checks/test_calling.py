import pytest
import torch

from course.checks import CheckError, as_of_now, call


def test_an_answer_is_called_with_copies_of_what_the_test_holds():
    given = torch.ones(2)
    assert call(lambda x: x.add_(1).sum() * 0, given) == 0
    assert given.tolist() == [1, 1]


@pytest.mark.parametrize("answer", [lambda x: x.mul_(2), lambda x: (x.sum(), x.zero_())[0], lambda x: [x.sub_(1)]])
def test_an_answer_that_changes_what_it_is_given_fails_at_the_second_call(answer):
    with pytest.raises(CheckError, match="called twice with the same arguments: the second call gave another result"):
        call(answer, torch.tensor([1.0, 3.0]))


@pytest.mark.parametrize("result", [None, 3, "text", torch.tensor([float("nan")]), [torch.ones(2), 1], (1, None)])
def test_an_answer_that_gives_the_same_again_passes_with_its_own_result(result):
    assert call(lambda: result) is result


def test_an_answer_that_returns_what_it_was_given_passes():
    assert call(lambda x, s: x, torch.ones(2), 1).tolist() == [1, 1]
    assert call(lambda x: x * 1, torch.ones(2, requires_grad=True)).requires_grad


def test_in_a_notebook_an_answer_as_of_now_is_the_answer():
    assert as_of_now(call) is call
