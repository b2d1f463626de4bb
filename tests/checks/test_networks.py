import pytest
import torch
from torch import nn

from course.checks import CheckError, expect_outputs, outputs_of_layer, with_weights


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


def layer_problem(layer: object) -> str:
    return outputs_of_layer(layer, nn.Conv2d, (3, 4), [])[0]


def test_what_is_no_layer_of_the_right_kind_is_told_in_a_sentence():
    assert "is there a `return`" in layer_problem(None)
    assert "came dict" in layer_problem({"stride": 2})
    assert "came the class itself" in layer_problem(nn.Conv2d)
    assert "came Sequential" in layer_problem(nn.Sequential(nn.Conv2d(3, 4, 1)))
    assert "a lazy layer has no weights before its first picture: build nn.Conv2d(3, 4" in layer_problem(
        nn.LazyConv2d(4, 1)
    )
    assert "from 3 to 4 channels, but it goes from 4 to 3" in layer_problem(nn.Conv2d(4, 3, 1))
    assert "weights and bias are float64" in layer_problem(nn.Conv2d(3, 4, 1).double())
    assert layer_problem(nn.Conv2d(3, 4, 1)) == ""


def test_a_layer_runs_on_each_picture_or_says_why_not():
    pictures = [torch.ones(2, 3, 4, 4), torch.ones(1, 3, 1, 1)]
    problem, (output, refusal) = outputs_of_layer(nn.Conv2d(3, 4, 3), nn.Conv2d, (3, 4), pictures)
    assert (problem, output.shape, output.requires_grad) == ("", (2, 4, 2, 2), False)
    assert "Kernel size can't be greater" in refusal


@pytest.mark.parametrize(
    ("came", "message"),
    [
        (("came dict", []), "layer: came dict"),
        (("", ["too small"]), "layer on 1 × 3 × 4 × 4: PyTorch refuses it: too small"),
        (("", [torch.ones(1, 4, 4, 4)]), r"layer on 1 × 3 × 4 × 4: expected shape \(1, 4, 2, 2\)"),
        (("", [torch.full((1, 4, 2, 2), torch.nan)]), "16 of its values are NaN or infinite"),
    ],
)
def test_outputs_are_of_the_right_shape_and_finite_or_it_is_said_what_is_wrong(came, message):
    with pytest.raises(CheckError, match=message):
        expect_outputs(came, [torch.ones(1, 3, 4, 4)], [(1, 4, 2, 2)], "layer")


def test_right_outputs_are_handed_on():
    right = torch.ones(1, 4, 2, 2)
    assert expect_outputs(("", [right]), [torch.ones(1, 3, 4, 4)], [(1, 4, 2, 2)], "layer")[0] is right
