import torch
from torch import nn

from course.checks import with_weights


def judged(network, inputs, weights):
    return with_weights(network.parameters(), weights, lambda: network(inputs))


def test_a_network_computes_with_the_weights_that_it_is_given():
    weights = [torch.tensor([[2.0, -1.0]]), torch.tensor([0.5])]
    sizes, outputs, idle = judged(nn.Linear(2, 1), torch.tensor([[1.0, 3.0]]), weights)
    assert (sizes, outputs.tolist(), idle) == ([(1, 2), (1,)], [[-0.5]], 0)


def test_other_weights_than_the_expected_ones_are_told_by_their_sizes():
    assert judged(nn.Linear(3, 1), torch.ones(1, 3), [torch.ones(1, 2)]) == ([(1, 3), (1,)], None, None)


def test_weights_that_cannot_learn_are_counted():
    class Cut(nn.Linear):
        def forward(self, x):
            return super().forward(x).detach()

    class Half(nn.Sequential):
        def forward(self, x):
            return self[1](self[0](x).detach())

    given = [torch.ones(2, 2), torch.ones(2)]
    assert judged(Cut(2, 2), torch.ones(1, 2), given)[2] == 2
    flat = nn.Linear(2, 2)
    nn.init.zeros_(flat.weight)
    nn.init.zeros_(flat.bias)  # many begin with biases of zero
    assert judged(flat, torch.ones(1, 2), given)[2] == 1
    assert judged(Half(nn.Linear(2, 2), nn.Linear(2, 2)), torch.ones(1, 2), given * 2)[2] == 2
