import pytest
import torch
from torch import nn

from course.checks import where_it_stops


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (nn.Sequential(nn.Flatten(), nn.Linear(4, 2), nn.Linear(3, 1)), "stops at its layer 3, Linear(in_features=3"),
        (nn.Sequential(nn.Flatten(), nn.Unflatten(1, (5,))), "stops at its layer 2, Unflatten"),
        (nn.Linear(5, 5), "which is given (3, 2, 2): "),
        (None, "gives nothing: is there a `return`?"),
        ([nn.Linear(4, 4)], "gives an object of type list"),
    ],
)
def test_it_is_said_where_a_network_stops_and_what_came_there(network, words):
    assert words in where_it_stops(network, torch.zeros(3, 2, 2))


def test_what_goes_wrong_behind_a_layer_is_said_to_be_there():
    class Reshaped(nn.Sequential):
        def forward(self, x):
            return super().forward(x).reshape(-1, 7)

    assert "stops behind its layer 1, Linear" in where_it_stops(Reshaped(nn.Linear(2, 2)), torch.zeros(3, 2))


def test_a_network_that_runs_stops_nowhere_and_keeps_no_hook():
    network = nn.Linear(2, 1)
    assert where_it_stops(network, torch.zeros(3, 2)) == ""
    assert not network._forward_hooks
    assert not network._forward_pre_hooks


def test_a_network_that_nobody_has_written_yet_stays_an_open_task():
    class Stub(nn.Module):
        def forward(self, x):
            raise NotImplementedError("write your answer here")

    with pytest.raises(NotImplementedError, match="write"):
        where_it_stops(Stub(), torch.zeros(1))
