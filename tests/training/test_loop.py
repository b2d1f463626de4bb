import itertools
import math
import time
from types import SimpleNamespace

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course.explorers import EpochExplorer
from course.training import stopping
from course.training.loop import mean_loss, one_cycle, squared_error, train
from course.training.threads import TRIAL

N, SIZE = 50, 6


@pytest.fixture(autouse=True)
def on_the_cpu(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "grading")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def examples():
    """Points on a plane in 6 dimensions, which a code of two numbers can describe."""
    generator = torch.Generator().manual_seed(1)
    return torch.randn(N, 2, generator=generator) @ torch.randn(2, SIZE, generator=generator)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(SIZE, 2), nn.Linear(2, SIZE))


def weights(model):
    return torch.cat([part.detach().flatten() for part in model.parameters()])


def interrupted(calls, loss=squared_error):
    """A loss during which the student presses stop, at these calls (the first is 1)."""
    count = itertools.count(1)

    def stopping(model, batch):
        if next(count) in calls:
            raise KeyboardInterrupt
        return loss(model, batch)

    return stopping


def test_a_record_has_one_entry_per_epoch_and_one_more_before_training(model, examples):
    history = train(model, examples, epochs=3, test=examples[:9], watch=examples[:2])
    assert [len(part) for part in (history.losses, history.test_losses, history.outputs)] == [3, 4, 4]
    assert history.outputs[0].shape == (2, SIZE)
    assert history.seconds > 0


def test_nothing_is_tested_or_watched_unless_asked_for(model, examples):
    history = train(model, examples, epochs=2)
    assert (len(history.losses), history.test_losses, history.outputs) == (2, [], [])


def test_records_before_and_after_are_those_of_the_model(model, examples):
    before = model(examples).detach()
    history = train(model, examples, epochs=2, test=examples, watch=examples)
    assert torch.equal(history.outputs[0], before)
    assert history.test_losses[0] == pytest.approx(F.mse_loss(before, examples).item())
    assert torch.equal(history.outputs[-1], model(examples).detach())
    assert history.test_losses[-1] == pytest.approx(F.mse_loss(model(examples), examples).item())


def test_the_loss_falls_on_a_small_problem(model, examples):
    history = train(model, examples, epochs=60, batch_size=10, learning_rate=0.05, test=examples)
    assert history.losses[-1] < 0.01 * history.losses[0]
    assert history.test_losses[-1] < 0.01 * history.test_losses[0]


def test_equal_seeds_give_equal_weights_and_another_seed_another_order(examples):
    def trained(seed):
        torch.manual_seed(0)
        model = nn.Linear(SIZE, SIZE)
        torch.seed()  # what else is drawn meanwhile must not matter
        train(model, examples, epochs=2, batch_size=8, seed=seed)
        return weights(model)

    assert torch.equal(trained(3), trained(3))
    assert not torch.equal(trained(3), trained(4))


def test_each_epoch_sees_every_example_once_in_a_new_order(model):
    seen = []

    def noting(model, batch):
        if model.training:
            seen.extend(batch[:, 0].tolist())
        return squared_error(model, batch)

    train(model, torch.arange(10.0)[:, None].expand(10, SIZE), epochs=2, loss=noting, batch_size=4)
    first, second = seen[:10], seen[10:]
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second


def test_seconds_end_the_training_near_that_time_also_within_an_epoch(model, examples):
    def slow(model, batch):
        time.sleep(0.02)
        return squared_error(model, batch)

    history = train(model, examples, seconds=0.3, loss=slow, batch_size=1, test=examples[:1])  # an epoch takes 1 s
    assert 0.3 <= history.seconds < 0.6
    assert (len(history.losses), len(history.test_losses)) == (1, 2)
    assert train(model, examples, seconds=0.1, batch_size=25).losses[3:], "many epochs fit into 0.1 s"


@pytest.mark.parametrize("nothing", [{"epochs": 0}, {"seconds": 0}])
def test_no_epochs_give_just_the_record_before_training(model, examples, nothing):
    before = weights(model)
    history = train(model, examples, test=examples, watch=examples[:1], **nothing)
    assert (history.losses, len(history.test_losses), len(history.outputs)) == ([], 1, 1)
    assert torch.equal(weights(model), before)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "epochs is None and seconds is None; give one of them"),
        ({"epochs": 1, "seconds": 2}, "epochs is 1 and seconds is 2; give one of them"),
        ({"epochs": -1}, "epochs is -1 .* expected a number from 0"),
        ({"seconds": -0.5}, "seconds is -0.5; expected a number from 0"),
    ],
)
def test_wrong_lengths_of_training_are_refused(model, examples, wrong, message):
    with pytest.raises(ValueError, match=message):
        train(model, examples, **wrong)


def test_no_examples_are_refused_with_their_shape(model):
    with pytest.raises(ValueError, match=r"examples has shape \(0, 6\); expected at least one example"):
        train(model, torch.zeros(0, SIZE), epochs=1)


# Batches of 10: calls 1, 7, 13, 19 are the tests before training and after each epoch, the others are steps.
@pytest.mark.parametrize(
    ("calls", "epochs"),
    [
        ({1}, 0),  # while the untrained model is tested
        ({2}, 0),  # in the first step
        ({4}, 1),  # during an epoch: what there is of it counts
        ({7}, 1),  # in a test
        ({10}, 2),
        ({19}, 3),  # in the last test
    ],
)
def test_stop_leaves_a_record_that_fits_together_and_the_model(model, examples, calls, epochs):
    loss = interrupted(calls)
    history = train(model, examples, epochs=3, batch_size=10, loss=loss, test=examples, watch=examples[:4])
    lengths = [len(part) for part in (history.losses, history.test_losses, history.outputs)]
    assert lengths == [epochs, epochs + 1, epochs + 1]
    assert history.test_losses[-1] == pytest.approx(F.mse_loss(model(examples), examples).item())
    assert torch.equal(history.outputs[-1], model(examples[:4]).detach())
    assert not model.training


def test_a_stopped_training_can_be_shown_in_the_epoch_explorer():
    digits = torch.rand(20, 1, 28, 28)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 784), nn.Unflatten(1, (1, 28, 28)))
    for call in (2, 5, 9):
        loss = interrupted({call})
        history = train(model, digits, epochs=3, batch_size=5, loss=loss, test=digits, watch=digits[:3])
        shown = EpochExplorer(
            digits[:3], torch.stack(history.outputs), history.test_losses, train_errors=history.losses
        )
        assert shown._training.epochs == len(history.losses) == (call - 2 + 3) // 5


def test_stopping_twice_ends_at_once_with_a_model_that_can_be_used(model, examples):
    with pytest.raises(KeyboardInterrupt):
        train(model, examples, epochs=3, batch_size=10, loss=interrupted({4, 5}), test=examples)
    assert not model.training


@pytest.mark.parametrize("stop", [{12}, set()])
def test_training_tries_one_thread_and_puts_the_number_back(model, examples, stop):
    torch.set_num_threads(2)
    used = []

    def noting(model, batch):
        used.append(torch.get_num_threads())
        return squared_error(model, batch)

    train(model, examples, epochs=2, batch_size=5, loss=interrupted(stop, noting))
    assert used[:11] == [2] * TRIAL + [1] * (11 - TRIAL)
    assert torch.get_num_threads() == 2


@pytest.mark.parametrize(("value", "name"), [(math.nan, "nan"), (math.inf, "inf")])
def test_a_loss_that_is_no_number_is_said_with_the_step_and_the_learning_rate(model, examples, value, name):
    steps = itertools.count(1)

    def breaking(model, batch):
        return squared_error(model, batch) * (value if next(steps) == 3 else 1)

    with pytest.raises(ValueError, match=f"loss became {name} in step 3: try a smaller learning rate than 0.25"):
        train(model, examples, epochs=1, batch_size=5, learning_rate=0.25, loss=breaking)
    assert not model.training


def test_a_model_that_changes_the_shape_is_refused_with_both_shapes(examples):
    with pytest.raises(ValueError, match=r"made shape \(50, 3\) of a batch of shape \(50, 6\)"):
        train(nn.Linear(SIZE, 3), examples, epochs=1)


def test_training_happens_in_training_mode_and_ends_in_evaluation_mode_on_the_cpu(model, examples):
    modes = []

    def noting(model, batch):
        modes.append((model.training, torch.is_grad_enabled()))
        return squared_error(model, batch)

    train(model, examples, epochs=1, batch_size=25, loss=noting, test=examples)
    assert modes == [(False, False), (True, True), (True, True), (False, False)]
    assert not model.training
    assert {weights.device.type for weights in model.parameters()} == {"cpu"}


def test_any_loss_that_is_a_mean_over_the_batch_will_do(examples):
    classes = (examples[:, 0] > 0).long()
    model = nn.Linear(SIZE, 2)

    def cross_entropy(model, numbers):
        return F.cross_entropy(model(examples[numbers]), classes[numbers])

    history = train(model, torch.arange(N), epochs=40, batch_size=10, learning_rate=0.1, loss=cross_entropy)
    assert history.losses[-1] < 0.3 * history.losses[0]


def test_the_learning_rate_follows_one_cycle(model, examples, monkeypatch):
    rates = []
    step = torch.optim.Adam.step
    noting = lambda self: (rates.append(self.param_groups[0]["lr"]), step(self))  # noqa: E731
    monkeypatch.setattr(torch.optim.Adam, "step", noting)
    train(model, examples, epochs=4, batch_size=5, learning_rate=0.01)
    assert rates == pytest.approx([0.01 * one_cycle(k / 40) for k in range(40)])


def test_one_cycle_rises_from_4_percent_to_the_peak_in_a_quarter_and_falls_to_0():
    assert [one_cycle(part) for part in (0, 0.25, 1)] == pytest.approx([0.04, 1, 0])
    values = [one_cycle(k / 100) for k in range(101)]
    assert values[:26] == sorted(values[:26])
    assert values[25:] == sorted(values[25:], reverse=True)
    assert max(abs(a - b) for a, b in itertools.pairwise(values)) < 0.07, "no jump"


@pytest.mark.parametrize("batch_size", [1, 7, 49, 50, 500])
def test_mean_loss_is_the_loss_on_everything_whatever_the_batches(model, examples, batch_size):
    whole = squared_error(model, examples).item()
    assert mean_loss(model, examples, batch_size=batch_size) == pytest.approx(whole)


def test_training_says_nothing_outside_of_notebooks(model, examples, capfd):
    train(model, examples, epochs=2, test=examples)
    train(model, examples, epochs=2, loss=interrupted({2}))
    assert tuple(capfd.readouterr()) == ("", "")


def test_stopping_a_training_stops_the_loop_it_stands_in_and_no_later_cell(model, examples, monkeypatch):
    shell = SimpleNamespace(execution_count=1)
    monkeypatch.setattr(stopping, "get_ipython", lambda: shell)
    train(model, examples, epochs=3, batch_size=10, loss=interrupted({4}))
    with pytest.raises(KeyboardInterrupt, match="an earlier training of this cell"):
        train(model, examples, epochs=1)
    shell.execution_count = 2
    assert len(train(model, examples, epochs=1).losses) == 1
